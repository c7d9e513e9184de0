//! The body of a `NextRequest` as a stream, and copied.
#![allow(non_snake_case)]

use std::io;
use std::iter;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use bytes::Bytes;
use http_body_util::BodyExt;

use super::{BodyError, BodyStream};
use crate::problem::testing::parts;
use crate::request::NextRequest;
use crate::response::NextResponse;
use crate::testing::{chunked, in_chunks};

fn request(method: &str, body: impl Into<Body>) -> NextRequest {
    let request = Request::builder().method(method).uri("/a?b=c").header("x-a", "1").extension(7_u8);
    request.body(body.into()).unwrap().into()
}

fn limited(body: impl Into<Body>, limit: usize) -> NextRequest {
    let mut request = Request::post("/").body(body.into()).unwrap();
    DefaultBodyLimit::max(limit).apply(&mut request);
    request.into()
}

async fn chunks(mut stream: BodyStream) -> Vec<Bytes> {
    let mut chunks = vec![];
    while let Some(chunk) = stream.chunk().await.unwrap() {
        chunks.push(chunk);
    }
    chunks
}

#[test]
fn a_stream_can_go_anywhere() {
    fn check<T: futures_util::Stream + Send + Sync + Unpin + 'static>() {}
    check::<BodyStream>();
}

#[tokio::test]
async fn B9_ten_lines_of_json_in_are_the_same_ten_out() {
    let lines: Vec<String> = (0..10).map(|line| format!("{{\"line\":{line}}}\n")).collect();
    let body = chunked(lines.clone().into_iter().map(|line| Ok(line.into())));
    let stream = request("POST", body).body_stream().unwrap();
    assert_eq!(chunks(stream).await, lines);

    let body = chunked(lines.clone().into_iter().map(|line| Ok(line.into())));
    let response = NextResponse::new(request("POST", body).body_stream().unwrap());
    assert_eq!(parts(response).await, (200, String::new(), lines.concat()));
}

#[tokio::test]
async fn B9_a_response_has_what_was_not_read_of_a_stream() {
    let mut stream = request("POST", in_chunks("one two", 4)).body_stream().unwrap();
    assert_eq!(stream.chunk().await.unwrap().unwrap(), "one ");
    assert_eq!(parts(NextResponse::new(stream)).await.2, "two");
}

#[tokio::test]
async fn B9_no_chunk_is_read_ahead() {
    let made = Arc::new(AtomicUsize::new(0));
    let counter = made.clone();
    let body = chunked(iter::repeat_with(move || {
        counter.fetch_add(1, Ordering::Relaxed);
        Ok(Bytes::from_static(&[0; 1024]))
    }));
    let mut stream = request("POST", body).body_stream().unwrap();
    assert_eq!(made.load(Ordering::Relaxed), 0);
    for read in 1..=100 {
        stream.chunk().await.unwrap().unwrap();
        assert_eq!(made.load(Ordering::Relaxed), read);
    }
}

#[tokio::test]
async fn B9_a_stream_has_data_only() {
    let body = chunked(["", "a", "", "b"].into_iter().map(|chunk| Ok(chunk.into())));
    let trailers = http::HeaderMap::from_iter([(http::header::ETAG, http::HeaderValue::from_static("x"))]);
    let body = Body::new(body.with_trailers(std::future::ready(Some(Ok(trailers)))));
    assert_eq!(chunks(request("POST", body).body_stream().unwrap()).await, ["a", "b"]);
}

#[tokio::test]
async fn B7_a_stream_uses_the_body() {
    let mut req = request("POST", "body");
    let stream = req.body_stream().unwrap();
    assert!(req.body_used());
    assert!(matches!(req.body_stream(), Err(BodyError::AlreadyRead)));
    assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));
    assert!(matches!(req.try_clone().await, Err(BodyError::AlreadyRead)));
    assert_eq!(chunks(stream).await, ["body"]);

    let mut req = request("POST", "body");
    req.text().await.unwrap();
    assert!(matches!(req.body_stream(), Err(BodyError::AlreadyRead)));
    assert!(matches!(req.try_clone().await, Err(BodyError::AlreadyRead)));
}

#[tokio::test]
async fn B8_R16_the_stream_of_a_null_body_is_empty() {
    for (method, body) in [("GET", "sent anyway"), ("HEAD", "sent anyway"), ("POST", "")] {
        let mut req = request(method, body);
        for _ in 0..2 {
            assert_eq!(chunks(req.body_stream().unwrap()).await, [""; 0], "{method}");
            assert!(!req.body_used(), "{method}");
        }
    }
}

#[tokio::test]
async fn B11_a_stream_ends_at_the_limit() {
    for (limit, whole) in [(8, true), (7, false)] {
        let mut stream = limited(in_chunks("12345678", 3), limit).body_stream().unwrap();
        assert_eq!(stream.chunk().await.unwrap().unwrap(), "123");
        assert_eq!(stream.chunk().await.unwrap().unwrap(), "456");
        match stream.chunk().await {
            Ok(chunk) => assert!(whole && chunk.unwrap() == "78"),
            Err(error) => assert_eq!((error.status().as_u16(), whole), (413, false)),
        }
        assert!(stream.chunk().await.unwrap().is_none(), "nothing comes after an error");

        let response = NextResponse::new(limited(in_chunks("12345678", 3), limit).body_stream().unwrap());
        let sent = axum::response::Response::from(response).into_body().collect().await;
        assert_eq!(sent.is_ok(), whole, "an answer is cut off where its source is");
    }
}

#[tokio::test]
async fn a_body_that_breaks_off_ends_its_stream_with_400() {
    let broken = iter::once(Ok(Bytes::from("a"))).chain(iter::once(Err(io::Error::other("reset"))));
    let mut stream = request("POST", chunked(broken)).body_stream().unwrap();
    assert_eq!(stream.chunk().await.unwrap().unwrap(), "a");
    let error = stream.chunk().await.unwrap_err();
    assert_eq!((error.status().as_u16(), error.code()), (400, "unreadable_body"));
    assert!(stream.chunk().await.unwrap().is_none());
}

#[tokio::test]
async fn Q11_a_clone_is_the_same_request_and_independent() {
    let mut req = request("PUT", in_chunks("body", 1));
    let mut clone = req.try_clone().await.unwrap();
    assert!(!req.body_used() && !clone.body_used());
    assert_eq!((clone.method().as_str(), clone.next_url().to_string().as_str()), ("PUT", "http://localhost/a?b=c"));
    assert_eq!((&clone.headers()["x-a"], clone.extensions().get()), (&"1".parse().unwrap(), Some(&7_u8)));

    assert_eq!(clone.text().await.unwrap(), "body");
    assert!(clone.body_used() && !req.body_used());
    let mut again = req.try_clone().await.unwrap();
    assert_eq!(req.text().await.unwrap(), "body");
    assert_eq!(again.text().await.unwrap(), "body");
}

#[tokio::test]
async fn Q11_a_null_body_is_cloned_as_such() {
    for (method, body) in [("GET", "sent anyway"), ("POST", "")] {
        let mut req = request(method, body);
        let mut clone = req.try_clone().await.unwrap();
        assert_eq!(clone.text().await.unwrap(), "");
        assert!(!clone.body_used() && !req.body_used());
    }
}

#[tokio::test]
async fn Q11_a_clone_stays_within_the_limit() {
    let mut req = limited("12345678", 8);
    let mut clone = req.try_clone().await.unwrap();
    assert_eq!((req.text().await.unwrap().len(), clone.text().await.unwrap().len()), (8, 8));

    let mut req = limited("12345678", 7);
    assert_eq!(req.try_clone().await.unwrap_err().status(), 413);
    assert!(req.body_used());
    assert!(matches!(req.text().await, Err(BodyError::AlreadyRead)));
}
