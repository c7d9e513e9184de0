//! Upgrades: Next.js reloads pages through a WebSocket while they are developed.

use crate::pair::{Pair, echo, within};
use axum::Router;
use axum::extract::Request;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{self, Error};

#[tokio::test]
async fn messages_go_both_ways_until_the_client_closes() {
    let (closed, mut was_closed) = mpsc::channel(1);
    let upstream = Router::new().route(
        "/_next/hmr",
        get(async move |upgrade: WebSocketUpgrade, request: Request| -> Response {
            let query = request.uri().query().unwrap_or_default().to_owned();
            upgrade.protocols(["hmr"]).on_upgrade(async move |mut socket| {
                socket.send(Message::Text(format!("hello {query}").into())).await.unwrap();
                while let Some(Ok(message)) = socket.recv().await {
                    if matches!(message, Message::Text(_) | Message::Binary(_)) {
                        socket.send(message).await.unwrap();
                    }
                }
                closed.send(()).await.unwrap();
            })
        }),
    );
    let pair = Pair::of(upstream).await;
    let mut request = format!("ws://{}/_next/hmr?page=%2F", pair.address).into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "other, hmr".parse().unwrap());
    let (mut socket, answer) = connect_async(request).await.unwrap();
    assert_eq!(answer.headers()["sec-websocket-protocol"], "hmr");

    let greeting = within(socket.next()).await.unwrap().unwrap();
    assert_eq!(greeting, tungstenite::Message::text("hello page=%2F"));
    let large = vec![7; 1 << 20];
    for message in [tungstenite::Message::text("a"), tungstenite::Message::binary(large)] {
        socket.send(message.clone()).await.unwrap();
        assert_eq!(within(socket.next()).await.unwrap().unwrap(), message);
    }
    drop(socket);
    within(was_closed.recv()).await.unwrap();
}

#[tokio::test]
async fn a_client_learns_that_the_upstream_closes() {
    let upstream = Router::new()
        .route("/", get(async |upgrade: WebSocketUpgrade| upgrade.on_upgrade(async |socket| drop(socket))));
    let pair = Pair::of(upstream).await;
    let (mut socket, _) = connect_async(format!("ws://{}/", pair.address)).await.unwrap();
    assert!(!matches!(within(socket.next()).await, Some(Ok(_))));
}

#[tokio::test]
async fn an_upstream_that_speaks_no_WebSocket_says_so() {
    let pair = Pair::of(Router::new()).await;
    let error = connect_async(format!("ws://{}/", pair.address)).await.unwrap_err();
    assert!(matches!(&error, Error::Http(answer) if answer.status() == 404), "{error}");
}

#[tokio::test]
async fn other_protocols_are_not_asked_for() {
    let pair = Pair::of(echo()).await;
    for (upgrade, is_asked_for) in [
        ("Connection: close, Upgrade\r\nUpgrade: WebSocket", true),
        ("Connection: close, upgrade, http2-settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA", false),
        ("Connection: close, upgrade\r\nUpgrade: h2c, websocket", false),
        // Whoever does not name it in `Connection` has not asked.
        ("Connection: close\r\nUpgrade: websocket", false),
    ] {
        let answer = pair.raw(&format!("GET / HTTP/1.1\r\nHost: a\r\n{upgrade}\r\n\r\n")).await;
        let asked = "connection: \"upgrade\"\n";
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert_eq!(answer.contains(asked) && answer.contains("upgrade: \"websocket\"\n"), is_asked_for, "{answer}");
        assert_eq!(answer.contains(asked) || answer.contains("\nupgrade:"), is_asked_for, "{answer}");
        assert!(!answer.contains("http2-settings"), "{answer}");
    }
}

#[tokio::test]
async fn an_upstream_that_upgrades_unasked_is_no_gateway_out() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let pair = Pair::at(listener.local_addr().unwrap()).await;
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_buf(&mut Vec::with_capacity(4096)).await.unwrap();
        let head = b"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
        stream.write_all(head).await.unwrap();
        stream.read_buf(&mut Vec::with_capacity(4096)).await.unwrap();
    });
    let answer = within(pair.get("/")).await;
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (502, ""));
}
