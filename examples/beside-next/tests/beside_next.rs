//! One tree of files, two servers.

use axum::Router;
use beside_next::beside_next;
use reqwest::{Client, StatusCode};
use route_runtime::Server;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// The server in front of this one. It tells the proxy who the client is, as a bare router would not.
async fn front(next: SocketAddr) -> SocketAddr {
    let app = beside_next(format!("http://{next}").parse().unwrap());
    let server = Server::new(app.into_router()).shutdown_signal(std::future::pending());
    let server = server.bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = server.local_addr();
    tokio::spawn(server.run());
    address
}

async fn get(address: SocketAddr, path: &str) -> (StatusCode, String) {
    let client = Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().unwrap();
    let answer = client.get(format!("http://{address}{path}")).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test]
async fn what_is_in_rust_is_answered_here_and_the_rest_by_next() {
    let stand_in = Router::new().fallback(async |uri: axum::http::Uri| format!("next has {uri}"));
    let front = front(route_tests::serve(stand_in).await).await;
    for (path, status, body) in [
        ("/api/items", 200, r#"[{"id":1,"name":"mug"},{"id":2,"name":"spoon"}]"#),
        ("/api/items/1", 200, r#"{"id":1,"name":"mug"}"#),
        ("/api/items/3", 404, ""),
        ("/", 200, "next has /"),
        ("/about", 200, "next has /about"),
        ("/api/version?full=1", 200, "next has /api/version?full=1"),
        ("/api/items/1/parts", 200, "next has /api/items/1/parts"),
    ] {
        let (answered, text) = get(front, path).await;
        assert_eq!((answered.as_u16(), &*text), (status, body), "{path}");
    }
}

/// The real one. It ends with the test.
struct Next(Child);

impl Next {
    fn start(next: &Path, port: u16, origin: &str) -> Self {
        let mut command = Command::new(next);
        command.args(["dev", "-p", &port.to_string()]).current_dir(env!("CARGO_MANIFEST_DIR"));
        command.env("ORIGIN", origin).env("NEXT_TELEMETRY_DISABLED", "1").stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Next {
    fn drop(&mut self) {
        // `next dev` ends its own servers when it is told to end, and not when it is killed.
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn the_pages_of_the_real_next_show_what_rust_answers() {
    let next = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/.bin/next");
    if !next.exists() {
        println!("skipped, because `npm install` was not run in examples/beside-next: the pages of the real Next.js");
        return;
    }
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let front = front(address).await;
    let _next = Next::start(&next, address.port(), &format!("http://{front}"));
    let mut tries = 0;
    while get(front, "/api/version").await.0 == StatusCode::BAD_GATEWAY {
        assert!(tries < 120, "`next dev` does not answer");
        tries += 1;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert_eq!(get(front, "/api/version").await, (StatusCode::OK, r#"{"from":"Next.js"}"#.to_owned()));
    for (path, pieces) in [("/", &["<h1>A shop</h1>", "<li>mug</li>"][..]), ("/about", &["<h1>About the shop</h1>"])] {
        let (status, page) = get(front, path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(pieces.iter().all(|piece| page.contains(piece)), "{path}: {page}");
    }
}
