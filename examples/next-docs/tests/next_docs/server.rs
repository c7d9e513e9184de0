//! The app on a port of its own, an upstream on another, and a client.

use axum::Router;
use next_docs::{Upstream, app, offline};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response};
use route_runtime::MemoryStore;
use route_runtime::testing::ManualClock;
use serde_json::Value;
use tokio::net::TcpListener;

/// What the app sends its upstream as key.
pub(crate) const API_KEY: &str = "secret";

pub(crate) struct Server {
    base: String,
    client: Client,
    /// The one of the cache.
    pub(crate) clock: ManualClock,
}

impl Server {
    pub(crate) async fn start() -> Self {
        Self::with_upstream(offline::router()).await
    }

    pub(crate) async fn with_upstream(upstream: Router) -> Self {
        let upstream = Upstream::new(&listen(upstream).await, API_KEY);
        // A cache of its own, or one test would see what another has stored.
        let clock = ManualClock::new();
        let store = MemoryStore::new().with_clock(&clock);
        // Where a redirect leads is for the test to see.
        let client = Client::builder().redirect(Policy::none()).build().unwrap();
        Self { base: listen(app(upstream, store)).await, client, clock }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.client.request(method, format!("{}{path}", self.base))
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.request("GET", path)
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.request("POST", path)
    }
}

/// Serves for as long as the test runs; returns the URL.
pub(crate) async fn listen(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async { axum::serve(listener, router).await });
    base
}

/// Sends it, and returns the status and the body.
pub(crate) async fn text(request: RequestBuilder) -> (u16, String) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// Sends it, and returns the status and the JSON.
pub(crate) async fn json(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

/// A header of the answer, `""` if there is none.
pub(crate) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}
