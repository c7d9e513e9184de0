//! The app on a port of its own, and a client.

use axum::Router;
use middleware::{AppState, Limits, Visits, app};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Response};
use route_runtime::App;
use tokio::net::TcpListener;
use tokio::sync::mpsc::Receiver;

pub(crate) struct Server {
    base: String,
    client: Client,
    /// What the app tells of visits. A test that does not ask leaves it full.
    pub(crate) visited: Receiver<String>,
}

impl Server {
    /// The app with a limit that no test meets by accident.
    pub(crate) async fn start() -> Self {
        Self::with(1_000_000, |app| app).await
    }

    pub(crate) async fn with(burst: u32, configure: impl FnOnce(App<AppState>) -> App<AppState>) -> Self {
        let (visits, visited) = Visits::channel();
        let state = AppState { limits: Limits::per_second(burst.try_into().unwrap()), visits };
        let router = configure(app()).with_state(state).into_router();
        // Where a redirect leads is for the test to see.
        let client = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        Self { base: listen(router).await, client, visited }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        self.client.request(method.parse().unwrap(), format!("{}{path}", self.base))
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.request("GET", path)
    }
}

/// Serves for as long as the test runs; returns the URL.
pub(crate) async fn listen(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = route_runtime::Server::new(router).shutdown_signal(std::future::pending()).listen(listener).unwrap();
    let base = format!("http://{}", server.local_addr());
    tokio::spawn(server.run());
    base
}

/// A header of the answer, `""` if there is none.
pub(crate) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// Where a request leads: the location, or the status and the body.
pub(crate) async fn leads(request: RequestBuilder) -> String {
    let response = request.send().await.unwrap();
    let (status, location) = (response.status().as_u16(), header(&response, "location").to_owned());
    match location.is_empty() {
        true => format!("{status} {}", response.text().await.unwrap()),
        false => format!("{status} {location}"),
    }
}
