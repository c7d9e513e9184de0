#![allow(non_snake_case)]

use super::*;
use crate::body::BodyError;
use crate::response::NextResponse;
use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::DefaultBodyLimit;
use axum::response::IntoResponse;
use axum::routing::{any, post};
use bytes::Bytes;
use http_body_util::{BodyExt, Limited, combinators};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use tower::ServiceExt;

fn request(method: &str, body: impl Into<Body>) -> NextRequest {
    let request = Request::builder().method(method).uri("/a?b=c");
    request.body(body.into()).unwrap().into()
}

/// A body that arrives chunk by chunk and then ends, or stays open.
struct Chunks {
    chunks: VecDeque<Body>,
    stays_open: bool,
}

impl Chunks {
    fn of_bytes(text: &str, stays_open: bool) -> Body {
        let chunks = text.bytes().map(|byte| Body::from(vec![byte])).collect();
        Body::new(Self { chunks, stays_open })
    }
}

impl HttpBody for Chunks {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        // `http_body::Frame` without a dependency on `http_body`
    ) -> Poll<<combinators::Frame<'static, Body> as Future>::Output> {
        loop {
            let Some(chunk) = self.chunks.front_mut() else {
                return if self.stays_open { Poll::Pending } else { Poll::Ready(None) };
            };
            match Pin::new(chunk).poll_frame(cx) {
                Poll::Ready(None) => self.chunks.pop_front(),
                other => return other,
            };
        }
    }
}

#[test]
fn a_request_may_be_shared_and_held_across_awaits() {
    fn check<T: Send + Sync>() {}
    fn send<T: Send>(_: T) {}
    check::<NextRequest>();
    let mut req = request("POST", "");
    send(async move {
        let url = req.next_url().clone();
        let _: Result<Vec<String>, _> = req.json().await;
        drop((url, req));
    });
}

#[tokio::test]
async fn B1_json_ignores_the_content_type() {
    for kind in [None, Some("text/plain"), Some("application/json; charset=latin1"), Some("\u{e9}")] {
        let mut req = request("POST", "[1]");
        if let Some(kind) = kind {
            let kind = http::HeaderValue::from_str(kind).unwrap();
            req.head.headers_mut().insert(http::header::CONTENT_TYPE, kind);
        }
        assert_eq!(req.json::<Vec<u8>>().await.unwrap(), [1], "{kind:?}");
    }
}

#[tokio::test]
async fn B2_an_empty_or_malformed_body_is_an_error_of_the_client() {
    for method in ["GET", "POST"] {
        let error = request(method, "").json::<u8>().await.unwrap_err();
        assert_eq!((error.code(), error.status().as_u16()), ("malformed_json", 400));
    }
    let error = request("POST", "{").json::<u8>().await.unwrap_err();
    assert_eq!(error.status(), 400);
}

#[tokio::test]
async fn B3_B4_bytes_are_raw_where_text_is_decoded() {
    let sent = b"\xef\xbb\xbfa\xff".to_vec();
    assert_eq!(request("PUT", sent.clone()).bytes().await.unwrap(), sent);
    assert_eq!(request("PUT", sent).text().await.unwrap(), "a\u{fffd}");
}

#[tokio::test]
async fn B7_a_second_read_is_an_error() {
    let mut req = request("POST", "[1]");
    assert!(!req.body_used());
    assert_eq!(req.text().await.unwrap(), "[1]");
    assert!(req.body_used());
    assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));
    assert!(matches!(req.bytes().await, Err(BodyError::AlreadyRead)));
    assert!(matches!(req.json::<Vec<u8>>().await, Err(BodyError::AlreadyRead)));
}

#[tokio::test]
async fn B7_a_read_that_failed_or_was_cancelled_has_used_the_body() {
    let mut req = request("POST", "nonsense");
    assert!(req.json::<u8>().await.is_err());
    assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));

    let mut req = request("POST", Chunks::of_bytes("half", true));
    tokio::select! {
        biased;
        _ = req.text() => unreachable!("the body stays open"),
        _ = std::future::ready(()) => {}
    }
    assert!(req.body_used());
    assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));
}

#[tokio::test]
async fn B8_R16_a_null_body_reads_as_empty_and_is_never_used() {
    let cases = [("GET", "sent anyway"), ("HEAD", "sent anyway"), ("GET", ""), ("POST", ""), ("DELETE", "")];
    for (method, body) in cases {
        let mut req = request(method, body);
        for _ in 0..2 {
            assert_eq!(req.text().await.unwrap(), "", "{method}");
            assert_eq!(req.bytes().await.unwrap(), "", "{method}");
            assert!(!req.body_used(), "{method}");
        }
    }
}

#[tokio::test]
async fn R16_every_other_method_may_have_a_body() {
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"] {
        assert_eq!(request(method, "body").text().await.unwrap(), "body", "{method}");
    }
}

#[tokio::test]
async fn B10_json_in_single_bytes_still_parses() {
    let mut req = request("POST", Chunks::of_bytes(r#"{"a": "é"}"#, false));
    assert_eq!(req.json::<serde_json::Value>().await.unwrap()["a"], "é");
}

#[tokio::test]
async fn B11_the_limit_is_axums() {
    const DEFAULT: usize = 2 * 1024 * 1024;
    let cases = [
        (None, DEFAULT, true),
        (None, DEFAULT + 1, false),
        (Some(DefaultBodyLimit::max(4)), 4, true),
        (Some(DefaultBodyLimit::max(4)), 5, false),
        (Some(DefaultBodyLimit::max(0)), 1, false),
        (Some(DefaultBodyLimit::disable()), DEFAULT + 1, true),
    ];
    for (limit, size, fits) in cases {
        let mut sent = Request::post("/").extension(7_u8).body(Body::from(vec![b'a'; size])).unwrap();
        if let Some(limit) = limit {
            limit.apply(&mut sent);
        }
        let mut req = NextRequest::from(sent);
        match req.bytes().await {
            Ok(read) => assert_eq!((read.len(), fits), (size, true)),
            Err(error) => assert_eq!((error.status().as_u16(), fits), (413, false), "{error}"),
        }
        assert_eq!(req.extensions().get(), Some(&7_u8), "reading keeps the extensions");
    }
}

#[tokio::test]
async fn a_limit_of_another_layer_is_413_and_a_broken_body_400() {
    let too_large = Body::new(Limited::new(Body::from("12345"), 4));
    let broken = Body::new(too_large.map_err(|_| std::io::Error::other("connection reset")));
    let too_large = Body::new(Limited::new(Body::from("12345"), 4));
    for (body, status, code) in [(too_large, 413, "body_too_large"), (broken, 400, "unreadable_body")] {
        let error = request("POST", body).bytes().await.unwrap_err();
        assert_eq!((error.status().as_u16(), error.code()), (status, code));
    }
}

#[tokio::test]
async fn what_is_left_becomes_an_axum_request_again() {
    let left = |req: NextRequest| async {
        let (parts, body) = Request::from(req).into_parts();
        assert_eq!(parts.uri, "/a?b=c");
        body.collect().await.unwrap().to_bytes()
    };
    assert_eq!(left(request("POST", "body")).await, "body");
    let mut get = request("GET", "body");
    get.text().await.unwrap();
    assert_eq!(left(get).await, "body");
    let mut read = request("POST", "body");
    read.text().await.unwrap();
    assert_eq!(left(read).await, "");
}

#[tokio::test]
async fn Q3_the_url_is_the_one_that_the_client_sent() {
    let echo = any(async |req: NextRequest| {
        NextResponse::new(format!("{}{}", req.next_url().pathname(), req.next_url().search()))
    });
    let inner = Router::new().route("/items/{id}", echo.clone());
    let app: Router = Router::new().nest("/api", inner).route("/{*rest}", echo);
    for target in ["/x%2Fy?z", "/api/items/%C3%A9?q=1"] {
        let sent = Request::get(target).body(Body::empty()).unwrap();
        let response = app.clone().oneshot(sent).await.unwrap();
        assert_eq!(response.into_body().collect().await.unwrap().to_bytes(), target);
    }
}

#[test]
fn Q2_Q3_what_is_written_to_the_next_url_leaves_the_url_alone() {
    let sent = || Request::get("/a%2fb?c=1").header("host", "127.0.0.1:3000").body(Body::empty()).unwrap();
    let mut req = NextRequest::from(sent());
    let url = "http://localhost:3000/a%2fb?c=1";
    req.next_url_mut().set_pathname("/d");
    req.next_url_mut().search_params_mut().set("c", "2");
    assert_eq!((req.url().as_str(), req.next_url().href().as_str()), (url, "http://localhost:3000/d?c=2"));

    let mut req = NextRequest::from(sent());
    assert_eq!((req.next_url().href().as_str(), req.url().as_str()), (url, url));
    req.next_url_mut().set_host("example.com");
    assert_eq!((req.url().as_str(), req.next_url().host()), (url, "example.com:3000"));
}

#[test]
fn Q12_the_url_has_the_host_that_the_client_named_and_no_forwarded_one() {
    let sent = Request::get("/a").header("host", "example.com").header("x-forwarded-host", "example.org");
    let req = NextRequest::from(sent.header("x-forwarded-proto", "https").body(Body::empty()).unwrap());
    assert_eq!(req.url(), "http://example.com/a");
    let sent = Request::get("https://example.com/a").header("host", "example.org").body(Body::empty());
    assert_eq!(NextRequest::from(sent.unwrap()).url(), "https://example.com/a");
}

#[tokio::test]
async fn Q6_H2_method_and_headers_are_there() {
    let sent = Request::builder().method("PATCH").header("X-A", "1").header("x-a", "2");
    let req = NextRequest::from(sent.body(Body::empty()).unwrap());
    assert_eq!(req.method().as_str(), "PATCH");
    assert_eq!(req.headers().get_all("X-a").iter().collect::<Vec<_>>(), ["1", "2"]);
}

#[tokio::test]
async fn a_handler_takes_it_and_answers_errors_by_itself() {
    async fn handler(mut req: NextRequest) -> Result<String, BodyError> {
        req.json().await
    }
    let app: Router = Router::new().route("/", post(handler)).layer(DefaultBodyLimit::max(8));
    for (body, status) in [("\"ok\"", 200), ("\"", 400), ("1", 400), ("\"too long\"", 413)] {
        let sent = Request::post("/").body(Body::from(body)).unwrap();
        assert_eq!(app.clone().oneshot(sent).await.unwrap().status(), status, "{body}");
    }
    let response = BodyError::AlreadyRead.into_response();
    assert_eq!(response.status(), 500);
}

#[test]
fn debug_does_not_print_the_body() {
    let text = format!("{:?}", request("POST", "secret"));
    assert!(text.contains("POST") && text.contains("/a?b=c"), "{text}");
    assert!(!text.contains("secret"), "{text}");
}
