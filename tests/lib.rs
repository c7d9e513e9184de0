//! What the tests of the workspace share: requests by `oneshot`, answers taken apart, servers on a port, programs and the sessions
//! of their READMEs.

#[cfg(test)]
mod examples;
#[cfg(unix)]
pub mod program;
pub mod redis_server;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use http_body_util::BodyExt;
use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tower::ServiceExt;

/// An answer with its body read.
pub struct Answer {
    /// The status, as a number.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, which is text in all tests.
    pub body: String,
}

impl Answer {
    /// The value of a header, `""` if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header of ASCII"))
    }

    /// The value of `Allow`, if there is one.
    pub fn allow(&self) -> Option<&str> {
        self.headers.contains_key(header::ALLOW).then(|| self.header("allow"))
    }

    /// The lines of a header, in their order.
    pub fn lines(&self, name: &str) -> Vec<&str> {
        self.headers.get_all(name).iter().map(|line| line.to_str().expect("a header of ASCII")).collect()
    }

    /// Status and body, to compare both at once.
    pub fn text(&self) -> (u16, &str) {
        (self.status, &self.body)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {:?}", self.status, self.headers, self.body)
    }
}

/// Sends a request to the app and reads the answer.
pub async fn call(app: &Router, request: Request<Body>) -> Answer {
    let (head, body) = app.clone().oneshot(request).await.expect("a router does not fail").into_parts();
    let body = body.collect().await.expect("a body that can be read").to_bytes();
    Answer {
        status: head.status.as_u16(),
        headers: head.headers,
        body: String::from_utf8(body.to_vec()).expect("a body of text"),
    }
}

/// Sends a request with this method, path and body.
pub async fn send(app: &Router, method: &str, uri: &str, body: impl Into<Body>) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).expect("a token");
    call(app, Request::builder().method(method).uri(uri).body(body.into()).expect("a request")).await
}

/// Sends a GET request.
pub async fn get(app: &Router, uri: &str) -> Answer {
    send(app, "GET", uri, Body::empty()).await
}

/// Starts the app on a port of its own; it stops with the runtime of the test.
pub async fn serve(app: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

/// What is logged on this thread, until it is dropped. For tests in tokio's runtime of one thread.
pub struct Log {
    text: Arc<Mutex<Vec<u8>>>,
    _guard: tracing::subscriber::DefaultGuard,
}

impl Log {
    /// Begins to listen.
    pub fn start() -> Self {
        let text = Arc::new(Mutex::new(Vec::new()));
        let writer = Writer(Arc::clone(&text));
        let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).with_ansi(false).without_time();
        Self { text, _guard: tracing::subscriber::set_default(subscriber.finish()) }
    }

    /// What was logged since the last call.
    pub fn take(&self) -> String {
        let text = std::mem::take(&mut *self.text.lock().expect("nobody panics meanwhile"));
        String::from_utf8(text).expect("a log of text")
    }

    /// The errors that were logged since the last call.
    pub fn errors(&self) -> Vec<String> {
        self.take().lines().filter(|line| line.contains("ERROR")).map(str::to_owned).collect()
    }
}

#[derive(Clone)]
struct Writer(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panics meanwhile").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
