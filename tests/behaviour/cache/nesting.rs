//! NEXT-SPEC V12, and what the cache does for functions: I7, I8, E3, V2, V5.

use axum::Router;
use route_runtime::testing::ManualClock;
use route_runtime::{
    Cache, Life, MemoryStore, Result, cache_life, cache_tag, cached, headers, revalidate_tag, route, routes,
};
use route_tests::{Log, get};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;

/// A cache of its own, whose time is turned by hand.
struct Kept {
    cache: Cache,
    clock: ManualClock,
    app: Router,
}

impl Kept {
    fn new() -> Self {
        let clock = ManualClock::new();
        let cache = Cache::new(MemoryStore::new().with_clock(&clock));
        let app = routes![GET].cache(cache.clone()).into_router();
        Self { cache, clock, app }
    }

    /// The answer of a function.
    async fn ask(&self, function: &str) -> String {
        let answer = get(&self.app, &format!("/nesting/{function}")).await;
        assert_eq!(answer.status, 200, "{function}");
        // What is made anew in the background is made now.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        answer.body
    }

    fn pass(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

#[route("/nesting/[function]")]
async fn GET(function: String) -> Result<String> {
    Ok(match &*function {
        "tagged" => outer_of_tagged().await,
        "inner" => tagged().await.to_string(),
        "short" => outer_of_short().await.to_string(),
        "own" => outer_with_its_own().await.to_string(),
        "long" => outer_of_long().await.to_string(),
        "rescued" => rescued().await,
        "fails" => fails().await.map_or_else(|error| error, |run| run.to_string()),
        "revalidates" => revalidates().await,
        "slow" => slow().await.to_string(),
        "refused" => slowly_refused().await.to_string(),
        "called" => called().await.to_string(),
        _ => String::new(),
    })
}

static TAGGED: AtomicU32 = AtomicU32::new(0);

#[cached(tags = ["fixed"])]
async fn tagged() -> u32 {
    cache_tag("found");
    TAGGED.fetch_add(1, Ordering::SeqCst) + 1
}

static OUTER: AtomicU32 = AtomicU32::new(0);

#[cached(tags = ["outer"])]
async fn outer_of_tagged() -> String {
    format!("{} of {}", OUTER.fetch_add(1, Ordering::SeqCst) + 1, tagged().await)
}

#[tokio::test]
async fn V12_the_tags_of_what_a_function_uses_are_its_own_also_where_that_was_kept_already() {
    let kept = Kept::new();
    assert_eq!(kept.ask("inner").await, "1");
    assert_eq!(kept.ask("tagged").await, "1 of 1", "a hit below a miss");
    for (tag, both) in [("found", "2 of 2"), ("fixed", "3 of 3"), ("outer", "4 of 3")] {
        kept.cache.revalidate_tag(tag, Life::NOW).await.unwrap();
        assert_eq!(kept.ask("tagged").await, both, "{tag}");
    }
    kept.cache.revalidate_tag("another", Life::NOW).await.unwrap();
    assert_eq!(kept.ask("tagged").await, "4 of 3");
}

#[tokio::test]
async fn V2_what_was_invalidated_for_a_while_is_served_once_more() {
    static RUNS: AtomicU32 = AtomicU32::new(0);

    #[cached(tags = ["shared"])]
    async fn shared() -> u32 {
        RUNS.fetch_add(1, Ordering::SeqCst) + 1
    }

    assert_eq!(shared().await, 1);
    revalidate_tag("shared", "max").await.unwrap();
    assert_eq!(shared().await, 1, "stale");
    while RUNS.load(Ordering::SeqCst) == 1 {
        tokio::task::yield_now().await;
    }
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
    assert_eq!(shared().await, 2);
}

static SHORT: AtomicU32 = AtomicU32::new(0);

#[cached(life = { revalidate: 60, expire: 120 })]
async fn short() -> u32 {
    SHORT.fetch_add(1, Ordering::SeqCst) + 1
}

#[cached]
async fn outer_of_short() -> u32 {
    short().await
}

#[cached(life = "days")]
async fn outer_with_its_own() -> u32 {
    short().await
}

#[tokio::test]
async fn V12_the_shortest_life_counts_unless_the_outer_function_names_its_own() {
    let kept = Kept::new();
    assert_eq!((kept.ask("short").await, kept.ask("own").await), ("1".into(), "1".into()));
    kept.pass(61);
    assert_eq!(kept.ask("short").await, "1", "stale, and both are made anew");
    kept.pass(121);
    assert_eq!(kept.ask("short").await, "3", "expired, both of them: the stale ones were made anew a while ago");
    assert_eq!(kept.ask("own").await, "1", "a day");
}

static LONG: AtomicU32 = AtomicU32::new(0);

#[cached(life = "max")]
async fn long() -> u32 {
    7
}

#[cached]
async fn outer_of_long() -> u32 {
    long().await + LONG.fetch_add(1, Ordering::SeqCst)
}

#[tokio::test]
async fn V12_what_is_used_makes_a_life_no_longer_than_the_default() {
    let kept = Kept::new();
    assert_eq!(kept.ask("long").await, "7");
    kept.pass(899);
    assert_eq!(kept.ask("long").await, "7");
    kept.pass(1);
    assert_eq!(kept.ask("long").await, "7", "stale after 15 minutes");
    assert_eq!(kept.ask("long").await, "8");
}

static CALLED: AtomicU32 = AtomicU32::new(0);

#[cached(life = "max")]
async fn called() -> u32 {
    cache_life(Life::custom(0, 5, 10));
    CALLED.fetch_add(1, Ordering::SeqCst) + 1
}

#[tokio::test]
async fn V10_cache_life_counts_in_place_of_the_attributes() {
    let kept = Kept::new();
    assert_eq!(kept.ask("called").await, "1");
    kept.pass(10);
    assert_eq!(kept.ask("called").await, "2");
}

static AWAY: AtomicBool = AtomicBool::new(true);

#[cached(life = "seconds", tags = ["source"])]
async fn source() -> std::result::Result<String, String> {
    if AWAY.load(Ordering::SeqCst) { Err("away".to_owned()) } else { Ok("there".to_owned()) }
}

#[cached]
async fn rescued() -> String {
    source().await.unwrap_or_else(|error| format!("{error} for now"))
}

#[tokio::test]
async fn V12_the_tags_and_the_life_of_what_has_failed_count_too() {
    let kept = Kept::new();
    assert_eq!(kept.ask("rescued").await, "away for now");
    AWAY.store(false, Ordering::SeqCst);
    assert_eq!(kept.ask("rescued").await, "away for now");
    kept.cache.revalidate_tag("source", Life::NOW).await.unwrap();
    assert_eq!(kept.ask("rescued").await, "there");
    AWAY.store(true, Ordering::SeqCst);
    kept.pass(60);
    assert_eq!(kept.ask("rescued").await, "away for now", "a minute, as what it has used");
}

static FAILS: AtomicU32 = AtomicU32::new(0);

#[cached(life = { revalidate: 10, expire: 1000 })]
async fn fails() -> std::result::Result<u32, String> {
    match FAILS.fetch_add(1, Ordering::SeqCst) + 1 {
        2 => Err("away".to_owned()),
        run => Ok(run),
    }
}

#[tokio::test]
async fn E3_I7_I8_a_stale_value_stays_when_it_cannot_be_made_anew() {
    let kept = Kept::new();
    let log = Log::start();
    assert_eq!(kept.ask("fails").await, "1");
    kept.pass(10);
    assert_eq!(kept.ask("fails").await, "1", "stale, and fails in the background");
    let logged = log.take();
    assert!(logged.contains("fails` failed in the background"), "{logged}");
    assert!(logged.contains("GET /nesting/[function]"), "{logged}");
    assert_eq!(kept.ask("fails").await, "1");
    assert_eq!(FAILS.load(Ordering::SeqCst), 2, "not tried again at once");
    kept.pass(10);
    assert_eq!(kept.ask("fails").await, "1");
    assert_eq!(kept.ask("fails").await, "3");
    kept.pass(1000);
    assert_eq!(kept.ask("fails").await, "4", "expired: it is waited for");
}

#[cached]
async fn revalidates() -> String {
    revalidate_tag("posts", "max").await.unwrap_err().to_string()
}

#[tokio::test]
async fn V5_nothing_is_invalidated_in_a_cached_function() {
    assert_ne!(Kept::new().ask("revalidates").await, "");
}

static SLOW: AtomicU32 = AtomicU32::new(0);
static GATE: Semaphore = Semaphore::const_new(0);

#[cached]
async fn slow() -> u32 {
    let _open = GATE.acquire().await;
    SLOW.fetch_add(1, Ordering::SeqCst) + 1
}

static REFUSED: AtomicU32 = AtomicU32::new(0);
static REFUSED_GATE: Semaphore = Semaphore::const_new(0);

#[cached]
async fn slowly_refused() -> u32 {
    let _open = REFUSED_GATE.acquire().await;
    REFUSED.fetch_add(1, Ordering::SeqCst);
    headers().len() as u32
}

/// 50 requests at the same time, that wait for a gate.
async fn at_once(kept: &Kept, function: &str, gate: &Semaphore) -> Vec<(u16, String)> {
    let path = format!("/nesting/{function}");
    let requests: Vec<_> = (0..50)
        .map(|_| {
            let (app, path) = (kept.app.clone(), path.clone());
            tokio::spawn(async move { get(&app, &path).await })
        })
        .collect();
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
    gate.add_permits(1);
    let mut answers = Vec::new();
    for request in requests {
        let answer = request.await.unwrap();
        answers.push((answer.status, answer.body));
    }
    answers
}

#[tokio::test]
async fn I7_however_many_wait_the_function_runs_once() {
    let kept = Kept::new();
    assert_eq!(at_once(&kept, "slow", &GATE).await, vec![(200, "1".to_owned()); 50]);
    assert_eq!(SLOW.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn V9_a_use_of_the_request_refuses_all_who_have_waited_for_the_value() {
    let kept = Kept::new();
    let log = Log::start();
    assert_eq!(at_once(&kept, "refused", &REFUSED_GATE).await, vec![(500, String::new()); 50]);
    assert_eq!(log.errors().len(), 50, "each answer says so once");
    assert_eq!(get(&kept.app, "/nesting/refused").await.status, 500, "nothing was kept");
}

/// What an answer, or a value, is made of.
struct Source(AtomicU32);

impl Source {
    const fn new() -> Self {
        Self(AtomicU32::new(1))
    }

    fn get(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }

    fn becomes(&self, value: u32) {
        self.0.store(value, Ordering::SeqCst);
    }
}

static BY_TAG: Source = Source::new();

#[cached(life = "max", tags = ["by tag"])]
async fn by_tag() -> u32 {
    BY_TAG.get()
}

#[cached(life = "max")]
async fn above_by_tag() -> u32 {
    by_tag().await
}

#[route(GET "/nested/by-tag", revalidate = false)]
async fn nested_by_tag() -> String {
    format!("{} {}", by_tag().await, above_by_tag().await)
}

static BY_TIME: Source = Source::new();

#[cached(life = { revalidate: 60, expire: 100_000 })]
async fn by_time() -> u32 {
    BY_TIME.get()
}

#[route(GET "/nested/by-time", revalidate = 60)]
async fn nested_by_time() -> String {
    by_time().await.to_string()
}

/// An answer, and then what is made anew in the background.
async fn settled(app: &Router, path: &str) -> (String, String) {
    let answer = get(app, path).await;
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
    (answer.header("x-nextjs-cache").to_owned(), answer.body)
}

#[tokio::test]
async fn V12_a_new_answer_is_not_made_of_what_is_stale_by_its_tag() {
    let cache = Cache::new(MemoryStore::new().with_clock(&ManualClock::new()));
    let app: Router = routes![nested_by_tag].cache(cache.clone()).into_router();
    let path = "/nested/by-tag";
    assert_eq!(settled(&app, path).await, ("MISS".into(), "1 1".into()));
    BY_TAG.becomes(2);
    cache.revalidate_tag("by tag", "max").await.unwrap();
    assert_eq!(settled(&app, path).await, ("STALE".into(), "1 1".into()));
    assert_eq!(settled(&app, path).await, ("HIT".into(), "2 2".into()));
}

#[tokio::test]
async fn V12_a_new_answer_is_not_made_of_what_is_stale_by_its_age() {
    let clock = ManualClock::new();
    let app: Router = routes![nested_by_time].cache(MemoryStore::new().with_clock(&clock)).into_router();
    let path = "/nested/by-time";
    assert_eq!(settled(&app, path).await, ("MISS".into(), "1".into()));
    BY_TIME.becomes(2);
    clock.advance(Duration::from_secs(61));
    assert_eq!(settled(&app, path).await, ("STALE".into(), "1".into()));
    assert_eq!(settled(&app, path).await, ("HIT".into(), "2".into()));
}

#[tokio::test]
async fn V12_a_function_is_not_made_of_what_is_stale() {
    static SOURCE: Source = Source::new();

    #[cached(life = "max", tags = ["innermost"])]
    async fn inner() -> u32 {
        SOURCE.get()
    }

    #[cached(life = "max")]
    async fn outer() -> u32 {
        inner().await
    }

    assert_eq!(outer().await, 1);
    SOURCE.becomes(2);
    revalidate_tag("innermost", "max").await.unwrap();
    assert_eq!(outer().await, 1, "stale, and made anew");
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
    assert_eq!(outer().await, 2);
}

static FAILING: Source = Source::new();

#[cached(life = "max", tags = ["failing"])]
async fn failing() -> Result<u32> {
    match FAILING.get() {
        0 => Err("away".into()),
        value => Ok(value),
    }
}

#[route(GET "/nested/failing", revalidate = false)]
async fn nested_failing() -> Result<String> {
    Ok(failing().await?.to_string())
}

#[tokio::test]
async fn V12_E3_the_error_of_what_cannot_be_made_anew_leaves_the_answer_above_stale() {
    let clock = ManualClock::new();
    let cache = Cache::new(MemoryStore::new().with_clock(&clock));
    let app: Router = routes![nested_failing].cache(cache.clone()).into_router();
    let path = "/nested/failing";
    assert_eq!(settled(&app, path).await.1, "1");
    FAILING.becomes(0);
    cache.revalidate_tag("failing", "max").await.unwrap();
    assert_eq!(settled(&app, path).await, ("STALE".into(), "1".into()));
    assert_eq!(settled(&app, path).await.1, "1", "as it could not be made");
    FAILING.becomes(2);
    clock.advance(Duration::from_secs(31));
    assert_eq!(settled(&app, path).await, ("STALE".into(), "1".into()), "tried again");
    assert_eq!(settled(&app, path).await, ("HIT".into(), "2".into()));
}
