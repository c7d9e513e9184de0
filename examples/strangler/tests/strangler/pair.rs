//! What the tests share: the app, an upstream behind it, and a client before it.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use route_runtime::{App, Server};
use std::net::SocketAddr;
use std::time::Duration;
use strangler::{Upstream, app};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) struct Pair {
    pub(crate) address: SocketAddr,
    pub(crate) upstream: SocketAddr,
    client: Client,
}

impl Pair {
    /// The app before this upstream.
    pub(crate) async fn of(upstream: Router) -> Self {
        Self::at(route_tests::serve(upstream).await).await
    }

    /// The app before whatever listens there.
    pub(crate) async fn at(upstream: SocketAddr) -> Self {
        Self::with(upstream, |app| app).await
    }

    pub(crate) async fn with(upstream: SocketAddr, configure: impl FnOnce(App) -> App) -> Self {
        let app = configure(app(self::upstream(upstream))).into_router();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Server::new(app).shutdown_signal(std::future::pending()).listen(listener).unwrap();
        let address = server.local_addr();
        tokio::spawn(server.run());
        // Where a redirect leads is for the test to see.
        let client = Client::builder().no_proxy().redirect(Policy::none()).timeout(Duration::from_secs(60));
        Self { address, upstream, client: client.build().unwrap() }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        self.client.request(method.parse().unwrap(), format!("http://{}{path}", self.address))
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request("GET", path).send().await.unwrap()
    }

    /// Sends bytes as they are, and returns what comes until the connection ends.
    pub(crate) async fn raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        within(stream.read_to_end(&mut answer)).await.unwrap();
        String::from_utf8(answer).unwrap()
    }
}

pub(crate) fn upstream(address: SocketAddr) -> Upstream {
    format!("http://{address}").parse().unwrap()
}

/// Answers with the request, as it has arrived.
pub(crate) fn echo() -> Router {
    Router::new().fallback(async |request: Request| {
        let (parts, body) = request.into_parts();
        let mut headers: Vec<_> = parts.headers.iter().map(|(name, value)| format!("{name}: {value:?}\n")).collect();
        headers.sort();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Body::from(format!("{} {} {:?}\n{}\n{body}", parts.method, parts.uri, parts.version, headers.concat()))
    })
}

/// What a test waits for. In vain, it fails.
pub(crate) async fn within<T>(event: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), event).await.expect("it has happened")
}
