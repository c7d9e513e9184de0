//! The same handlers twice, behind `#[route]` and written by hand for axum, and the requests that compare them.
//!
//! `instructions.sh` counts instructions, exactly and on any machine; `cargo bench -p route-benches` takes the time.

mod app;
mod by_hand;
mod ours;
mod table;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use bytes::BytesMut;
use serde::{Deserialize, Serialize};
use std::pin::pin;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};
use tower_service::Service;

/// What both sides answer with, or are sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Item {
    id: u64,
    name: String,
}

impl Item {
    fn new(id: u64) -> Self {
        Self { id, name: "a small brown teapot".to_owned() }
    }
}

/// About a kilobyte of JSON.
fn catalogue() -> Vec<Item> {
    (0..20).map(Item::new).collect()
}

/// About 100 kilobytes of JSON.
fn inventory() -> Vec<Item> {
    (0..2_000).map(Item::new).collect()
}

/// The query of `/search`.
#[derive(Deserialize)]
struct Search {
    q: String,
    page: u32,
}

/// The state of both apps.
#[derive(Clone)]
struct Shop {
    name: &'static str,
}

/// Whose handlers answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Behind `#[route]` and `routes!`.
    Ours,
    /// Written by hand.
    Axum,
    /// Nobody's: the request is made and dropped, which is a part of what the other two cost.
    Request,
}

impl Side {
    /// All of them.
    pub const ALL: [Side; 3] = [Side::Ours, Side::Axum, Side::Request];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Side::Ours => "ours",
            Side::Axum => "axum",
            Side::Request => "request",
        }
    }
}

/// One kind of request.
#[derive(Debug)]
pub struct Shape {
    /// The name on the command line.
    pub name: &'static str,
    method: &'static str,
    uri: &'static str,
    json: Option<&'static str>,
    headers: Option<&'static LazyLock<Headers>>,
    status: u16,
}

/// Headers as a server has read them: the values are slices of bytes that they share, so a clone of one counts a reference.
type Headers = Vec<(HeaderName, HeaderValue)>;

static BROWSER_READ: LazyLock<Headers> = LazyLock::new(|| {
    let mut read = BytesMut::from(BROWSER.iter().map(|(_, value)| *value).collect::<String>().as_bytes());
    let value = |length| HeaderValue::from_maybe_shared(read.split_to(length).freeze()).expect("a header of ASCII");
    BROWSER
        .iter()
        .map(|(_, value)| value.len())
        .map(value)
        .zip(BROWSER)
        .map(|(value, (name, _))| (HeaderName::from_static(name), value))
        .collect()
});

/// What a browser sends beside the rest.
const BROWSER: &[(&str, &str)] = &[
    ("host", "shop.example"),
    ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("accept-language", "de,en-US;q=0.7,en;q=0.3"),
    ("accept-encoding", "gzip, deflate, br, zstd"),
    ("referer", "https://shop.example/"),
    ("cookie", "session=4f2ac1b6e0d94a6d; theme=dark; lang=de"),
    ("sec-fetch-dest", "document"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-site", "same-origin"),
];

const ITEM: &str = r#"{"id":7,"name":"a small brown teapot"}"#;

impl Shape {
    /// All of them.
    pub const ALL: &'static [Shape] = &[
        Self::get("text", "/"),
        Self::get("param_json", "/items/42"),
        Self::get("params_two", "/shops/berlin/items/42"),
        Self::get("state_param", "/stock/42"),
        Self::get("query", "/search?q=brown+teapot&page=2"),
        Self::get("search_params", "/find?q=brown+teapot&page=2"),
        Self::get("json_body", "/items").sends(ITEM),
        Self::get("request_json", "/orders").sends(ITEM),
        Self::get("catch_all", "/files/2026/11/report.pdf"),
        Self::get("not_found", "/nothing/here").answers(404),
        Self::get("other_method", "/items/42").by("DELETE").answers(405),
        Self::get("invalid_param", "/items/teapot").answers(400),
        Self::get("text_browser", "/").with(&BROWSER_READ),
        Self::get("json_browser", "/items").sends(ITEM).with(&BROWSER_READ),
        Self::get("cookies", "/theme").with(&BROWSER_READ),
        Self::get("cached_json", "/catalogue"),
        Self::get("cached_large", "/inventory"),
        Self::get("cached_small", "/favourite"),
        Self::get("cached_text", "/motto"),
        Self::get("app_bare", "/"),
        Self::get("app_middleware", "/"),
        Self::get("app_middleware_browser", "/").with(&BROWSER_READ),
        Self::get("app_redirects", "/"),
        Self::get("table_static", "/teapots"),
        Self::get("table_params", "/teapots/42/parts/lid"),
    ];

    /// The shape of this name.
    pub fn find(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|shape| shape.name == name)
    }

    const fn get(name: &'static str, uri: &'static str) -> Self {
        Self { name, method: "GET", uri, json: None, headers: None, status: 200 }
    }

    const fn by(self, method: &'static str) -> Self {
        Self { method, ..self }
    }

    const fn sends(self, json: &'static str) -> Self {
        Self { method: "POST", json: Some(json), ..self }
    }

    const fn with(self, headers: &'static LazyLock<Headers>) -> Self {
        Self { headers: Some(headers), ..self }
    }

    const fn answers(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// A new request of this shape.
    ///
    /// # Panics
    ///
    /// If the shape is written wrongly.
    pub fn request(&self) -> Request {
        let mut request = Request::builder().method(self.method).uri(self.uri);
        for (name, value) in self.headers.iter().flat_map(|read| read.iter()) {
            request = request.header(name, value);
        }
        let request = match self.json {
            Some(json) => {
                request.header(CONTENT_TYPE, HeaderValue::from_static("application/json")).body(Body::from(json))
            }
            None => request.body(Body::empty()),
        };
        request.expect("a shape is a valid request")
    }

    /// The app that answers this shape: the one with 200 routes, or the one with a route for each of the other shapes, and what
    /// the shape puts around it.
    fn router(&self, side: Side) -> Router {
        let [ours, by_hand] = match self.name {
            "app_bare" => app::bare(),
            "app_middleware" | "app_middleware_browser" => app::middleware(),
            "app_redirects" => app::redirects(),
            name if name.starts_with("table_") => [table::ours(), table::by_hand()],
            _ => [ours::app(), by_hand::app()],
        };
        match side {
            Side::Request => Router::new(),
            Side::Ours => ours,
            Side::Axum => by_hand,
        }
    }
}

/// An app and the request that it is sent.
pub struct Bench {
    shape: &'static Shape,
    side: Side,
    router: Router,
}

impl Bench {
    /// Builds the app, and sees that it answers as it should.
    ///
    /// # Panics
    ///
    /// If it does not.
    pub fn new(shape: &'static Shape, side: Side) -> Self {
        let bench = Self { shape, side, router: shape.router(side) };
        bench.warm_up();
        if let Some(response) = bench.run() {
            assert_eq!(response.status(), shape.status, "{} {}", side.name(), shape.name);
        }
        bench
    }

    /// Lets what is kept be made, which waits for a task: what follows are hits.
    fn warm_up(&self) {
        if self.side == Side::Ours && self.shape.name.starts_with("cached_") {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            let Ok(_) = runtime.block_on(self.router.clone().call(self.shape.request()));
        }
    }

    /// Sends one request, as a server does: to a clone of the app, which is always ready. Nothing here waits, so one poll is
    /// enough.
    ///
    /// # Panics
    ///
    /// If the app waits after all.
    #[inline]
    pub fn run(&self) -> Option<Response> {
        let request = self.shape.request();
        if self.side == Side::Request {
            return None;
        }
        let answer = pin!(self.router.clone().call(request));
        match answer.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(response)) => Some(response),
            Poll::Pending => panic!("the app waits for something"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Bench, Shape, Side};

    #[test]
    fn both_sides_answer_alike() {
        for shape in Shape::ALL {
            let [mut ours, mut axum] = [Side::Ours, Side::Axum].map(|side| Bench::new(shape, side).run().unwrap());
            // What an app tells in debug builds; both sides of the redirects are apps.
            for answer in [&mut ours, &mut axum] {
                answer.headers_mut().remove("server-timing");
            }
            // What the cache tells of itself.
            for name in ["age", "cache-control", "content-length", "etag", "x-nextjs-cache"] {
                if shape.name.starts_with("cached_") {
                    axum.headers_mut().remove(name);
                    ours.headers_mut().remove(name);
                }
            }
            // An error's text is each side's own.
            if shape.status == 200 {
                assert_eq!(ours.headers(), axum.headers(), "{}", shape.name);
            }
        }
    }
}
