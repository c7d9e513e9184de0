//! That nothing is kept on its way. Who sends waits, in these tests, until the other side has what was sent before.

use crate::pair::{Pair, within};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::routing::{get, post};
use futures_util::{Stream, StreamExt, stream};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use tokio::sync::mpsc::{self, Receiver, Sender};

const CHUNK: usize = 64 * 1024;
const CHUNKS: usize = 1024;

/// 64 MB, of which the second half is sent when the first chunk has arrived.
fn large(arrived: Receiver<()>) -> impl Stream<Item = Result<Bytes, Infallible>> {
    stream::unfold((0, arrived), async |(sent, mut arrived)| {
        if sent == CHUNKS / 2 {
            within(arrived.recv()).await;
        }
        (sent < CHUNKS).then(|| (Ok(Bytes::from(vec![b'a'; CHUNK])), (sent + 1, arrived)))
    })
}

/// Counts bytes, and tells of the first.
async fn count(body: impl Stream<Item = Bytes>, arrived: Sender<()>) -> usize {
    let mut body = std::pin::pin!(body);
    let mut length = 0;
    while let Some(chunk) = within(body.next()).await {
        if length == 0 {
            arrived.send(()).await.unwrap();
        }
        length += chunk.len();
    }
    length
}

/// Hands a value to the only call of a handler.
fn once<T>(value: T) -> Arc<Mutex<Option<T>>> {
    Arc::new(Mutex::new(Some(value)))
}

#[tokio::test]
async fn a_download_arrives_before_it_is_whole() {
    let (sender, receiver) = mpsc::channel(1);
    let receiver = once(receiver);
    let upstream =
        Router::new().route("/", get(async move || Body::from_stream(large(receiver.lock().unwrap().take().unwrap()))));
    let answer = Pair::of(upstream).await.get("/").await;
    assert_eq!(count(answer.bytes_stream().map(Result::unwrap), sender).await, CHUNK * CHUNKS);
}

#[tokio::test]
async fn an_upload_arrives_before_it_is_whole() {
    let (sender, receiver) = mpsc::channel(1);
    let upstream = Router::new().route(
        "/",
        post(async move |request: Request| {
            let body = request.into_body().into_data_stream().map(Result::unwrap);
            count(body, sender).await.to_string()
        }),
    );
    let body = reqwest::Body::wrap_stream(large(receiver));
    let answer = Pair::of(upstream).await.request("POST", "/").body(body).send().await.unwrap();
    assert_eq!(answer.text().await.unwrap(), (CHUNK * CHUNKS).to_string());
}

#[tokio::test]
async fn an_event_arrives_before_the_next_is_sent() {
    let (sender, receiver) = mpsc::channel::<Bytes>(1);
    let receiver = once(receiver);
    let upstream = Router::new().route(
        "/events",
        get(async move || {
            let receiver = receiver.lock().unwrap().take().unwrap();
            let events = stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
            ([(CONTENT_TYPE, "text/event-stream")], Body::from_stream(events.map(Ok::<_, Infallible>)))
        }),
    );
    let mut answer = Pair::of(upstream).await.get("/events").await;
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    for number in 1..=3 {
        let event = Bytes::from(format!("data: {number}\n\n"));
        sender.send(event.clone()).await.unwrap();
        assert_eq!(within(answer.chunk()).await.unwrap(), Some(event));
    }
    drop(sender);
    assert_eq!(within(answer.chunk()).await.unwrap(), None);
}
