//! The store in Redis, with a real server.

use route_runtime::testing::{ManualClock, StoreHarness, cache_conformance};
use route_runtime::{
    CacheEntry, CacheStore, CachedValue, Freshness, Life, Lifetimes, Lookup, RedisStore, StoreError, StoreInstant,
};
use route_tests::redis_server::RedisServer;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::time::timeout;

struct Redis {
    /// The server ends last.
    running: Option<(RedisStore, RedisServer)>,
    clock: ManualClock,
}

impl Redis {
    async fn start() -> Self {
        let clock = ManualClock::new();
        let running = match RedisServer::start() {
            Some(server) => Some((connect(&server).await.with_clock(&clock), server)),
            None => None,
        };
        Self { running, clock }
    }
}

impl StoreHarness for Redis {
    fn store(&self) -> &dyn CacheStore {
        &self.running.as_ref().expect("without a server the suite is skipped").0
    }

    async fn advance(&self, time: Duration) {
        self.clock.advance(time);
    }

    fn skipped(&self) -> Option<String> {
        self.running.is_none().then(|| "there is no `redis-server`".to_owned())
    }
}

cache_conformance!(conformance, Redis::start().await);

async fn connect(server: &RedisServer) -> RedisStore {
    RedisStore::connect(&server.url()).await.expect("the server accepts connections")
}

/// A connection without the store, to see and to damage what it has written.
async fn plainly(server: &RedisServer) -> redis::aio::MultiplexedConnection {
    let client = redis::Client::open(server.url()).expect("an address");
    client.get_multiplexed_async_connection().await.expect("the server accepts connections")
}

fn entry(began: StoreInstant, tags: &[&str]) -> Arc<CacheEntry> {
    let tags = tags.iter().map(|&tag| tag.into()).collect();
    let value = CachedValue::Data("data".into());
    Arc::new(CacheEntry { began, life: Life::Hours.lifetimes(), retry_at: None, tags, value })
}

async fn get(store: &RedisStore, key: &str) -> Lookup {
    store.get(key).await.expect("the server answers")
}

async fn set(store: &RedisStore, key: &str, tags: &[&str]) {
    let began = get(store, key).await.now;
    store.set(key, entry(began, tags)).await.expect("the server answers");
}

async fn invalidate(store: &RedisStore, tag: &str) -> Result<(), StoreError> {
    store.invalidate(&[tag.into()], Duration::ZERO).await
}

async fn tags_say(store: &RedisStore, key: &str) -> Option<Freshness> {
    get(store, key).await.found.map(|found| found.tags)
}

#[tokio::test]
async fn two_connections_share_what_has_one_prefix() {
    let Some(server) = RedisServer::start_for("two_connections_share_what_has_one_prefix") else { return };
    let (one, two) = (connect(&server).await, connect(&server).await);
    let (other, another) = (connect(&server).await.with_prefix("other:"), connect(&server).await.with_prefix("other:"));
    set(&one, "key", &["tag"]).await;
    assert_eq!(tags_say(&two, "key").await, Some(Freshness::Fresh));
    assert_eq!(tags_say(&other, "key").await, None);
    set(&other, "key", &["tag"]).await;
    invalidate(&two, "tag").await.expect("the server answers");
    assert_eq!(tags_say(&one, "key").await, Some(Freshness::Expired));
    assert_eq!(tags_say(&another, "key").await, Some(Freshness::Fresh));
}

/// Not a test of its own, but the other process of the one below: it does what it is told, a line each.
#[tokio::test]
async fn a_process_that_does_what_it_is_told() {
    let Ok(url) = std::env::var("ROUTE_STORES_REDIS") else { return };
    let store = RedisStore::connect(&url).await.expect("the server accepts connections");
    for line in std::io::stdin().lines() {
        let line = line.expect("the other process writes lines");
        let answer = match line.split_once(' ') {
            Some(("get", key)) => format!("{:?}", tags_say(&store, key).await),
            Some(("set", key)) => format!("{:?}", set(&store, key, &["tag"]).await),
            Some(("invalidate", tag)) => format!("{:?}", invalidate(&store, tag).await.is_ok()),
            _ => format!("{}", since_epoch()),
        };
        println!("> {answer}");
    }
}

fn since_epoch() -> u64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("it is after 1970").as_secs()
}

#[tokio::test]
async fn two_processes_whose_clocks_differ_by_5_seconds_agree() {
    let test = "two_processes_whose_clocks_differ_by_5_seconds_agree";
    let Some(server) = RedisServer::start_for(test) else { return };
    for ahead in ["+5s", "-5s"] {
        let process = Command::new("faketime")
            .args(["-f", ahead])
            .arg(std::env::current_exe().expect("this program"))
            .args(["--exact", "redis::a_process_that_does_what_it_is_told", "--nocapture"])
            .env("ROUTE_STORES_REDIS", server.url())
            .env("DONT_FAKE_MONOTONIC", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut process = match process {
            Ok(process) => process,
            Err(_) => {
                assert!(std::env::var_os("ROUTE_REQUIRE_REDIS").is_none(), "there is no `faketime`");
                let _ = writeln!(std::io::stderr(), "skipped `{test}`: there is no `faketime`");
                return;
            }
        };
        let mut to = process.stdin.take().expect("it is piped");
        let mut from = BufReader::new(process.stdout.take().expect("it is piped")).lines();
        let mut tell = |line: &str| -> String {
            writeln!(to, "{line}").expect("the other process reads");
            // What is not an answer is of the test's runner; an answer may stand behind it on the line.
            let mut answers = from.by_ref().map(|line| line.expect("the other process writes lines"));
            answers.find_map(|line| Some(line.split_once("> ")?.1.to_owned())).expect("the other process answers")
        };

        let other: i64 = tell("time").parse().expect("a number");
        let expected = if ahead == "+5s" { 5 } else { -5 };
        assert!((other - since_epoch() as i64 - expected).abs() <= 2, "its clock is not {ahead}");

        let store = connect(&server).await;
        for round in 0..5 {
            // What either writes is fresh for the other, and an invalidation by either is seen by both.
            set(&store, "mine", &["tag"]).await;
            assert_eq!(tell("set theirs"), "()");
            for key in ["mine", "theirs"] {
                assert_eq!(tags_say(&store, key).await, Some(Freshness::Fresh), "{key}, {ahead}");
                assert_eq!(tell(&format!("get {key}")), "Some(Fresh)", "{key}, {ahead}");
            }
            match round % 2 {
                0 => assert_eq!(tell("invalidate tag"), "true"),
                _ => invalidate(&store, "tag").await.expect("the server answers"),
            }
            for key in ["mine", "theirs"] {
                assert_eq!(tags_say(&store, key).await, Some(Freshness::Expired), "{key}, {ahead}");
                assert_eq!(tell(&format!("get {key}")), "Some(Expired)", "{key}, {ahead}");
            }
        }
        drop(to);
        from.by_ref().for_each(drop);
        assert!(process.wait().expect("it ends").success());
    }
}

#[tokio::test]
async fn a_server_that_stands_still_holds_nobody_for_longer_than_he_waits() {
    let Some(server) = RedisServer::start_for("a_server_that_stands_still_holds_nobody_for_longer_than_he_waits")
    else {
        return;
    };
    let store = connect(&server).await;
    set(&store, "key", &["tag"]).await;
    server.pause();
    for _ in 0..3 {
        let start = Instant::now();
        let waited = timeout(Duration::from_millis(50), store.get("key")).await;
        assert!(waited.is_err(), "it has answered: {waited:?}");
        assert!(start.elapsed() < Duration::from_secs(1), "it took {:?}", start.elapsed());
    }
    // Without a bound of the caller's own it is an error in the end.
    let start = Instant::now();
    assert!(store.get("key").await.is_err());
    assert!(invalidate(&store, "tag").await.is_err(), "an invalidation that is lost is an error");
    assert!(start.elapsed() < Duration::from_secs(10), "it took {:?}", start.elapsed());
    server.resume();
    works_again(&store).await;
    invalidate(&store, "tag").await.expect("the server answers");
    assert_eq!(tags_say(&store, "key").await, Some(Freshness::Expired));
    set(&store, "another", &["another tag"]).await;
    assert_eq!(tags_say(&store, "another").await, Some(Freshness::Fresh));
}

#[tokio::test]
async fn a_server_that_comes_back_is_used_again_by_the_same_store() {
    let Some(mut server) = RedisServer::start_for("a_server_that_comes_back_is_used_again_by_the_same_store") else {
        return;
    };
    let (store, clone) = (connect(&server).await, connect(&server).await);
    for _ in 0..2 {
        set(&store, "key", &["tag"]).await;
        assert_eq!(tags_say(&clone, "key").await, Some(Freshness::Fresh));
        server.kill();
        for _ in 0..3 {
            assert!(timeout(Duration::from_secs(5), store.get("key")).await.expect("it does not hang").is_err());
        }
        assert!(invalidate(&store, "tag").await.is_err(), "an invalidation that is lost is an error");
        server.restart();
        for store in [&store, &clone] {
            // The scripts are gone, too.
            assert!(works_again(store).await.found.is_none());
        }
    }
}

/// What the store answers within 2 seconds, asked as a request asks: with a bound, again and again.
async fn works_again(store: &RedisStore) -> Lookup {
    let start = Instant::now();
    loop {
        if let Ok(Ok(lookup)) = timeout(Duration::from_millis(200), store.get("key")).await {
            return lookup;
        }
        assert!(start.elapsed() < Duration::from_secs(2), "it does not work again after {:?}", start.elapsed());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_store_can_be_made_before_there_is_a_server() {
    let Some(mut server) = RedisServer::start_for("a_store_can_be_made_before_there_is_a_server") else { return };
    server.kill();
    assert!(RedisStore::connect(&server.url()).await.is_err());
    let store = RedisStore::connect_later(&server.url()).expect("an address");
    assert!(store.get("key").await.is_err());
    server.restart();
    works_again(&store).await;

    for wrong in ["", "localhost:6379", "http://localhost", "redis://localhost:port"] {
        assert!(RedisStore::connect_later(wrong).is_err(), "{wrong:?}");
        assert!(RedisStore::connect(wrong).await.is_err(), "{wrong:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_not_found() {
    let Some(server) = RedisServer::start_for("what_cannot_be_read_is_not_found") else { return };
    let (store, mut plain) = (connect(&server).await, plainly(&server).await);
    let readable = entry(get(&store, "key").await.now, &["tag"]).to_bytes();
    let mut of_another_version = readable.clone();
    of_another_version[0] += 1;
    let table: [(&str, &[u8], &[u8]); 6] = [
        ("of another version", &of_another_version, b"\0\0\0\x03tag"),
        ("cut off", &readable[..readable.len() - 1], b"\0\0\0\x03tag"),
        ("empty", b"", b""),
        ("not ours", b"{\"kind\":\"APP_ROUTE\"}", b""),
        ("tags cut off", &readable, b"\0\0\0\x03ta"),
        ("tags that are none", &readable, b"\xff\xff\xff\xff"),
    ];
    for (what, value, tags) in table {
        let mut hset = redis::cmd("HSET");
        let hset = hset.arg("route:entry:key").arg("value").arg(value).arg("tags").arg(tags);
        hset.exec_async(&mut plain).await.expect("the server answers");
        assert!(get(&store, "key").await.found.is_none(), "{what}");
    }
    for (what, command) in
        [("a string", ["SET", "route:entry:key", "text"]), ("a list", ["LPUSH", "route:entry:key", "text"])]
    {
        redis::cmd("DEL").arg("route:entry:key").exec_async(&mut plain).await.expect("the server answers");
        redis::cmd(command[0]).arg(&command[1..]).exec_async(&mut plain).await.expect("the server answers");
        assert!(get(&store, "key").await.found.is_none(), "{what}");
        // And another takes its place.
        set(&store, "key", &["tag"]).await;
        assert_eq!(tags_say(&store, "key").await, Some(Freshness::Fresh), "{what}");
    }
    // An invalidation that cannot be read may be one of the entry.
    for command in ["SET", "LPUSH"] {
        redis::cmd("DEL").arg("route:tag:tag").exec_async(&mut plain).await.expect("the server answers");
        redis::cmd(command).arg("route:tag:tag").arg("text").exec_async(&mut plain).await.expect("the server answers");
        assert_eq!(tags_say(&store, "key").await, Some(Freshness::Expired), "{command}");
        invalidate(&store, "tag").await.expect("the server answers");
        set(&store, "key", &["tag"]).await;
        assert_eq!(tags_say(&store, "key").await, Some(Freshness::Fresh), "{command}");
    }
}

// NEXT-SPEC Y2: the time to live is `expire`
#[tokio::test]
async fn an_entry_lives_until_it_expires_and_instants_of_tags_for_longer() {
    const YEAR: u64 = 365 * 24 * 3600;
    let Some(server) = RedisServer::start_for("an_entry_lives_until_it_expires_and_instants_of_tags_for_longer") else {
        return;
    };
    let (store, mut plain) = (connect(&server).await, plainly(&server).await);
    let table = [(Some(60), 60), (Some(3_600), 3_600), (None, YEAR), (Some(10 * YEAR), YEAR), (Some(u64::MAX), YEAR)];
    for (expire, expected) in table {
        let began = get(&store, "key").await.now;
        let life = Lifetimes { stale: Duration::ZERO, revalidate: None, expire: expire.map(Duration::from_secs) };
        let entry = CacheEntry { life, ..CacheEntry::clone(&entry(began, &["tag"])) };
        store.set("key", Arc::new(entry)).await.expect("the server answers");
        let left: u64 = redis::cmd("PTTL").arg("route:entry:key").query_async(&mut plain).await.expect("it has one");
        assert!((expected * 1_000 - 20_000..=expected * 1_000).contains(&left), "{left} ms with {expire:?}");
    }
    store.invalidate(&["tag".into(), "other".into()], Duration::MAX).await.expect("the server answers");
    for key in ["route:tag:tag", "route:tag:other", "route:clock"] {
        let left: u64 = redis::cmd("TTL").arg(key).query_async(&mut plain).await.expect("it has one");
        assert!(left > YEAR, "{left} s for {key}");
    }
    // One that has expired before it was set is not kept; what was there is if it is younger.
    let began = StoreInstant::from_micros(get(&store, "key").await.now.as_micros() - 7_200_000_000);
    let entry = CacheEntry { life: Life::custom(0, 60, 3_600).lifetimes(), ..CacheEntry::clone(&entry(began, &[])) };
    store.set("other", Arc::new(entry.clone())).await.expect("the server answers");
    assert!(get(&store, "other").await.found.is_none());
    store.set("key", Arc::new(entry)).await.expect("the server answers");
    let left: u64 = redis::cmd("PTTL").arg("route:entry:key").query_async(&mut plain).await.expect("it has one");
    assert!(left > 0);
}

/// Another server takes over whose clock is behind, or the clock is set back: here by an instant that lies ahead.
#[tokio::test]
async fn time_does_not_go_back_when_the_servers_does() {
    let Some(server) = RedisServer::start_for("time_does_not_go_back_when_the_servers_does") else { return };
    let clock = ManualClock::new();
    clock.advance(Duration::from_secs(60));
    // This one sees the time before it was set back by a minute.
    let (before, after) = (connect(&server).await.with_clock(&clock), connect(&server).await);
    set(&before, "before", &["tag"]).await;
    let in_flight = get(&before, "key").await.now;
    assert_eq!(tags_say(&after, "before").await, Some(Freshness::Fresh));
    // What is kept is older than the invalidation, what begins after it is not.
    invalidate(&after, "tag").await.expect("the server answers");
    assert_eq!(tags_say(&after, "before").await, Some(Freshness::Expired));
    set(&after, "after", &["tag"]).await;
    assert_eq!(tags_say(&after, "after").await, Some(Freshness::Fresh));
    invalidate(&after, "tag").await.expect("the server answers");
    assert_eq!(tags_say(&after, "after").await, Some(Freshness::Expired));
    // What began before and was overtaken by the change cannot be compared with any tag: it is not kept.
    let in_flight = in_flight.after(Duration::from_secs(1));
    after.set("in flight", entry(in_flight, &["tag"])).await.expect("the server answers");
    assert!(get(&after, "in flight").await.found.is_none());
}

#[tokio::test]
async fn each_operation_is_one_call() {
    let Some(server) = RedisServer::start_for("each_operation_is_one_call") else { return };
    let (store, mut plain) = (connect(&server).await, plainly(&server).await);
    let tags: Vec<String> = (0..128).map(|number| format!("tag {number}")).collect();
    let names: Vec<&str> = tags.iter().map(String::as_str).collect();
    let all: Vec<Arc<str>> = names.iter().map(|&name| name.into()).collect();
    let use_all = async || {
        let now = get(&store, "key").await.now;
        store.set("key", entry(now, &names)).await.expect("the server answers");
        store.invalidate(&all, Duration::ZERO).await.expect("the server answers");
    };
    // The first time the scripts are sent.
    use_all().await;
    let mut calls = async || -> Vec<(String, u64)> {
        let stats: String = redis::cmd("INFO").arg("commandstats").query_async(&mut plain).await.expect("it answers");
        let calls = stats.lines().filter_map(|line| {
            let (command, rest) = line.strip_prefix("cmdstat_")?.split_once(":calls=")?;
            Some((command.to_owned(), rest.split(',').next()?.parse().ok()?))
        });
        calls
            .filter(|(command, _)| matches!(&**command, "eval" | "evalsha" | "script|load" | "scan" | "keys"))
            .collect()
    };
    let before = calls().await;
    for _ in 0..10 {
        use_all().await;
    }
    let of = |calls: &[(String, u64)], name: &str| {
        calls.iter().find(|(command, _)| command == name).map_or(0, |found| found.1)
    };
    let after = calls().await;
    assert_eq!(of(&after, "evalsha") - of(&before, "evalsha"), 30);
    for name in ["eval", "script|load", "scan", "keys"] {
        assert_eq!(of(&after, name), of(&before, name), "{name}");
    }
}
