//! What an answer from the cache says of itself (NEXT-SPEC I3 to I6, I9).

use super::hand_clock::HandClock;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use route_runtime::{NextResponse, page, route, routes};
use route_tests::{Answer, call, get, send, serve};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[route("/cached/headers/posts", revalidate = 60, tags = ["posts"])]
mod posts {
    pub async fn GET() -> &'static str {
        "all posts"
    }
}

/// The app and its clock.
fn app() -> (Router, HandClock) {
    let clock = HandClock::default();
    (routes![posts::route].cache(clock.clone()).into_router(), clock)
}

// I3, I4, I9
#[tokio::test]
async fn an_answer_says_where_it_is_from_and_how_long_it_is_good() {
    let (app, clock) = app();
    let made = get(&app, "/cached/headers/posts").await;
    assert_eq!(made.text(), (200, "all posts"));
    assert_eq!(made.header("x-nextjs-cache"), "MISS");
    assert_eq!(made.header("cache-control"), "s-maxage=60, stale-while-revalidate=31535940");
    assert!(made.header("etag").starts_with("W/\""), "{made:?}");
    assert!(!made.headers.contains_key("age"), "it is new");
    assert_eq!(made.header("content-type"), "text/plain; charset=utf-8");
    assert_eq!(made.header("content-length"), "9");

    clock.pass(Duration::from_millis(12_900));
    let kept = get(&app, "/cached/headers/posts").await;
    assert_eq!(kept.text(), (200, "all posts"));
    assert_eq!((kept.header("x-nextjs-cache"), kept.header("age")), ("HIT", "12"));
    for name in ["cache-control", "etag", "content-type", "content-length"] {
        assert_eq!(kept.header(name), made.header(name), "{name}");
    }

    clock.pass_seconds(60);
    let stale = get(&app, "/cached/headers/posts").await;
    assert_eq!((stale.header("x-nextjs-cache"), stale.header("age")), ("STALE", "72"));
    assert_eq!(stale.header("cache-control"), made.header("cache-control"));

    for answer in [made, kept, stale] {
        let names: Vec<_> = answer.headers.keys().map(|name| name.as_str()).filter(|name| *name != "age").collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        let all = ["cache-control", "content-length", "content-type", "etag", "x-nextjs-cache"];
        assert_eq!(sorted, all, "no header tells of tags");
    }
}

// I4, R8
#[tokio::test]
async fn head_is_answered_from_what_get_is() {
    let (app, _clock) = app();
    let made = send(&app, "HEAD", "/cached/headers/posts", Body::empty()).await;
    assert_eq!((made.text(), made.header("x-nextjs-cache")), ((200, ""), "MISS"));
    let [whole, head] =
        [get(&app, "/cached/headers/posts").await, send(&app, "HEAD", "/cached/headers/posts", Body::empty()).await];
    assert_eq!((whole.body.as_str(), head.body.as_str()), ("all posts", ""));
    assert_eq!(whole.headers, head.headers);
    assert_eq!((head.header("x-nextjs-cache"), head.header("content-length")), ("HIT", "9"));
}

mod lives {
    use super::*;

    #[page("/cached/headers/page", revalidate = 900)]
    pub(super) async fn home() -> &'static str {
        "page"
    }

    #[route(GET "/cached/headers/never", revalidate = false)]
    pub(super) async fn never() -> &'static str {
        "never"
    }

    #[route(GET "/cached/headers/strict", dynamic = "error")]
    pub(super) async fn strict() -> &'static str {
        "strict"
    }

    #[route(GET "/cached/headers/forced", dynamic = "force-static", revalidate = 5)]
    pub(super) async fn forced() -> &'static str {
        "forced"
    }

    #[route(GET "/cached/headers/own", revalidate = 60)]
    pub(super) async fn own() -> NextResponse {
        NextResponse::new("own").with_header("cache-control", "public, max-age=7").with_header("etag", "\"v1\"")
    }

    #[route(GET "/cached/headers/always", revalidate = 0)]
    pub(super) async fn always() -> &'static str {
        "always"
    }

    #[route(GET "/cached/headers/plain")]
    pub(super) async fn plain() -> &'static str {
        "plain"
    }
}

// I4, I5, I6, O17
#[tokio::test]
async fn the_options_say_what_caches_are_told_unless_the_handler_does() {
    use lives::{always, forced, home, never, own, plain, strict};
    let app: Router =
        routes![home, never, strict, forced, own, always, plain].cache(HandClock::default()).into_router();
    for (path, cache_control, states) in [
        ("page", "s-maxage=900, stale-while-revalidate=31535100", ["MISS", "HIT"]),
        ("never", "s-maxage=31536000", ["MISS", "HIT"]),
        ("strict", "s-maxage=31536000", ["MISS", "HIT"]),
        ("forced", "s-maxage=5, stale-while-revalidate=31535995", ["MISS", "HIT"]),
        ("own", "public, max-age=7", ["MISS", "HIT"]),
        ("always", "", ["", ""]),
        ("plain", "", ["", ""]),
    ] {
        for state in states {
            let answer = get(&app, &format!("/cached/headers/{path}")).await;
            assert_eq!(answer.header("cache-control"), cache_control, "{path}");
            assert_eq!(answer.header("x-nextjs-cache"), state, "{path}");
            assert_eq!(answer.headers.contains_key("etag"), !state.is_empty(), "{path}");
        }
    }
    assert_eq!(get(&app, "/cached/headers/own").await.header("etag"), "\"v1\"");
}

async fn asks(app: &Router, method: &str, if_none_match: &[&str]) -> Answer {
    let mut request = Request::builder().method(method).uri("/cached/headers/posts");
    for line in if_none_match {
        request = request.header("if-none-match", *line);
    }
    call(app, request.body(Body::empty()).unwrap()).await
}

// I4
#[tokio::test]
async fn a_client_that_has_the_answer_is_told_so() {
    let (app, clock) = app();
    let etag = get(&app, "/cached/headers/posts").await.header("etag").to_owned();
    let strong = etag.trim_start_matches("W/").to_owned();
    clock.pass_seconds(3);
    for (lines, status) in [
        (vec![&*etag], 304),
        (vec![&*strong], 304),
        (vec!["*"], 304),
        (vec!["\"other\"", &*etag], 304),
        (vec![&*format!("\"other\", {etag}")], 304),
        (vec!["\"other\""], 200),
        (vec!["garbage"], 200),
    ] {
        for method in ["GET", "HEAD"] {
            let answer = asks(&app, method, &lines).await;
            assert_eq!(answer.status, status, "{method} {lines:?}");
            assert_eq!(answer.body.is_empty(), status == 304 || method == "HEAD");
        }
    }
    let told = asks(&app, "GET", &[&etag]).await;
    assert_eq!(told.header("etag"), etag);
    assert_eq!(told.header("cache-control"), "s-maxage=60, stale-while-revalidate=31535940");
    assert_eq!((told.header("age"), told.header("x-nextjs-cache")), ("3", "HIT"));
    assert!(!told.headers.contains_key("content-type"), "RFC 9110, 15.4.5");
    assert_eq!(told.header("content-length"), "9", "that of the answer which is not sent");
}

#[tokio::test]
async fn an_answer_that_was_just_made_may_be_one_that_the_client_has() {
    let (app, _clock) = app();
    let made = asks(&app, "GET", &["*"]).await;
    assert_eq!((made.text(), made.header("x-nextjs-cache")), ((304, ""), "MISS"));
}

#[tokio::test]
async fn only_what_is_found_can_be_had_already() {
    #[route(GET "/cached/headers/missing", revalidate = 60)]
    async fn missing() -> Response {
        (axum::http::StatusCode::NOT_FOUND, [("etag", "\"a\"")], "none").into_response()
    }
    let app: Router = routes![missing].cache(HandClock::default()).into_router();
    for _ in 0..2 {
        let request = Request::get("/cached/headers/missing").header("if-none-match", "\"a\"").body(Body::empty());
        assert_eq!(call(&app, request.unwrap()).await.text(), (404, "none"));
    }
}

#[tokio::test]
async fn what_layers_add_is_not_kept() {
    let clock = HandClock::default();
    let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let app: Router =
        routes![posts::route].cache(clock).into_router().layer(map_response(move |mut answer: Response| {
            let count = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            answer.headers_mut().insert("set-cookie", format!("seen={count}").parse().unwrap());
            std::future::ready(answer)
        }));
    for (state, cookie) in [("MISS", "seen=0"), ("HIT", "seen=1")] {
        let answer = get(&app, "/cached/headers/posts").await;
        assert_eq!((answer.header("x-nextjs-cache"), answer.header("set-cookie")), (state, cookie));
    }
}

#[tokio::test]
async fn a_304_is_framed_as_one_on_a_connection() {
    let (app, _clock) = app();
    let address = serve(app).await;
    let mut connection = tokio::net::TcpStream::connect(address).await.unwrap();
    let ask = "GET /cached/headers/posts HTTP/1.1\r\nhost: a\r\nif-none-match: *\r\n\r\n";
    let last = "GET /cached/headers/posts HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    connection.write_all(format!("{ask}{ask}{last}").as_bytes()).await.unwrap();
    let mut answers = String::new();
    connection.read_to_string(&mut answers).await.unwrap();
    assert_eq!(answers.matches("HTTP/1.1 304 Not Modified\r\n").count(), 2, "{answers}");
    assert_eq!(answers.matches("HTTP/1.1 200 OK\r\n").count(), 1, "{answers}");
    assert!(answers.ends_with("\r\n\r\nall posts") && answers.matches("all posts").count() == 1, "{answers}");
}
