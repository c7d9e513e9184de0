//! Which answers are kept, and what is kept of them (NEXT-SPEC I2, I7, I8, G2, W3).

use super::hand_clock::HandClock;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Request};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use route_runtime::{Cache, NextResponse, Result, not_found, redirect, route, routes};
use route_tests::{Log, call, get, send};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::Instant;
use tower::ServiceExt;

type Runs = Arc<AtomicUsize>;

#[route("/cached/routes/[what]", revalidate = 60)]
mod answers {
    use super::*;

    pub async fn GET(what: String, State(runs): State<Runs>) -> Result<Response> {
        runs.fetch_add(1, Ordering::SeqCst);
        let text = || NextResponse::new("text");
        Ok(match &*what {
            "text" => text().with_header("x-a", "1").into_response(),
            "created" => text().with_status(201).into_response(),
            "empty" => NextResponse::new(()).with_status(204).into_response(),
            "not-found" => return Err(not_found()),
            "redirect" => return Err(redirect("/elsewhere")),
            "stream" => NextResponse::stream(stream::iter(["a", "b", "c"])).into_response(),
            "lines" => {
                let mut answer = text().into_response();
                answer.headers_mut().append("x-a", HeaderValue::from_static("1"));
                answer.headers_mut().append("x-a", HeaderValue::from_static("2"));
                answer
            }
            "varies" => text().with_header("vary", "accept-encoding").into_response(),
            "public" => text().with_header("cache-control", "public, max-age=0").into_response(),
            // what is not kept
            "cookie" => {
                let mut answer = text();
                answer.cookies_mut().set("a", "1");
                answer.into_response()
            }
            "private" => text().with_header("cache-control", "max-age=5, private").into_response(),
            "no-store" => text().with_header("cache-control", "no-store").into_response(),
            "varies-with-all" => text().with_header("vary", "*").into_response(),
            "partial" => text().with_status(206).into_response(),
            "private-stream" => {
                let answer = NextResponse::stream(stream::iter(["a", "b", "c"]));
                answer.with_header("cache-control", "private").into_response()
            }
            _ => {
                let trailers = HeaderMap::from_iter([("x-sum".parse().unwrap(), HeaderValue::from_static("1"))]);
                let frames = [Frame::data(Bytes::from("text")), Frame::trailers(trailers)];
                Body::new(StreamBody::new(stream::iter(frames.map(Ok::<_, Infallible>)))).into_response()
            }
        })
    }

    pub async fn POST(State(runs): State<Runs>) -> String {
        runs.fetch_add(1, Ordering::SeqCst).to_string()
    }
}

fn app(clock: &HandClock) -> (Router, Runs) {
    let runs = Runs::default();
    (routes![answers::route].cache(clock.clone()).into_router().with_state(Arc::clone(&runs)), runs)
}

// I2, W3
#[tokio::test]
async fn what_is_kept_is_status_headers_and_body() {
    let (app, runs) = app(&HandClock::default());
    for (what, status, body) in [
        ("text", 200, "text"),
        ("created", 201, "text"),
        ("empty", 204, ""),
        ("not-found", 404, ""),
        ("redirect", 307, ""),
        ("stream", 200, "abc"),
        ("lines", 200, "text"),
        ("varies", 200, "text"),
        ("public", 200, "text"),
    ] {
        let path = format!("/cached/routes/{what}");
        let [made, kept] = [get(&app, &path).await, get(&app, &path).await];
        assert_eq!((made.text(), kept.text()), ((status, body), (status, body)), "{what}");
        assert_eq!([made.header("x-nextjs-cache"), kept.header("x-nextjs-cache")], ["MISS", "HIT"], "{what}");
        let without = |mut headers: HeaderMap| {
            headers.remove("age");
            headers.remove("x-nextjs-cache");
            headers
        };
        assert_eq!(without(made.headers), without(kept.headers), "{what}");
        assert_eq!(runs.swap(0, Ordering::SeqCst), 1, "{what}");
    }
    assert_eq!(get(&app, "/cached/routes/lines").await.lines("x-a"), ["1", "2"]);
    assert_eq!(get(&app, "/cached/routes/text").await.header("x-a"), "1");
    assert_eq!(get(&app, "/cached/routes/redirect").await.header("location"), "/elsewhere");
}

// I13, W3
#[tokio::test]
async fn what_is_one_clients_is_not_kept() {
    let clock = HandClock::default();
    let (app, runs) = app(&clock);
    let log = Log::start();
    for what in ["cookie", "private", "no-store", "varies-with-all", "partial", "private-stream", "trailers"] {
        for _ in 0..3 {
            let answer = get(&app, &format!("/cached/routes/{what}")).await;
            assert!(["text", "abc"].contains(&&*answer.body), "{what}");
            assert_eq!(answer.header("x-nextjs-cache"), "", "{what}");
            assert_eq!(answer.lines("set-cookie").len(), usize::from(what == "cookie"), "{what}");
        }
        assert_eq!(runs.swap(0, Ordering::SeqCst), 3, "{what}");
        let warnings = log.take().matches("WARN").count();
        assert_eq!(warnings, usize::from(what == "cookie"), "once a route: {what}");
    }
    assert_eq!(clock.len(), 0);

    let request = Request::get("/cached/routes/trailers").body(Body::empty()).unwrap();
    let body = app.oneshot(request).await.unwrap().into_body().collect().await.unwrap();
    assert_eq!(body.trailers().unwrap()["x-sum"], "1");
    assert_eq!(body.to_bytes(), "text");
}

#[tokio::test]
async fn what_is_longer_than_the_cache_keeps_is_passed_on() {
    #[route(GET "/cached/long/[how]/[bytes]", revalidate = 60)]
    async fn long(how: String, bytes: usize) -> NextResponse {
        match &*how {
            "whole" => NextResponse::new("x".repeat(bytes)),
            _ => NextResponse::stream(stream::iter(vec!["x"; bytes]).chain(stream::once(async { "." }))),
        }
    }
    let clock = HandClock::default();
    let app: Router = routes![long].cache(Cache::new(clock.clone()).with_max_body(10)).into_router();
    let log = Log::start();
    for (how, bytes, length, state) in [
        ("whole", 10, 10, "HIT"),
        ("stream", 9, 10, "HIT"),
        ("whole", 11, 11, ""),
        ("stream", 10, 11, ""),
        ("stream", 5_000, 5_001, ""),
    ] {
        let path = format!("/cached/long/{how}/{bytes}");
        get(&app, &path).await;
        let answer = get(&app, &path).await;
        assert_eq!((answer.body.len(), answer.header("x-nextjs-cache")), (length, state), "{path}");
    }
    let logged = log.take();
    assert_eq!(logged.matches("longer than the cache keeps").count(), 1, "once a route: {logged}");
    assert!(logged.contains("GET /cached/long/[how]/[bytes]"), "{logged}");
    assert_eq!(clock.len(), 2);
}

// W3: clients of a stream without an end are answered, too
#[tokio::test(start_paused = true)]
async fn a_stream_that_is_not_at_its_end_in_time_is_passed_on() {
    #[route(GET "/cached/endless/[seconds]", revalidate = 60)]
    async fn slow(seconds: u64) -> NextResponse {
        let pieces = stream::iter(0..10).then(move |piece| async move {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            piece.to_string()
        });
        NextResponse::stream(pieces)
    }
    let clock = HandClock::default();
    let app: Router = routes![slow].cache(clock.clone()).into_router();
    let log = Log::start();
    for (seconds, state) in [(0, "HIT"), (2, ""), (3, ""), (60, "")] {
        let path = format!("/cached/endless/{seconds}");
        get(&app, &path).await;
        let start = Instant::now();
        let request = Request::get(&path).body(Body::empty()).unwrap();
        let answer = app.clone().oneshot(request).await.unwrap();
        let waited = start.elapsed();
        assert!(waited <= Duration::from_secs(11), "the headers of {path} came after {waited:?}");
        assert_eq!(answer.headers().get("x-nextjs-cache").map_or("", |state| state.to_str().unwrap()), state, "{path}");
        assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "0123456789", "{path}");
    }
    let logged = log.take();
    assert_eq!(logged.matches("not at its end").count(), 1, "once a route: {logged}");
    assert_eq!(clock.len(), 1);
}

// G2
#[tokio::test]
async fn only_get_and_head_are_kept() {
    let (app, runs) = app(&HandClock::default());
    for run in 0..3 {
        assert_eq!(send(&app, "POST", "/cached/routes/x", "").await.body, run.to_string());
    }
    assert_eq!(runs.swap(0, Ordering::SeqCst), 3);
    for state in ["MISS", "HIT"] {
        assert_eq!(get(&app, "/cached/routes/text").await.header("x-nextjs-cache"), state, "beside a POST");
    }
    let options = send(&app, "OPTIONS", "/cached/routes/text", "").await;
    assert_eq!((options.status, options.allow()), (204, Some("GET, HEAD, OPTIONS, POST")));
    assert_eq!(send(&app, "DELETE", "/cached/routes/text", "").await.status, 405);
}

/// Lets the tasks in the background run.
async fn settle() {
    for _ in 0..20 {
        tokio::task::yield_now().await;
    }
}

// I7, I8
#[tokio::test]
async fn a_stale_answer_is_served_while_one_is_made_and_an_expired_one_is_not() {
    let clock = HandClock::default();
    let (app, runs) = app(&clock);
    let state = |answer: route_tests::Answer| (answer.status, answer.header("x-nextjs-cache").to_owned());
    assert_eq!(state(get(&app, "/cached/routes/text").await), (200, "MISS".into()));
    clock.pass_seconds(59);
    assert_eq!(state(get(&app, "/cached/routes/text").await), (200, "HIT".into()));
    clock.pass_seconds(1);
    assert_eq!(state(get(&app, "/cached/routes/text").await), (200, "STALE".into()));
    settle().await;
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(state(get(&app, "/cached/routes/text").await), (200, "HIT".into()));
    clock.pass_seconds(31_536_000);
    assert_eq!(state(get(&app, "/cached/routes/text").await), (200, "MISS".into()));
    assert_eq!(runs.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn what_goes_with_a_response_inside_the_program_is_not_kept() {
    #[route(GET "/cached/extensions", revalidate = 60)]
    async fn extensions() -> Response {
        let mut answer = "text".into_response();
        answer.extensions_mut().insert(7_u8);
        answer
    }
    let app: Router = routes![extensions].cache(HandClock::default()).into_router();
    for _ in 0..2 {
        let request = Request::get("/cached/extensions").body(Body::empty()).unwrap();
        let answer = app.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.extensions().get::<u8>(), None);
    }
}

// I9, V1
#[tokio::test]
async fn an_entry_has_the_tags_of_its_route_its_path_and_its_pattern() {
    #[route(GET "/cached/tags/[id]", revalidate = 60, tags = ["posts", "all"])]
    async fn tagged(id: u64) -> String {
        id.to_string()
    }
    let clock = HandClock::default();
    let app: Router = routes![tagged].cache(Cache::new(clock.clone()).with_namespace("shop")).into_router();
    assert_eq!(call(&app, Request::get("/cached/tags/7?x").body(Body::empty()).unwrap()).await.body, "7");
    let mut tags = clock.tags();
    tags.sort();
    assert_eq!(tags, ["shop:#all", "shop:#posts", "shop:/cached/tags/7", "shop:[/cached/tags/[id]"]);
}
