//! A client that goes away takes its request to the upstream along.

use crate::pair::{Pair, within};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::routing::{any, get};
use futures_util::{StreamExt, stream};
use route_tests::Log;
use std::convert::Infallible;
use std::future::pending;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc::{self, Receiver, Sender};

/// Tells when it begins, and when it is dropped.
struct Told(Sender<&'static str>);

impl Told {
    fn new(events: &Sender<&'static str>) -> Self {
        events.try_send("begins").unwrap();
        Self(events.clone())
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        let _ = self.0.try_send("dropped");
    }
}

async fn expect(events: &mut Receiver<&'static str>, event: &str) {
    assert_eq!(within(events.recv()).await, Some(event));
}

#[tokio::test]
async fn while_it_waits_for_the_answer() {
    let (sender, mut events) = mpsc::channel(2);
    let upstream = Router::new().fallback(any(async move || {
        let _told = Told::new(&sender);
        pending::<()>().await;
    }));
    let pair = Pair::of(upstream).await;
    let log = Log::start();
    let mut client = TcpStream::connect(pair.address).await.unwrap();
    client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    expect(&mut events, "begins").await;
    drop(client);
    expect(&mut events, "dropped").await;
    assert_eq!(log.errors(), [""; 0]);
}

#[tokio::test]
async fn while_the_answer_arrives() {
    let (sender, mut events) = mpsc::channel(2);
    let upstream = Router::new().route(
        "/",
        get(async move || {
            let told = Told::new(&sender);
            let chunks = stream::once(async { Ok::<_, Infallible>(Bytes::from("a")) }).chain(stream::pending());
            Body::from_stream(chunks.inspect(move |_| _ = &told))
        }),
    );
    let pair = Pair::of(upstream).await;
    let mut answer = pair.get("/").await;
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "a");
    expect(&mut events, "begins").await;
    drop(answer);
    expect(&mut events, "dropped").await;
}

#[tokio::test]
async fn while_it_sends_a_body() {
    let (sender, mut events) = mpsc::channel(2);
    let upstream = Router::new().fallback(any(async move |request: Request| {
        let _told = Told::new(&sender);
        let mut body = request.into_body().into_data_stream();
        while let Some(Ok(_)) = body.next().await {}
    }));
    let pair = Pair::of(upstream).await;
    let log = Log::start();
    for length in ["Content-Length: 10", "Transfer-Encoding: chunked"] {
        let mut client = TcpStream::connect(pair.address).await.unwrap();
        client.write_all(format!("POST / HTTP/1.1\r\nHost: a\r\n{length}\r\n\r\n5\r\n").as_bytes()).await.unwrap();
        expect(&mut events, "begins").await;
        // Half of it: who only stops to send may wait for an answer.
        client.shutdown().await.unwrap();
        expect(&mut events, "dropped").await;
        let mut answer = Vec::new();
        let _ = within(client.read_to_end(&mut answer)).await;
        assert!(!answer.starts_with(b"HTTP/1.1 5"), "{}", String::from_utf8_lossy(&answer));
    }
    assert_eq!(log.errors(), [""; 0], "it is no failure of the upstream");
}
