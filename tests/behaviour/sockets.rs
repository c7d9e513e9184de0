//! Real servers on real ports, and clients that are not ours: curl, a WebSocket, bare TCP.

use axum::Router;
use axum::extract::ws::{Message, WebSocketUpgrade};
use axum::response::Response;
use route_runtime::{NextRequest, NextResponse, Result, route, routes};
use route_tests::serve;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite;

#[route("/socket/items/[id]")]
mod items {
    use super::*;
    pub async fn GET(id: String) -> NextResponse {
        NextResponse::new(id).with_header("x-from", "get")
    }
    pub async fn POST(mut req: NextRequest, id: String) -> Result {
        Ok(NextResponse::new(format!("{id} {}", req.bytes().await?.len())).with_status(201))
    }
    pub async fn DELETE() {
        panic!("a test of panics");
    }
}

#[route(GET "/socket/files/[...path]")]
async fn files(path: Vec<String>) -> NextResponse {
    NextResponse::json(&path)
}

#[route(GET "/socket/chat/[room]")]
async fn chat(room: String, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async move |mut socket| {
        while let Some(Ok(message)) = socket.recv().await {
            if let Message::Text(text) = message
                && socket.send(Message::Text(format!("{room}: {text}").into())).await.is_err()
            {
                return;
            }
        }
    })
}

fn app() -> Router {
    routes![items::route, files, chat].into_router()
}

/// Runs curl and returns the status, the headers with lower-case names, and the body.
pub(crate) async fn curl(address: SocketAddr, path: &str, args: &[&str]) -> (u16, Vec<String>, String) {
    let url = format!("http://{address}{path}");
    let args: Vec<String> = ["-s", "-S", "-i", "-g", "--path-as-is", "--max-time", "10"]
        .iter()
        .chain(args)
        .map(|arg| (*arg).to_owned())
        .collect();
    let output = tokio::task::spawn_blocking(move || std::process::Command::new("curl").args(args).arg(url).output());
    let output = output.await.unwrap().expect("curl runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    // After a `100 Continue` comes the answer.
    let answer = text.strip_prefix("HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(&text);
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(": ").expect("a header");
        format!("{}: {value}", name.to_lowercase())
    });
    (status.expect("a status"), headers.collect(), body.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn R8_R11_R5_curl_sees_head_options_and_405_as_a_test_does() {
    let address = serve(app()).await;
    let path = "/socket/items/7";
    let allow = "allow: DELETE, GET, HEAD, OPTIONS, POST".to_owned();

    let (status, headers, body) = curl(address, path, &["--head"]).await;
    assert_eq!((status, &*body), (200, ""));
    for header in ["x-from: get", "content-length: 1", "content-type: text/plain;charset=UTF-8"] {
        assert!(headers.contains(&header.to_owned()), "{header} in {headers:?}");
    }
    let (status, headers, body) = curl(address, path, &["-X", "OPTIONS"]).await;
    assert_eq!((status, &*body, headers.contains(&allow)), (204, "", true), "{headers:?}");
    assert!(!headers.iter().any(|header| header.starts_with("content-length")), "RFC 9110, 8.6: {headers:?}");
    for method in ["PUT", "PATCH", "TRACE", "PROPFIND", "get"] {
        let (status, headers, body) = curl(address, path, &["-X", method]).await;
        assert_eq!((status, &*body, headers.contains(&allow)), (405, "", true), "{method} {headers:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn S7_S8_S10_curl_sends_paths_as_they_are() {
    let address = serve(app()).await;
    for (path, status, answer) in [
        ("/socket/items/a%2Fb%20c", 200, "a/b c"),
        ("/socket/items/a+b", 200, "a+b"),
        ("/socket/items/é", 200, "é"),
        ("/socket/items/[id]", 200, "[id]"),
        ("/socket/files/a%2Fb/%C3%A9", 200, r#"["a/b","é"]"#),
        ("/socket/items/", 404, ""),
        ("/socket/items//", 404, ""),
        ("/socket//items/7", 404, ""),
        ("/socket/items/7?x=/y", 200, "7"),
    ] {
        let (seen, headers, body) = curl(address, path, &[]).await;
        assert_eq!((seen, &*body), (status, answer), "{path} {headers:?}");
    }
    let (status, headers, body) = curl(address, "/socket/items/%E0%A4%A", &[]).await;
    assert_eq!(status, 400);
    assert!(headers.contains(&"content-type: application/problem+json".to_owned()), "{headers:?}");
    assert!(body.contains("undecodable_path"), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_waits_for_100_continue_is_told_to_send_its_body() {
    let address = serve(app()).await;
    let body = "x".repeat(100_000);
    // Without the answer curl would wait longer than it may.
    let args = ["-H", "Expect: 100-continue", "--expect100-timeout", "60", "--data-binary", &body];
    let (status, _, body) = curl(address, "/socket/items/7", &args).await;
    assert_eq!((status, &*body), (201, "7 100000"));
}

/// Sends a request on an open connection and reads an answer that has a length.
async fn exchange(connection: &mut TcpStream, method: &str) -> String {
    let request = format!("{method} /socket/items/7 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let mut buffer = [0; 1024];
    loop {
        let length = connection.read(&mut buffer).await.unwrap();
        assert_ne!(length, 0, "the connection stays open");
        answer.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
        let Some((head, body)) = answer.split_once("\r\n\r\n") else { continue };
        let expected =
            head.lines().find_map(|line| line.strip_prefix("content-length: ")).map(|it| it.parse().unwrap());
        if body.len() == expected.unwrap_or(0) {
            return answer;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_panic_the_connection_and_the_server_go_on() {
    let address = serve(app()).await;
    let mut connection = TcpStream::connect(address).await.unwrap();
    let mut other = TcpStream::connect(address).await.unwrap();
    for _ in 0..3 {
        let answer = exchange(&mut connection, "DELETE").await;
        assert!(answer.starts_with("HTTP/1.1 500 ") && answer.ends_with("\r\n\r\n"), "{answer}");
        for connection in [&mut connection, &mut other] {
            let answer = exchange(connection, "GET").await;
            assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\n7"), "{answer}");
        }
    }
}

/// Request targets that are no path (RFC 9112, 3.2), and what only looks like one.
#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_is_no_path_reaches_no_route_and_harms_nothing() {
    #[route(GET "/[[...all]]", scope = targets)]
    async fn everything(all: Option<Vec<String>>) -> NextResponse {
        NextResponse::json(&all)
    }
    let everything = || -> Router { routes![everything].into_router() };
    for app in [everything(), Router::new().nest("/{a}", everything()), app()] {
        let address = serve(app).await;
        for (target, status) in [
            ("OPTIONS *", "404"),
            ("GET *", "404"),
            ("CONNECT example.com:80", "404"),
            ("GET http://example.com//", "404"),
        ] {
            let mut connection = TcpStream::connect(address).await.unwrap();
            let request = format!("{target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            connection.write_all(request.as_bytes()).await.unwrap();
            let mut answer = Vec::new();
            connection.read_to_end(&mut answer).await.unwrap();
            let answer = String::from_utf8(answer).unwrap();
            assert_eq!(answer.split(' ').nth(1), Some(status), "{target}: {answer}");
        }
    }
    let address = serve(everything()).await;
    let mut connection = TcpStream::connect(address).await.unwrap();
    connection
        .write_all(b"GET http://example.com/a/b?c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("\r\n\r\n[\"a\",\"b\"]"), "{answer}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_upgrades_to_a_web_socket() {
    let nested = Router::new().nest("/api", app());
    for (prefix, app) in [("", app()), ("/api", nested)] {
        let address = serve(app).await;
        let url = format!("ws://{address}{prefix}/socket/chat/a%20room");
        let (socket, response) = tokio_tungstenite::connect_async(url).await.unwrap();
        assert_eq!(response.status(), 101);
        let said = tokio::task::spawn(async move { talk(socket).await }).await.unwrap();
        assert_eq!(said, ["a room: hello", "a room: again"]);
    }
    let address = serve(self::app()).await;
    let (status, _, _) = curl(address, "/socket/chat/room", &[]).await;
    assert_eq!(status, 400, "no upgrade was asked for");
}

pub(crate) async fn talk(
    mut socket: tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<TcpStream>>,
) -> Vec<String> {
    use futures_util::{SinkExt, StreamExt};
    let mut said = Vec::new();
    for text in ["hello", "again"] {
        socket.send(tungstenite::Message::text(text)).await.unwrap();
        said.push(socket.next().await.unwrap().unwrap().into_text().unwrap().to_string());
    }
    socket.close(None).await.unwrap();
    said
}
