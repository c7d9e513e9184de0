//! Generations that fail (NEXT-SPEC E1 to E3, J2).

use super::hand_clock::HandClock;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use route_runtime::{
    App, Cache, CacheEntry, CacheStore, CachedValue, Found, Freshness, Life, Lifetimes, Lookup, NextResponse, Result,
    StoreFuture, StoreInstant, cache_life, route, routes,
};
use route_tests::{Log, get};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[route("/cached/failing/[how]", revalidate = 60)]
async fn GET(how: String, State(runs): State<Arc<AtomicUsize>>) -> Result<Response> {
    runs.fetch_add(1, Ordering::SeqCst);
    match &*how {
        "error" => Err(std::io::Error::other("the disk is full"))?,
        "panic" => panic!("a test of panics"),
        "status" => {
            return Ok((axum::http::StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "5")], "later").into_response());
        }
        "stream" => {
            let pieces = [Ok("first"), Err(std::io::Error::other("the disk is full"))];
            return Ok(NextResponse::stream(stream::iter(pieces)).into_response());
        }
        _ => {
            let pieces = stream::iter(0..2).map(|piece| match piece {
                0 => "first",
                _ => panic!("a test of panics"),
            });
            return Ok(NextResponse::stream(pieces).into_response());
        }
    }
    Ok(().into_response())
}

use futures_util::StreamExt;

// E1, E2
#[tokio::test]
async fn a_failure_is_answered_and_not_kept() {
    let runs = Arc::new(AtomicUsize::new(0));
    let clock = HandClock::default();
    let app: Router = routes![GET].cache(clock.clone()).into_router().with_state(Arc::clone(&runs));
    let log = Log::start();
    for (how, status, body) in [
        ("error", 500, ""),
        ("panic", 500, ""),
        ("status", 503, "later"),
        ("stream", 500, ""),
        ("stream-panic", 500, ""),
    ] {
        for run in 1..3 {
            let answer = get(&app, &format!("/cached/failing/{how}")).await;
            assert_eq!(answer.text(), (status, body), "{how}");
            assert_eq!((answer.header("x-nextjs-cache"), answer.header("cache-control")), ("", ""), "{how}");
            assert_eq!(runs.load(Ordering::SeqCst), run, "{how}");
            let errors = log.errors();
            assert_eq!(errors.len(), usize::from(how != "status"), "{how} {errors:?}");
        }
        runs.store(0, Ordering::SeqCst);
    }
    assert_eq!(get(&app, "/cached/failing/status").await.header("retry-after"), "5");
    assert_eq!(clock.len(), 0);
}

// G14
#[tokio::test(start_paused = true)]
async fn a_generation_that_takes_too_long_is_dropped() {
    #[route(GET "/cached/slow/[how]", revalidate = 60, max_duration = 2)]
    async fn slow(how: String) -> NextResponse {
        match &*how {
            "handler" => tokio::time::sleep(Duration::from_secs(3)).await,
            "stream" => {
                let late = stream::once(async {
                    tokio::time::sleep(Duration::from_secs(3)).await;
                    "late"
                });
                return NextResponse::stream(late);
            }
            _ => tokio::time::sleep(Duration::from_secs(1)).await,
        }
        NextResponse::new("in time")
    }
    let clock = HandClock::default();
    let app: Router = routes![slow].cache(clock.clone()).into_router();
    let log = Log::start();
    for how in ["handler", "stream"] {
        assert_eq!(get(&app, &format!("/cached/slow/{how}")).await.text(), (504, ""), "{how}");
        let logged = log.take();
        assert!(logged.contains("took longer than its `max_duration`") && logged.contains("GET /cached/slow/[how]"));
        assert_eq!(clock.len(), 0);
    }
    assert_eq!(get(&app, "/cached/slow/x").await.text(), (200, "in time"));
    assert_eq!(get(&app, "/cached/slow/x").await.header("x-nextjs-cache"), "HIT");
}

// I4
#[tokio::test]
async fn an_answer_that_may_not_be_stored_any_more_takes_the_old_one_away() {
    #[route(GET "/cached/private/[how]", revalidate = 60)]
    async fn private(how: String, State(is_private): State<Arc<AtomicUsize>>) -> NextResponse {
        let answer = NextResponse::new("for one");
        match &*how {
            _ if is_private.load(Ordering::SeqCst) == 0 => NextResponse::new("for all"),
            "no-store" => answer.with_header("cache-control", "no-store"),
            "cookie" => answer.with_header("set-cookie", "a=b"),
            "life" => {
                cache_life(Life::NOW);
                answer
            }
            _ => NextResponse::new("x".repeat(1_001)),
        }
    }
    for how in ["no-store", "cookie", "life", "long"] {
        let (clock, is_private) = (HandClock::default(), Arc::new(AtomicUsize::new(0)));
        let cache = Cache::new(clock.clone()).with_max_body(1_000);
        let app: Router = routes![private].cache(cache).into_router().with_state(Arc::clone(&is_private));
        let path = format!("/cached/private/{how}");
        assert_eq!(get(&app, &path).await.body, "for all");
        is_private.store(1, Ordering::SeqCst);
        clock.pass_seconds(61);
        assert_eq!(get(&app, &path).await.header("x-nextjs-cache"), "STALE", "{how}");
        settle().await;
        for _ in 0..2 {
            let answer = get(&app, &path).await;
            assert!(answer.body != "for all" && answer.header("x-nextjs-cache").is_empty(), "{how}: {}", answer.body);
        }
    }
}

/// A handler that fails when it is told to.
#[route(GET "/cached/flaky", revalidate = 1)]
async fn flaky(State(state): State<Arc<Flaky>>) -> Result<String> {
    let run = state.runs.fetch_add(1, Ordering::SeqCst);
    if *state.fails.lock().unwrap() {
        Err(std::io::Error::other("the database is away"))?;
    }
    Ok(format!("run {run}"))
}

#[derive(Default)]
struct Flaky {
    runs: AtomicUsize,
    fails: Mutex<bool>,
}

/// Lets the tasks in the background run.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

// E3, J2, I7
#[tokio::test]
async fn a_regeneration_that_fails_leaves_the_old_answer_and_is_reported() {
    let state = Arc::new(Flaky::default());
    let clock = HandClock::default();
    let reports: Arc<Mutex<Vec<String>>> = Arc::default();
    let told = Arc::clone(&reports);
    let app: Router = App::new(routes![flaky])
        .cache(clock.clone())
        .on_request_error(move |error| {
            let route = error.route().map(ToString::to_string);
            let report = format!("{} {:?} {} {}", error.error(), route, error.path(), error.is_in_background());
            told.lock().unwrap().push(report);
        })
        .into_router()
        .with_state(Arc::clone(&state));
    let took = || std::mem::take(&mut *reports.lock().unwrap());
    let log = Log::start();

    assert_eq!(get(&app, "/cached/flaky").await.body, "run 0");
    *state.fails.lock().unwrap() = true;
    clock.pass_seconds(2);
    let stale = get(&app, "/cached/flaky?a=1").await;
    assert_eq!((stale.text(), stale.header("x-nextjs-cache")), ((200, "run 0"), "STALE"));
    settle().await;
    assert_eq!(state.runs.load(Ordering::SeqCst), 2);
    assert_eq!(took(), ["the database is away Some(\"GET /cached/flaky\") /cached/flaky?a=1 true"]);
    assert_eq!(log.errors().len(), 1);

    // Until it is tried again.
    let kept = get(&app, "/cached/flaky").await;
    assert_eq!((kept.text(), kept.header("x-nextjs-cache")), ((200, "run 0"), "HIT"));
    assert_eq!(kept.header("cache-control"), "s-maxage=3, stale-while-revalidate=31535997");
    clock.pass(Duration::from_millis(1_500));
    let kept = get(&app, "/cached/flaky").await;
    assert_eq!(kept.header("cache-control"), "s-maxage=2, stale-while-revalidate=31535998");
    settle().await;
    assert_eq!(state.runs.load(Ordering::SeqCst), 2, "not before");

    *state.fails.lock().unwrap() = false;
    clock.pass_seconds(2);
    assert_eq!(get(&app, "/cached/flaky").await.header("x-nextjs-cache"), "STALE");
    settle().await;
    let made = get(&app, "/cached/flaky").await;
    assert_eq!((made.text(), made.header("x-nextjs-cache")), ((200, "run 2"), "HIT"));
    assert_eq!(made.header("cache-control"), "s-maxage=1, stale-while-revalidate=31535999");
    assert_eq!(took(), [""; 0]);
}

// J2
#[tokio::test]
async fn a_failure_of_which_clients_are_told_is_reported_once() {
    let state = Arc::new(Flaky::default());
    *state.fails.lock().unwrap() = true;
    let reports: Arc<Mutex<Vec<bool>>> = Arc::default();
    let told = Arc::clone(&reports);
    let app: Router = App::new(routes![flaky])
        .cache(HandClock::default())
        .on_request_error(move |error| told.lock().unwrap().push(error.is_in_background()))
        .into_router()
        .with_state(Arc::clone(&state));
    let asks = || get(&app, "/cached/flaky");
    let (a, b, c) = tokio::join!(asks(), asks(), asks());
    assert_eq!([a.status, b.status, c.status], [500; 3]);
    let runs = state.runs.load(Ordering::SeqCst);
    assert_eq!(*reports.lock().unwrap(), vec![false; runs], "once for each run of the handler");
    assert_eq!(runs, 1);
}

// I13: those who wait for one failure are many clients
#[tokio::test(start_paused = true)]
async fn a_failure_that_all_who_wait_are_told_has_no_cookies() {
    static SESSIONS: AtomicUsize = AtomicUsize::new(0);
    #[route("/cached/failing-session", revalidate = 60)]
    async fn GET() -> NextResponse {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let mut answer = NextResponse::new("later").with_status(503).with_header("retry-after", "5");
        answer.cookies_mut().set("session", SESSIONS.fetch_add(1, Ordering::SeqCst).to_string());
        answer
    }
    let app: Router = routes![GET].cache(HandClock::default()).into_router();
    for answer in futures_util::future::join_all((0..5).map(|_| get(&app, "/cached/failing-session"))).await {
        assert_eq!((answer.text(), answer.header("retry-after")), ((503, "later"), "5"));
        assert_eq!(answer.lines("set-cookie"), [""; 0]);
    }
    assert_eq!(SESSIONS.load(Ordering::SeqCst), 1);
}

/// A store in which data of somebody else lies under each key until it is overwritten.
struct Foreign {
    store: HandClock,
    /// How old it is.
    age: Duration,
}

impl CacheStore for Foreign {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Lookup> {
        StoreFuture::new(async {
            let mut lookup = self.store.get(key).await?;
            lookup.found.get_or_insert_with(|| {
                let life = Lifetimes {
                    stale: Duration::ZERO,
                    revalidate: Some(Duration::from_secs(60)),
                    expire: Some(Duration::from_secs(600)),
                };
                let began = StoreInstant::from_micros(lookup.now.as_micros() - self.age.as_micros() as u64);
                let value = CachedValue::Data("data".into());
                let entry = CacheEntry { began, life, retry_at: None, tags: Box::default(), value };
                Found { entry: Arc::new(entry), tags: Freshness::Fresh }
            });
            Ok(lookup)
        })
    }

    fn set<'a>(&'a self, key: &'a str, entry: Arc<CacheEntry>) -> StoreFuture<'a, ()> {
        self.store.set(key, entry)
    }

    fn invalidate<'a>(&'a self, tags: &'a [Arc<str>], serve_stale: Duration) -> StoreFuture<'a, ()> {
        self.store.invalidate(tags, serve_stale)
    }

    fn is_shared(&self) -> bool {
        false
    }
}

#[tokio::test]
async fn what_is_kept_under_a_key_and_is_no_answer_is_as_if_there_was_nothing() {
    #[route("/cached/foreign", revalidate = 60)]
    async fn GET() -> &'static str {
        "text"
    }
    for age in [0, 120, 1_200] {
        let store = HandClock::default();
        store.pass_seconds(10_000);
        let app: Router = routes![GET].cache(Foreign { store, age: Duration::from_secs(age) }).into_router();
        for state in ["MISS", "HIT"] {
            let answer = get(&app, "/cached/foreign").await;
            assert_eq!((answer.text(), answer.header("x-nextjs-cache")), ((200, "text"), state), "{age}");
        }
    }
}
