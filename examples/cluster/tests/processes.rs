//! Two processes on one Redis, asked over sockets (NEXT-SPEC I7, V1, V2, Y2).
#![cfg(unix)]

use reqwest::{Client, Response};
use route_tests::program::Program;
use route_tests::redis_server::RedisServer;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, MutexGuard};
use tokio::task::JoinSet;

/// How long a request waits for the store at each use, unless the program says otherwise.
const STORE_TIMEOUT: Duration = Duration::from_millis(200);

/// Tests that measure times are not run beside each other.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// Two instances, the Redis and the folder that they share.
struct Cluster {
    one: Instance,
    two: Instance,
    redis: RedisServer,
    folder: PathBuf,
    _alone: MutexGuard<'static, ()>,
}

impl Cluster {
    /// `None` without `redis-server`; a line says so.
    async fn start(test: &str, takes: Duration) -> Option<Self> {
        let alone = ONE_AT_A_TIME.lock().await;
        let redis = RedisServer::start_for(test)?;
        let folder = std::env::temp_dir().join(format!("cluster-{}-{test}", std::process::id()));
        let start = || Instance::start(&redis, &folder, takes);
        let cluster = Self { one: start(), two: start(), redis, folder, _alone: alone };
        // At first each finds out which build it is, and keeps nothing until then.
        cluster.post("warm", "up");
        let shared = cluster.shared_after(Duration::from_secs(20), "warm").await;
        assert!(shared.is_some(), "the two instances share nothing");
        Some(cluster)
    }

    /// Puts a post where both find it, as if it had always been there.
    fn post(&self, slug: &str, text: &str) {
        std::fs::write(self.folder.join(format!("{slug}.txt")), text).expect("a folder for posts");
    }

    /// How long it takes until one serves what the other has made.
    async fn shared_after(&self, at_most: Duration, name: &str) -> Option<Duration> {
        let start = Instant::now();
        for attempt in 0.. {
            let slug = format!("{name}-{attempt}");
            self.post(&slug, "text");
            let (one, two) = (self.one.get(&slug).await, self.two.get(&slug).await);
            if two.cache == "HIT" && two.made_by == one.made_by && one.made_by == self.one.port() {
                return Some(start.elapsed());
            }
            if start.elapsed() > at_most {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        None
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// One process.
struct Instance {
    program: Program,
    client: Client,
}

/// What an instance has answered.
#[derive(Debug)]
struct Answer {
    status: u16,
    /// What `x-nextjs-cache` says.
    cache: String,
    text: String,
    made_by: String,
}

impl Instance {
    fn start(redis: &RedisServer, folder: &PathBuf, takes: Duration) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cluster"));
        command.args(["--port", "0", "--redis", &redis.url(), "--takes", &takes.as_millis().to_string(), "--data"]);
        command.arg(folder);
        Self { program: Program::start_by(command), client: Client::builder().no_proxy().build().expect("a client") }
    }

    fn port(&self) -> &str {
        self.program.port()
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port())
    }

    async fn get_path(&self, path: &str) -> Answer {
        Answer::read(self.client.get(self.url(path)).send().await.expect("an answer")).await
    }

    /// Asks for a post.
    async fn get(&self, slug: &str) -> Answer {
        self.get_path(&format!("/posts/{slug}")).await
    }

    async fn send(&self, path: &str, body: &str) -> u16 {
        let sent = self.client.post(self.url(path)).body(body.to_owned()).send();
        sent.await.expect("an answer").status().as_u16()
    }

    /// How many answers and values it has made.
    async fn made(&self) -> u64 {
        let answer = self.client.get(self.url("/instance")).send().await.expect("an answer");
        answer.json::<Value>().await.expect("JSON")["made"].as_u64().expect("a number")
    }

    /// The answer once it is a hit, as it is when what was stale has been made anew.
    async fn hit(&self, path: &str) -> Answer {
        for _ in 0..500 {
            let answer = self.get_path(path).await;
            if answer.cache == "HIT" {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{path} is not made anew");
    }
}

impl Answer {
    async fn read(response: Response) -> Self {
        let status = response.status().as_u16();
        let cache = response.headers().get("x-nextjs-cache").map(|value| value.to_str().expect("text").to_owned());
        let body = response.bytes().await.expect("a body");
        let json: Value = serde_json::from_slice(&body).unwrap_or_default();
        Self {
            status,
            cache: cache.unwrap_or_default(),
            text: json["text"].as_str().unwrap_or_default().to_owned(),
            made_by: ["made_by", "counted_by"].iter().find_map(|name| json[name].as_u64()).unwrap_or(0).to_string(),
        }
    }

    /// Where it comes from, what it says, and who has made it: to compare all three at once.
    fn all(&self) -> (&str, &str, &str) {
        (&self.cache, &self.text, &self.made_by)
    }
}

// I3, Y2
#[tokio::test]
async fn what_one_process_has_made_the_other_serves() {
    let Some(cluster) = Cluster::start("shared", Duration::ZERO).await else { return };
    let Cluster { one, two, .. } = &cluster;
    cluster.post("a", "of both");
    assert_eq!(one.get("a").await.all(), ("MISS", "of both", one.port()));
    for instance in [one, two] {
        assert_eq!(instance.get("a").await.all(), ("HIT", "of both", one.port()));
    }
    let list = two.get_path("/posts").await;
    assert_eq!((&*list.cache, &*list.made_by), ("MISS", two.port()));
    let list = one.get_path("/posts").await;
    assert_eq!((&*list.cache, &*list.made_by), ("HIT", two.port()));
    // The value of a function, too.
    for instance in [two, one, two] {
        assert_eq!(instance.get_path("/posts/a/words").await.made_by, two.port());
    }
}

// V1, V2, V7
#[tokio::test]
async fn what_one_process_invalidates_the_other_serves_no_more() {
    let Some(cluster) = Cluster::start("invalidated", Duration::ZERO).await else { return };
    let Cluster { one, two, .. } = &cluster;
    let table = [
        ("by-path", "/revalidate?path=/posts/by-path", "MISS"),
        ("by-pattern", "/revalidate?path=/posts/[slug]", "MISS"),
        ("by-tag", "/revalidate?tag=posts", "MISS"),
        ("by-stale-tag", "/revalidate?tag=posts&life=max", "STALE"),
    ];
    for (slug, invalidation, then) in table {
        for (by, other) in [(one, two), (two, one)] {
            cluster.post(slug, "old");
            // Whatever the round before has left is made anew.
            assert_eq!(by.send(&format!("/revalidate?path=/posts/{slug}"), "").await, 200);
            assert_eq!(by.get(slug).await.all(), ("MISS", "old", by.port()), "{slug}");
            assert_eq!(other.get(slug).await.all(), ("HIT", "old", by.port()), "{slug}");
            cluster.post(slug, "new");
            assert_eq!(by.send(invalidation, "").await, 200, "{slug}");
            let expected = if then == "STALE" { (then, "old", by.port()) } else { (then, "new", other.port()) };
            assert_eq!(other.get(slug).await.all(), expected, "{slug}");
            for instance in [other, by] {
                let path = format!("/posts/{slug}");
                assert_eq!(instance.hit(&path).await.all(), ("HIT", "new", other.port()), "{slug}");
            }
        }
    }
    // Who writes a post sees it at the other instance.
    for (text, by, other) in [("first", one, two), ("second", two, one), ("third", one, two)] {
        assert_eq!(by.send("/posts/written", text).await, 200);
        assert_eq!(other.get("written").await.text, text);
    }
}

// I7
#[tokio::test]
async fn ten_thousand_requests_for_one_missing_answer_run_the_handler_at_most_once_in_each_process() {
    /// A connection of HTTP/2 has so many requests at a time.
    const STREAMS: u64 = 200;
    const CONNECTIONS: u64 = 25;

    // So long that all have been sent before there is an answer.
    let Some(cluster) = Cluster::start("stampede", Duration::from_secs(3)).await else { return };
    let instances = [&cluster.one, &cluster.two];
    cluster.post("wanted", "text");
    let before = [instances[0].made().await, instances[1].made().await];
    let mut asking = JoinSet::new();
    for instance in instances {
        for _ in 0..CONNECTIONS {
            let client = Client::builder().no_proxy().http2_prior_knowledge().build().expect("a client");
            for _ in 0..STREAMS {
                let (client, url) = (client.clone(), instance.url("/posts/wanted"));
                asking.spawn(async move { Answer::read(client.get(url).send().await.expect("an answer")).await });
            }
        }
    }
    let mut waited = 0;
    while let Some(answer) = asking.join_next().await {
        let answer = answer.expect("it does not panic");
        assert_eq!((answer.status, &*answer.text), (200, "text"));
        waited += u64::from(answer.cache == "MISS");
    }
    let made = [instances[0].made().await - before[0], instances[1].made().await - before[1]];
    println!("of 10,000 requests {waited} have waited, and the handlers have run {made:?} times");
    assert!(
        made.iter().all(|&times| times <= 1) && made.iter().sum::<u64>() >= 1,
        "the handlers have run {made:?} times"
    );
    assert!(waited > 1, "none has waited for another");
    assert_eq!(instances[0].get("wanted").await.cache, "HIT");
}

/// What many clients see that ask all the time.
#[derive(Default)]
struct Load {
    ended: AtomicBool,
    asked: AtomicU64,
    failed: AtomicU64,
    slowest: AtomicU64,
}

impl Load {
    fn start(cluster: &Cluster) -> (Arc<Self>, JoinSet<()>) {
        const CLIENTS: usize = 16;
        const SLUGS: usize = 40;

        (0..SLUGS).for_each(|slug| cluster.post(&format!("load-{slug}"), "text"));
        let (load, mut clients) = (Arc::new(Self::default()), JoinSet::new());
        for number in 0..CLIENTS {
            let instance = if number % 2 == 0 { &cluster.one } else { &cluster.two };
            let (load, client, url) = (Arc::clone(&load), instance.client.clone(), instance.url("/posts/load-"));
            clients.spawn(async move {
                for slug in (number..).map(|slug| slug % SLUGS) {
                    if load.ended.load(Ordering::Relaxed) {
                        break;
                    }
                    let start = Instant::now();
                    let answer = client.get(format!("{url}{slug}")).send().await;
                    let took = start.elapsed().as_micros() as u64;
                    load.asked.fetch_add(1, Ordering::Relaxed);
                    load.slowest.fetch_max(took, Ordering::Relaxed);
                    if !answer.is_ok_and(|answer| answer.status() == 200) {
                        load.failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
        (load, clients)
    }

    async fn end(&self, clients: JoinSet<()>) -> (u64, u64, Duration) {
        self.ended.store(true, Ordering::Relaxed);
        clients.join_all().await;
        let read = |number: &AtomicU64| number.load(Ordering::Relaxed);
        (read(&self.asked), read(&self.failed), Duration::from_micros(read(&self.slowest)))
    }
}

/// Takes Redis away under load and brings it back.
async fn outage(test: &str, take_away: fn(&mut RedisServer), bring_back: fn(&mut RedisServer)) {
    const HANDLER: Duration = Duration::from_millis(20);

    let Some(mut cluster) = Cluster::start(test, HANDLER).await else { return };
    let (load, clients) = Load::start(&cluster);
    tokio::time::sleep(Duration::from_millis(500)).await;
    take_away(&mut cluster.redis);
    tokio::time::sleep(Duration::from_millis(500)).await;

    // Each works by itself.
    cluster.post("alone", "text");
    for instance in [&cluster.one, &cluster.two] {
        assert_eq!(instance.get("alone").await.made_by, instance.port());
    }
    // An invalidation that is lost is told, and not later than 5 seconds after.
    let start = Instant::now();
    for invalidation in ["/revalidate?tag=posts", "/revalidate?path=/posts/alone"] {
        assert_eq!(cluster.one.send(invalidation, "").await, 500, "{invalidation}");
    }
    assert!(start.elapsed() < Duration::from_secs(12), "it took {:?}", start.elapsed());

    bring_back(&mut cluster.redis);
    let shared = cluster.shared_after(Duration::from_secs(2), "back").await;
    let (asked, failed, slowest) = load.end(clients).await;
    println!("{test}: {asked} requests, {failed} failed, the slowest took {slowest:?}; shared again after {shared:?}");
    assert!(shared.is_some_and(|after| after < Duration::from_secs(2)), "shared again after {shared:?}");
    assert_eq!(failed, 0, "of {asked}");
    // A request waits for the store once, as a rule: what has not answered is asked no more. One whose lookup was answered just before waits
    // where its answer is kept, and once more where others wait for the same answer. The rest is for a machine that does other things, too:
    // here are five processes and their load.
    let bound = 2 * STORE_TIMEOUT + HANDLER + Duration::from_millis(200);
    assert!(slowest < bound, "the slowest of {asked} took {slowest:?}, and {bound:?} are allowed");
    assert_eq!(cluster.one.send("/revalidate?tag=posts", "").await, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_redis_is_killed_no_request_fails_or_waits_long() {
    outage("killed", RedisServer::kill, RedisServer::restart).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_redis_stands_still_no_request_fails_or_waits_long() {
    outage("paused", |redis| redis.pause(), |redis| redis.resume()).await;
}
