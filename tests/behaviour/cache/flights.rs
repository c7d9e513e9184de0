//! One generation for a key (NEXT-SPEC I7, I8), by request.

use super::moody::Moody;
use axum::Router;
use axum::extract::State;
use route_runtime::{Life, Result, Routes, revalidate_path, revalidate_tag, route, routes};
use route_tests::{Answer, get, send};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use tokio::sync::Semaphore;

/// How often the handler has run, and what it waits for.
#[derive(Clone)]
struct Runs(Arc<AtomicU32>, Arc<Semaphore>);

impl Runs {
    fn new() -> Self {
        Self(Arc::default(), Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)))
    }

    fn that_wait() -> Self {
        Self(Arc::default(), Arc::new(Semaphore::new(0)))
    }
}

#[route("/flights/[id]", scope = cache_flights, revalidate = 60, tags = ["flights"])]
async fn GET(State(Runs(count, gate)): State<Runs>, id: String) -> String {
    if let Ok(permit) = gate.acquire().await {
        permit.forget();
    }
    format!("{id} {}", count.fetch_add(1, SeqCst) + 1)
}

#[route("/flights/[id]", scope = cache_flights)]
async fn DELETE(id: String) -> Result<&'static str> {
    match &*id {
        "all" => revalidate_tag("flights", "max").await?,
        "all-now" => revalidate_tag("flights", Life::NOW).await?,
        id => revalidate_path(format!("/flights/{id}")).await?,
    }
    Ok("done")
}

fn app(store: &Moody, runs: &Runs) -> Router {
    let routes: Routes<Runs> = routes![GET, DELETE];
    routes.cache(store.clone()).into_router().with_state(runs.clone())
}

fn told(answer: &Answer) -> String {
    format!("{} {}", answer.header("x-nextjs-cache"), answer.body)
}

async fn ask(app: &Router) -> String {
    told(&get(app, "/flights/7").await)
}

/// Lets what runs in the background end.
async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

// I7
#[tokio::test]
async fn ten_thousand_requests_for_a_missing_answer_run_the_handler_once() {
    let (store, runs) = (Moody::new(), Runs::that_wait());
    let app = app(&store, &runs);
    let asking: Vec<_> = (0..10_000)
        .map(|_| {
            let app = app.clone();
            tokio::spawn(async move { ask(&app).await })
        })
        .collect();
    settle().await;
    runs.1.add_permits(1);
    for answer in asking {
        assert_eq!(answer.await.unwrap(), "MISS 7 1");
    }
    assert_eq!(ask(&app).await, "HIT 7 1");
    assert_eq!(runs.0.load(SeqCst), 1);
}

// I7, I8
#[tokio::test]
async fn an_answer_is_fresh_then_stale_then_gone() {
    let (store, runs) = (Moody::new(), Runs::new());
    let app = app(&store, &runs);
    assert_eq!(ask(&app).await, "MISS 7 1");
    store.advance(59);
    assert_eq!(ask(&app).await, "HIT 7 1");
    store.advance(2);
    assert_eq!(ask(&app).await, "STALE 7 1");
    settle().await;
    assert_eq!(ask(&app).await, "HIT 7 2");
    store.advance(31_536_001);
    assert_eq!(ask(&app).await, "MISS 7 3");
}

// I7
#[tokio::test]
async fn while_a_stale_answer_is_made_anew_all_are_served_it() {
    let (store, runs) = (Moody::new(), Runs::that_wait());
    let app = app(&store, &runs);
    runs.1.add_permits(1);
    assert_eq!(ask(&app).await, "MISS 7 1");
    store.advance(61);
    for _ in 0..10 {
        assert_eq!(ask(&app).await, "STALE 7 1");
        settle().await;
    }
    runs.1.add_permits(1);
    settle().await;
    assert_eq!(ask(&app).await, "HIT 7 2");
}

// V1, V2
#[tokio::test]
async fn a_handler_invalidates_what_another_has_made() {
    for (id, then) in [("7", "MISS 7 2"), ("all-now", "MISS 7 2"), ("all", "STALE 7 1"), ("8", "HIT 7 1")] {
        let app = app(&Moody::new(), &Runs::new());
        assert_eq!(ask(&app).await, "MISS 7 1");
        assert_eq!(send(&app, "DELETE", &format!("/flights/{id}"), "").await.text(), (200, "done"));
        assert_eq!(ask(&app).await, then, "{id}");
        settle().await;
        assert!(ask(&app).await.starts_with("HIT"), "{id}");
    }
}

// V2
#[tokio::test]
async fn what_is_invalidated_while_a_handler_runs_is_not_taken_for_new() {
    let (store, runs) = (Moody::new(), Runs::that_wait());
    let app = app(&store, &runs);
    let start = || {
        let app = app.clone();
        tokio::spawn(async move { ask(&app).await })
    };
    let before = start();
    settle().await;
    assert_eq!(send(&app, "DELETE", "/flights/7", "").await.status, 200);
    let after = start();
    settle().await;
    runs.1.add_permits(2);
    assert_eq!((before.await.unwrap(), after.await.unwrap()), ("MISS 7 1".to_owned(), "MISS 7 2".to_owned()));
    assert_eq!(ask(&app).await, "HIT 7 2");
}

#[tokio::test]
async fn an_answer_is_kept_when_its_client_has_gone_away() {
    let (store, runs) = (Moody::new(), Runs::that_wait());
    let app = app(&store, &runs);
    assert!(tokio::time::timeout(std::time::Duration::ZERO, ask(&app)).await.is_err());
    runs.1.add_permits(1);
    settle().await;
    assert_eq!(ask(&app).await, "HIT 7 1");
}
