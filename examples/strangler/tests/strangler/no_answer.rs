//! Upstreams that do not answer, or not to the end.

use crate::pair::{Pair, upstream, within};
use axum::body::Body;
use axum::extract::connect_info::MockConnectInfo;
use axum::http::Request;
use route_tests::{Log, call};
use std::net::SocketAddr;
use std::time::Duration;
use strangler::app;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

/// An upstream that reads a request and sends these bytes, to each that connects.
async fn that_sends(bytes: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.read_buf(&mut Vec::with_capacity(4096)).await.unwrap();
            stream.write_all(bytes.as_bytes()).await.unwrap();
        }
    });
    address
}

async fn nobody() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

#[tokio::test]
async fn O9_without_an_answer_it_is_502_and_one_error() {
    for (upstream, reason) in [
        (nobody().await, "client error (Connect): tcp connect error: Connection refused"),
        (that_sends("").await, "client error (SendRequest): connection closed before message completed"),
        (that_sends("HTTP/1.1 2").await, "client error (SendRequest): connection closed before message completed"),
        (that_sends("SSH-2.0-OpenSSH\r\n").await, "client error (SendRequest): invalid HTTP version parsed"),
    ] {
        let pair = Pair::at(upstream).await;
        let log = Log::start();
        let answer = within(pair.get("/old")).await;
        assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (502, ""), "{reason}");
        let errors = log.errors();
        let told = format!("no answer from http://{upstream}: {reason}");
        assert!(matches!(&errors[..], [error] if error.contains(&told)), "{errors:?}");
        // The rest of the app does not care.
        assert_eq!(pair.get("/api/items/7").await.status(), 200);
    }
}

/// The clock stands until nothing else can happen.
#[tokio::test(start_paused = true)]
async fn O9_a_connection_that_is_not_taken_is_given_up() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    // The queue of those who wait for `accept` is full with the first, or the second.
    let mut queue = Vec::new();
    while let Ok(stream) = tokio::time::timeout(Duration::from_secs(1), TcpStream::connect(address)).await {
        queue.push(stream.unwrap());
    }

    let log = Log::start();
    let app = app(upstream(address)).into_router().layer(MockConnectInfo(SocketAddr::from(([192, 0, 2, 7], 50_000))));
    let answer = tokio::time::timeout(Duration::from_secs(60), call(&app, Request::new(Body::empty()))).await.unwrap();
    assert_eq!(answer.text(), (502, ""));
    let errors = log.errors();
    assert!(matches!(&errors[..], [error] if error.contains("deadline has elapsed")), "{errors:?}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_does_so_for_the_client() {
    for head in ["Content-Length: 10", "Transfer-Encoding: chunked"] {
        let bytes = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n5\r\nhello").leak();
        let answer = Pair::at(that_sends(bytes).await).await.get("/old").await;
        assert_eq!(answer.status(), 200);
        assert!(within(answer.text()).await.is_err(), "{head}");
    }
}
