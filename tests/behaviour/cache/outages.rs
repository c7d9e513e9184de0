//! A store that fails: no request does, none waits long, and the log says it once (DESIGN 2.7).

use super::moody::Moody;
use axum::Router;
use route_runtime::{App, Cache, Result, revalidate_tag, route, routes};
use route_tests::{Log, get, send};
use std::time::Duration;
use tokio::time::{Instant, sleep};

#[route("/outages", scope = cache_outages, revalidate = 60)]
async fn GET() -> &'static str {
    "made"
}

#[route("/outages", scope = cache_outages)]
async fn DELETE() -> Result<&'static str> {
    revalidate_tag("outages", "max").await?;
    Ok("done")
}

fn app(store: &Moody) -> Router {
    App::new(routes![GET, DELETE])
        .cache(Cache::new(store.clone()).with_timeout(Duration::from_millis(100)))
        .into_router()
}

async fn ask(app: &Router) -> (u16, String) {
    let answer = get(app, "/outages").await;
    assert_eq!(answer.body, "made");
    (answer.status, answer.header("x-nextjs-cache").to_owned())
}

#[tokio::test(start_paused = true)]
async fn no_request_fails_or_waits_long_and_a_store_that_is_back_is_used_again() {
    for hangs in [false, true] {
        let store = Moody::new();
        let app = app(&store);
        assert_eq!(ask(&app).await, (200, "MISS".into()));
        assert_eq!(ask(&app).await, (200, "HIT".into()));
        let log = Log::start();
        if hangs {
            store.hangs()
        } else {
            store.fails()
        }
        let before = store.gets();
        for request in 0..1000 {
            let asked = Instant::now();
            assert_eq!(ask(&app).await, (200, "MISS".into()));
            let limit = Duration::from_millis(if request == 0 { 102 } else { 0 });
            assert!(asked.elapsed() <= limit, "{request}: {:?}", asked.elapsed());
        }
        assert!(store.gets() - before <= 2, "one request has asked the store, and one probe");
        sleep(Duration::from_secs(1)).await;
        let errors = log.errors();
        assert!(errors.len() == 1 && errors[0].contains("the cache's store does not answer"), "{errors:?}");
        store.works();
        sleep(Duration::from_secs(1)).await;
        assert_eq!(ask(&app).await, (200, "HIT".into()), "what was kept before");
        assert!(log.errors().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn an_invalidation_that_is_lost_is_a_500_after_its_time() {
    let store = Moody::new();
    let app = app(&store);
    store.hangs();
    let asked = Instant::now();
    assert_eq!(send(&app, "DELETE", "/outages", "").await.status, 500);
    assert_eq!(asked.elapsed().as_secs(), 5);
    store.works();
    assert_eq!(send(&app, "DELETE", "/outages", "").await.status, 200);
}
