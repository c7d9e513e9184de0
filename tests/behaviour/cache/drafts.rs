//! A client in draft mode sees nothing that was stored (NEXT-SPEC I10, A7, A8).

use super::hand_clock::HandClock;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use route_runtime::{NextRequest, cookies, draft_mode, headers, route, routes};
use route_tests::{Answer, call};
use std::sync::atomic::{AtomicUsize, Ordering};

#[route("/cached/drafts/enable")]
async fn GET() {
    draft_mode().enable();
}

/// The cookie of a client in draft mode.
async fn secret() -> String {
    let enable: Router = routes![GET].into_router();
    let answer = call(&enable, Request::get("/cached/drafts/enable").body(Body::empty()).unwrap()).await;
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn ask(app: &Router, method: &str, path: &str, cookie: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header("cookie", cookie).body(Body::empty());
    call(app, request.unwrap()).await
}

// I10, A8
#[tokio::test]
async fn nothing_is_looked_up_and_nothing_stored() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    #[route(GET "/cached/drafts/post", revalidate = 60)]
    async fn post() -> String {
        format!("{} {}", RUNS.fetch_add(1, Ordering::SeqCst), draft_mode().is_enabled())
    }
    let clock = HandClock::default();
    let app: Router = routes![post].cache(clock.clone()).into_router();
    let draft = format!("a=1; {}; b=2", secret().await);

    let first = ask(&app, "GET", "/cached/drafts/post", &draft).await;
    assert_eq!((first.text(), clock.len()), ((200, "0 true"), 0));
    assert_eq!(ask(&app, "GET", "/cached/drafts/post", "a=1").await.text(), (200, "1 false"));
    for run in 2..4 {
        let answer = ask(&app, "GET", "/cached/drafts/post", &draft).await;
        assert_eq!(answer.text(), (200, &*format!("{run} true")));
        assert_eq!(answer.header("cache-control"), "private, no-cache, no-store, max-age=0, must-revalidate");
        assert_eq!((answer.header("x-nextjs-cache"), answer.header("etag")), ("", ""));
    }
    let head = ask(&app, "HEAD", "/cached/drafts/post", &draft).await;
    assert_eq!((head.text(), head.header("x-nextjs-cache")), ((200, ""), ""));
    let kept = ask(&app, "GET", "/cached/drafts/post", "a=1").await;
    assert_eq!((kept.text(), kept.header("x-nextjs-cache")), ((200, "1 false"), "HIT"), "the others' stays");
}

// A7
#[tokio::test]
async fn who_has_no_secret_is_not_in_draft_mode() {
    #[route(GET "/cached/drafts/guessed", revalidate = 60)]
    async fn guessed() -> String {
        draft_mode().is_enabled().to_string()
    }
    let app: Router = routes![guessed].cache(HandClock::default()).into_router();
    let secret = secret().await;
    let value = secret.split_once('=').unwrap().1;
    for cookie in [
        "",
        "__prerender_bypass=",
        "__prerender_bypass=guess",
        &*format!("x__prerender_bypass={value}"),
        &*format!("a={value}"),
    ] {
        let answer = ask(&app, "GET", "/cached/drafts/guessed", cookie).await;
        assert_eq!(answer.text(), (200, "false"), "{cookie}");
        assert_ne!(answer.header("x-nextjs-cache"), "", "{cookie}");
    }
}

// A8, G5
#[tokio::test]
async fn a_draft_is_made_from_the_stripped_request_too() {
    #[route(GET "/cached/drafts/forced", dynamic = "force-static")]
    async fn forced(req: NextRequest) -> String {
        format!("{} {} {}", req.headers().len(), cookies().len(), draft_mode().is_enabled())
    }
    #[route(GET "/cached/drafts/curious", revalidate = 60)]
    async fn curious() -> String {
        headers().len().to_string()
    }
    let app: Router = routes![forced, curious].cache(HandClock::default()).into_router();
    let secret = secret().await;
    assert_eq!(ask(&app, "GET", "/cached/drafts/forced", &secret).await.text(), (200, "0 0 true"));
    // A draft that works would fail when it is published.
    assert_eq!(ask(&app, "GET", "/cached/drafts/curious", &secret).await.status, 500);
}
