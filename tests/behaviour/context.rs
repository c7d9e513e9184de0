//! What the functions below a handler see of the request, in every place there is (DESIGN 2.6). What they see below a cached handler is in
//! `cache/static_requests.rs`.

use axum::body::Body;
use axum::http::{HeaderMap, Request};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use futures_util::{StreamExt, stream};
use route_runtime::{
    ContextError, NextRequest, NextResponse, Result, RoutePattern, after, connection, cookies, draft_mode, headers,
    route, routes, spawn, try_cookies, try_headers, wait_for_after,
};
use route_tests::{Log, call, get};
use std::sync::{Arc, Mutex};

fn request(method: &str, path: &str) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("x-a", "1").header("x-a", "2");
    request.header("cookie", "c=3").header("content-type", "application/json").body(Body::from("7")).unwrap()
}

/// An alias, because a plain `String` is taken for a misspelt parameter.
type Text = String;

/// What the request looks like from where it is called.
fn seen() -> String {
    let name = |value: Option<RoutePattern>| value.map_or("none".to_owned(), |pattern| pattern.to_string());
    let cookie = cookies().get("c").map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    format!("{} {} {cookie}", name(RoutePattern::current()), headers().joined("X-A").unwrap_or_default())
}

#[route("/seen")]
mod seen_by {
    use super::*;
    pub async fn GET() -> String {
        seen()
    }
    pub async fn POST(_req: NextRequest) -> String {
        seen()
    }
    pub async fn PUT(Json(number): Json<u8>) -> String {
        format!("{number} {}", seen())
    }
    pub async fn PATCH(headers: HeaderMap, body: Text) -> String {
        tokio::task::yield_now().await;
        format!("{} {body} {}", headers.len(), seen())
    }
    pub async fn DELETE(req: std::result::Result<NextRequest, std::convert::Infallible>) -> String {
        let Ok(req) = req;
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        drop(req);
        seen()
    }
}

#[tokio::test]
async fn H1_H3_headers_are_read_below_every_kind_of_handler() {
    let app: Router = routes![seen_by::route].into_router();
    for (method, expected) in [
        ("GET", "/seen 1, 2 3"),
        ("POST", "/seen 1, 2 3"),
        ("PUT", "7 /seen 1, 2 3"),
        ("PATCH", "4 7 /seen 1, 2 3"),
        ("DELETE", "/seen 1, 2 3"),
    ] {
        assert_eq!(call(&app, request(method, "/seen")).await.text(), (200, expected), "{method}");
    }
}

#[tokio::test]
async fn H2_names_are_found_in_any_case_and_listed_in_lower_case() {
    #[route("/h2")]
    async fn GET() -> String {
        let map = headers();
        let names: Vec<_> = map.keys().map(|name| name.as_str()).collect();
        format!("{} {} {names:?}", map.contains_key("X-A"), map.get_all("x-A").iter().count())
    }
    let app: Router = routes![GET].into_router();
    let answer = call(&app, request("GET", "/h2")).await;
    assert_eq!(answer.text(), (200, r#"true 2 ["x-a", "cookie", "content-type"]"#));
}

#[tokio::test]
async fn outside_of_a_request_reads_are_empty_and_one_error_says_where() {
    let log = Log::start();
    assert!(headers().is_empty());
    let errors = log.errors();
    assert!(errors.len() == 1 && errors[0].contains("behaviour/context.rs:"), "{errors:?}");
    assert!(errors[0].contains("`headers()` was called outside of a request"), "{errors:?}");

    cookies().set("a", "1").delete("b");
    assert!(cookies().get("a").is_none() && cookies().is_empty());
    assert_eq!(log.errors().len(), 3, "one a call");
    assert!(!draft_mode().is_enabled());
    draft_mode().enable();
    connection().await;
    assert_eq!(log.errors().len(), 3);

    assert_eq!(try_headers().unwrap_err(), ContextError::OutsideRequest);
    assert_eq!(try_cookies().unwrap_err(), ContextError::OutsideRequest);
    assert_eq!(log.errors(), [""; 0]);
}

#[tokio::test]
async fn a_task_of_spawn_sees_the_request_and_one_of_tokio_does_not() {
    #[route("/spawned")]
    async fn GET() -> String {
        let ours = spawn(async {
            cookies().set("spawned", "1");
            seen()
        });
        let theirs = tokio::spawn(async { (try_cookies().unwrap_err(), RoutePattern::current()) });
        let nested = spawn(async { spawn(async { seen() }).await.unwrap() });
        let (ours, theirs, nested) = (ours.await.unwrap(), theirs.await.unwrap(), nested.await.unwrap());
        format!("{ours}, {theirs:?}, {nested}")
    }
    let app: Router = routes![GET].into_router();
    let answer = call(&app, request("GET", "/spawned")).await;
    assert_eq!(answer.text(), (200, "/spawned 1, 2 3, (OutsideRequest, None), /spawned 1, 2 3"));
    assert_eq!(answer.lines("set-cookie"), ["spawned=1; Path=/"]);
    assert!(!spawn(async { try_cookies().is_ok() }).await.unwrap(), "outside it is tokio's");
}

/// A place where a test's handlers leave what they have seen.
type Seen = Arc<Mutex<Vec<String>>>;

fn took(seen: &Seen) -> Vec<String> {
    std::mem::take(&mut *seen.lock().unwrap())
}

#[tokio::test]
async fn C10_where_the_answer_has_gone_reads_work_and_writes_are_dropped_and_logged() {
    #[route("/gone/[place]")]
    async fn GET(place: String, axum::extract::State(results): axum::extract::State<Seen>) -> Result<Response> {
        let late = async move {
            cookies().set("late", "1");
            results.lock().unwrap().push(format!("{} {}", seen(), cookies().has("late")));
        };
        match &*place {
            "after" => after(late),
            "spawned" => {
                spawn(async {
                    tokio::time::sleep(std::time::Duration::from_millis(20)).await;
                    late.await;
                });
            }
            _ => {
                let pieces = stream::once(late).map(|()| "streamed");
                return Ok(NextResponse::stream(pieces).into_response());
            }
        }
        Ok("answered".into_response())
    }
    let results = Seen::default();
    let app: Router = routes![GET].into_router().with_state(Arc::clone(&results));
    let log = Log::start();
    for place in ["after", "spawned", "streamed"] {
        let answer = call(&app, request("GET", &format!("/gone/{place}"))).await;
        assert_eq!((answer.status, answer.lines("set-cookie")), (200, vec![]), "{place}");
        wait_for_after().await;
        tokio::time::sleep(std::time::Duration::from_millis(60)).await;
        assert_eq!(took(&results), ["/gone/[place] 1, 2 3 false"], "{place}");
        let errors = log.errors();
        assert!(errors.len() == 1 && errors[0].contains("a cookie was not set"), "{place} {errors:?}");
        assert!(errors[0].contains("behaviour/context.rs:") && errors[0].contains("late"), "{place} {errors:?}");
    }
}

#[tokio::test]
async fn an_extractor_is_told_to_extract() {
    struct Theme(bool);
    impl<S: Sync> axum::extract::FromRequestParts<S> for Theme {
        type Rejection = std::convert::Infallible;
        async fn from_request_parts(
            _: &mut axum::http::request::Parts,
            _: &S,
        ) -> std::result::Result<Self, Self::Rejection> {
            after(async {});
            assert_eq!(try_cookies().unwrap_err(), ContextError::Extractor);
            Ok(Theme(cookies().has("c")))
        }
    }
    #[route("/theme")]
    async fn GET(theme: Theme) -> String {
        format!("{} {}", theme.0, seen())
    }
    let app: Router = routes![GET].into_router();
    let log = Log::start();
    let answer = call(&app, request("GET", "/theme")).await;
    assert_eq!(answer.text(), (200, "false /theme 1, 2 3"), "behind the extractor all is there");
    let errors = log.errors();
    assert!(errors.len() == 1 && errors[0].contains("in an extractor: extract `Cookies`"), "{errors:?}");
}

#[tokio::test]
async fn A3_connection_lets_a_handler_go_on() {
    #[route("/connection")]
    async fn GET() -> &'static str {
        connection().await;
        "now"
    }
    let app: Router = routes![GET].into_router();
    assert_eq!(get(&app, "/connection").await.text(), (200, "now"));
}

#[tokio::test]
async fn a_panic_leaves_no_context_behind() {
    #[route("/panics-inside")]
    async fn GET() {
        cookies().set("a", "1");
        panic!("a test of panics");
    }
    let app: Router = routes![GET].into_router();
    assert_eq!(get(&app, "/panics-inside").await.status, 500);
    assert_eq!(RoutePattern::current(), None);
    assert!(try_cookies().is_err());
    let panicking = spawn(async { panic!("a test of panics") });
    assert!(panicking.await.is_err());
    assert!(try_cookies().is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tasks_that_ask_at_one_time_all_see_the_request() {
    #[route("/at-once")]
    async fn GET(request: axum::extract::Request) -> String {
        drop(request);
        let asks = || spawn(async { try_headers().map_or(0, |headers| headers.len()) });
        let (a, b, c) = (asks(), asks(), asks());
        format!("{} {} {}", a.await.unwrap(), b.await.unwrap(), c.await.unwrap())
    }
    let app: Router = routes![GET].into_router();
    for _ in 0..500 {
        assert_eq!(call(&app, request("GET", "/at-once")).await.text(), (200, "4 4 4"));
    }
}
