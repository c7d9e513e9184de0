//! What goes wrong in a handler: panics, time, sizes.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::DefaultBodyLimit;
use axum::http::Request;
use axum::response::{IntoResponse, Response};
use route_runtime::{NextRequest, NextResponse, Result, route, routes};
use route_tests::{call, get, send};
use std::time::Duration;

type RawBody = Bytes;

struct PanicsAsResponse;

impl IntoResponse for PanicsAsResponse {
    fn into_response(self) -> Response {
        panic!("a test of panics")
    }
}

struct PanicsWhenParsed;
impl std::str::FromStr for PanicsWhenParsed {
    type Err = ();
    fn from_str(_: &str) -> std::result::Result<Self, ()> {
        panic!("a test of panics")
    }
}

struct PanicsWhenExtracted;
impl<S: Sync> axum::extract::FromRequestParts<S> for PanicsWhenExtracted {
    type Rejection = ();
    async fn from_request_parts(_: &mut axum::http::request::Parts, _: &S) -> std::result::Result<Self, ()> {
        panic!("a test of panics")
    }
}

#[tokio::test]
async fn a_panic_is_an_empty_500_wherever_it_comes_from() {
    #[route("/panics/[id]")]
    mod panics {
        use super::*;
        pub async fn GET() {
            panic!("a test of panics")
        }
        pub async fn POST() {
            tokio::task::yield_now().await;
            std::panic::panic_any(7)
        }
        pub async fn PUT() -> PanicsAsResponse {
            PanicsAsResponse
        }
        pub async fn PATCH(id: PanicsWhenParsed) {
            let PanicsWhenParsed = id;
        }
        pub async fn DELETE(_it: PanicsWhenExtracted) {}
        pub async fn OPTIONS() -> &'static str {
            "fine"
        }
    }
    let app: Router = routes![panics::route].into_router();
    for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] {
        assert_eq!(send(&app, method, "/panics/1", "").await.text(), (500, ""), "{method}");
        assert_eq!(send(&app, "OPTIONS", "/panics/1", "").await.text(), (200, "fine"), "after {method}");
    }
}

/// What a panic carries is dropped, and may panic once more.
#[tokio::test]
async fn a_panic_whose_payload_panics_is_an_empty_500_too() {
    struct PanicsWhenDropped;
    impl Drop for PanicsWhenDropped {
        fn drop(&mut self) {
            panic!("a test of panics")
        }
    }
    #[route(GET "/panics/twice")]
    async fn twice() {
        std::panic::panic_any(PanicsWhenDropped)
    }
    let app: Router = routes![twice].into_router();
    assert_eq!(get(&app, "/panics/twice").await.text(), (500, ""));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_takes_longer_than_max_duration_is_dropped_and_answered_504() {
    use std::sync::atomic::{AtomicBool, Ordering};
    static DROPPED: AtomicBool = AtomicBool::new(false);
    struct SetOnDrop;
    impl Drop for SetOnDrop {
        fn drop(&mut self) {
            DROPPED.store(true, Ordering::SeqCst);
        }
    }
    #[route(GET "/slow/[seconds]", max_duration = 2)]
    async fn slow(seconds: u64) -> &'static str {
        let _guard = SetOnDrop;
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        "done"
    }
    let app: Router = routes![slow].into_router();
    assert_eq!(get(&app, "/slow/1").await.text(), (200, "done"));
    DROPPED.store(false, Ordering::SeqCst);
    let before = tokio::time::Instant::now();
    assert_eq!(get(&app, "/slow/3600").await.text(), (504, ""));
    assert_eq!(before.elapsed().as_secs(), 2);
    assert!(DROPPED.load(Ordering::SeqCst));
    assert_eq!(send(&app, "HEAD", "/slow/3600", "").await.text(), (504, ""));
    assert_eq!(send(&app, "POST", "/slow/3600", "").await.status, 405);
}

#[tokio::test]
async fn a_body_over_the_limit_of_the_route_is_413_for_every_reader() {
    #[route("/upload", body_limit = "1kb")]
    mod upload {
        use super::*;
        pub async fn POST(mut req: NextRequest) -> Result {
            Ok(NextResponse::new(req.bytes().await?.len().to_string()))
        }
        pub async fn PUT(body: RawBody) -> String {
            body.len().to_string()
        }
        pub async fn PATCH(body: axum::Json<Vec<u8>>) -> String {
            body.len().to_string()
        }
    }
    let app: Router = routes![upload::route].into_router();
    // The limit of the route holds over the host's.
    let host: Router = Router::new().merge(routes![upload::route]).layer(DefaultBodyLimit::max(10));
    for app in [app, host] {
        for method in ["POST", "PUT"] {
            assert_eq!(send(&app, method, "/upload", "x".repeat(1024)).await.text(), (200, "1024"), "{method}");
            assert_eq!(send(&app, method, "/upload", "x".repeat(1025)).await.status, 413, "{method}");
        }
        let json = Request::patch("/upload").header("content-type", "application/json");
        let answer = call(&app, json.body(Body::from(format!("[{}1]", "1,".repeat(1024)))).unwrap()).await;
        assert_eq!(answer.status, 413);
    }
}

#[tokio::test]
async fn without_a_limit_of_the_route_axums_two_mebibytes_hold() {
    #[route(POST "/unlimited")]
    async fn unlimited(mut req: NextRequest) -> Result {
        Ok(NextResponse::new(req.bytes().await?.len().to_string()))
    }
    let app: Router = routes![unlimited].into_router();
    assert_eq!(send(&app, "POST", "/unlimited", vec![0; 2 << 20]).await.text(), (200, "2097152"));
    let answer = send(&app, "POST", "/unlimited", vec![0; (2 << 20) + 1]).await;
    assert_eq!((answer.status, answer.header("content-type")), (413, "application/problem+json"));
    let host: Router = Router::new().merge(routes![unlimited]).layer(DefaultBodyLimit::disable());
    assert_eq!(send(&host, "POST", "/unlimited", vec![0; (2 << 20) + 1]).await.status, 200);
}
