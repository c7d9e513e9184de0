use std::borrow::Cow;
use std::fmt;

use axum::body::Body;
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, Method, StatusCode};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;

use crate::cookies::ResponseCookies;
use crate::failure::Failure;
use crate::pending::Pending;
use crate::problem::Chain;

/// What an app has answered to a [`Client`](super::Client), read to its end.
///
/// ```
/// use route_runtime::testing::Client;
/// use route_runtime::{NextResponse, route, routes};
///
/// #[route("/answer/tea")]
/// async fn GET() -> NextResponse {
///     NextResponse::json(&["green", "black"]).with_header("x-a", "1")
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let answer = Client::new(routes![GET]).get("/answer/tea").await;
/// assert_eq!(answer.status(), 200);
/// assert_eq!(answer.header("x-a"), Some("1"));
/// assert_eq!(answer.text(), r#"["green","black"]"#);
/// assert_eq!(answer.json::<Vec<String>>(), ["green", "black"]);
/// assert_eq!((answer.bytes().len(), answer.headers().len()), (17, 3)); // with the type and the length
/// assert_eq!(answer.url(), "http://localhost/answer/tea");
/// answer.assert_header("content-type", "application/json");
/// # }
/// ```
///
/// It prints as HTTP, so that a test that fails can show it.
#[derive(Clone)]
pub struct Answer {
    head: Head,
    body: Bytes,
    /// Why the body has no end.
    broken: Option<String>,
}

#[derive(Clone)]
struct Head {
    /// Those of the request that was answered.
    method: Method,
    url: String,
    status: StatusCode,
    headers: HeaderMap,
    /// Why it is a failure of the server, which the client of a real one is not told.
    failure: Option<String>,
}

impl Head {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Answer {
    /// The status. It compares with a number.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The first line of a header, if there is one, and it is of ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.header(name)
    }

    /// The cookies that the answer sets.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{cookies, route, routes};
    /// #[route("/answer/theme")]
    /// async fn POST() { cookies().set("theme", "dark"); }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let answer = Client::new(routes![POST]).post("/answer/theme").await;
    /// let theme = answer.cookies().get("theme").unwrap();
    /// assert_eq!((theme.value(), theme.path(), theme.http_only()), ("dark", "/", false));
    /// # }
    /// ```
    pub fn cookies(&self) -> ResponseCookies<'_> {
        ResponseCookies::new(&self.head.headers)
    }

    /// The URL that was answered: behind redirects that were [followed](super::ClientRequest::follow_redirects), the last one.
    pub fn url(&self) -> &str {
        &self.head.url
    }

    /// The body.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text. What is not UTF-8 is replaced by `U+FFFD`.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body, which is JSON.
    ///
    /// # Panics
    ///
    /// If it is not JSON, or not of this type. The message shows the answer.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        let mut json = serde_json::Deserializer::from_slice(&self.body);
        let read = serde_path_to_error::deserialize(&mut json).map_err(|error| error.to_string());
        match read.and_then(|value| json.end().map(|()| value).map_err(|error| error.to_string())) {
            Ok(value) => value,
            Err(error) => panic!("the body is not what was asked for: {error}\n\n{self}"),
        }
    }

    /// Why the body broke off, if it did.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{NextResponse, route, routes};
    /// use futures_util::stream;
    ///
    /// #[route("/answer/broken")]
    /// async fn GET() -> NextResponse {
    ///     NextResponse::stream(stream::iter([Ok("half of "), Err(std::io::Error::other("the disk is full"))]))
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let answer = Client::new(routes![GET]).get("/answer/broken").await;
    /// assert_eq!((answer.text(), answer.error()), ("half of ".into(), Some("the disk is full")));
    /// # }
    /// ```
    pub fn error(&self) -> Option<&str> {
        self.broken.as_deref()
    }

    /// Asserts the status, and returns the answer. It says more than `assert_eq!`: what the app has answered.
    ///
    /// ```should_panic
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{Routes, routes};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let routes: Routes = routes![];
    /// // `GET http://localhost/nothing` was answered with 404 Not Found, not with 200 OK
    /// //
    /// // 404 Not Found
    /// // ...
    /// Client::new(routes).get("/nothing").await.assert_status(200);
    /// # }
    /// ```
    ///
    /// # Panics
    ///
    /// If it is another.
    #[track_caller]
    pub fn assert_status(self, expected: u16) -> Self {
        let Head { method, url, status, .. } = &self.head;
        if status.as_u16() != expected {
            let expected = StatusCode::from_u16(expected).map_or(expected.to_string(), |status| status.to_string());
            panic!("`{method} {url}` was answered with {status}, not with {expected}\n\n{self}");
        }
        self
    }

    /// Asserts the first line of a header, and returns the answer.
    ///
    /// # Panics
    ///
    /// If it is another, or there is none. The message shows the answer.
    #[track_caller]
    pub fn assert_header(self, name: &str, expected: &str) -> Self {
        let Head { method, url, .. } = &self.head;
        match self.header(name) {
            Some(value) if value == expected => {}
            Some(value) => {
                panic!("the header `{name}` of `{method} {url}` is `{value}`, not `{expected}`\n\n{self}")
            }
            None => panic!("the answer to `{method} {url}` has no header `{name}`\n\n{self}"),
        }
        self
    }
}

/// Status, headers and body, as HTTP has them.
impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head.fmt(f)?;
        if !self.body.is_empty() {
            write!(f, "\n\n{}", self.text())?;
        }
        match &self.broken {
            Some(error) => write!(f, "\n\n(here the body broke off: {error})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.status.fmt(f)?;
        for (name, value) in &self.headers {
            write!(f, "\n{name}: {}", String::from_utf8_lossy(value.as_bytes()))?;
        }
        match &self.failure {
            Some(failure) => write!(f, "\n\n(logged, and not a part of the answer: {failure})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}\n{self}", self.head.method, self.head.url)
    }
}

/// What an app answers to a [`Client`](super::Client), while it comes: see [`ClientRequest::stream`](super::ClientRequest::stream).
///
/// ```
/// use route_runtime::testing::Client;
/// use route_runtime::{NextResponse, route, routes};
/// use futures_util::stream;
///
/// #[route("/answer/report")]
/// async fn GET() -> NextResponse {
///     let lines = [Ok("one line\n"), Err(std::io::Error::other("the disk is full"))];
///     NextResponse::stream(stream::iter(lines)).with_header("content-type", "text/csv")
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let mut report = Client::new(routes![GET]).get("/answer/report").stream().await;
/// assert_eq!((report.status().as_u16(), report.header("content-type")), (200, Some("text/csv")));
/// assert!(!report.headers().contains_key("content-length"));
/// assert_eq!(report.chunk().await.unwrap(), "one line\n");
/// assert_eq!((report.chunk().await, report.error()), (None, Some("the disk is full")));
/// # }
/// ```
///
/// When it is dropped the client has gone away, as the handler's [`signal`](crate::NextRequest::signal) tells.
#[must_use = "when it is dropped the client has gone away"]
pub struct AnswerStream {
    head: Head,
    body: Body,
    broken: Option<String>,
    pending: Pending,
}

impl AnswerStream {
    pub(super) fn new(method: Method, url: String, response: Response, pending: Pending) -> Self {
        let (parts, body) = response.into_parts();
        let failure = parts.extensions.get::<Failure>().map(|failure| Chain(&*failure.error).to_string());
        let head = Head { method, url, status: parts.status, headers: parts.headers, failure };
        Self { head, body, broken: None, pending }
    }

    /// The status. It compares with a number.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The first line of a header, if there is one, and it is of ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.header(name)
    }

    /// The next piece of the body, as the handler has made it; `None` at its end, and where it [broke off](Self::error).
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{NextResponse, route, routes};
    /// use futures_util::stream;
    ///
    /// #[route("/answer/pieces")]
    /// async fn GET() -> NextResponse { NextResponse::stream(stream::iter(["one", "two"])) }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mut answer = Client::new(routes![GET]).get("/answer/pieces").stream().await;
    /// assert_eq!(answer.chunk().await.unwrap(), "one");
    /// assert_eq!(answer.chunk().await.unwrap(), "two");
    /// assert_eq!((answer.chunk().await, answer.error()), (None, None));
    /// # }
    /// ```
    pub async fn chunk(&mut self) -> Option<Bytes> {
        loop {
            match self.pending.watch(self.body.frame()).await? {
                // Trailers are no piece of the body.
                Ok(frame) => {
                    if let Ok(data) = frame.into_data() {
                        return Some(data);
                    }
                }
                Err(error) => {
                    self.broken = Some(error.to_string());
                    self.body = Body::empty();
                    return None;
                }
            }
        }
    }

    /// Why the body broke off, if it has.
    pub fn error(&self) -> Option<&str> {
        self.broken.as_deref()
    }

    /// Reads what is left of the body.
    ///
    /// ```
    /// # use route_runtime::testing::Client;
    /// # use route_runtime::{NextResponse, route, routes};
    /// # use futures_util::stream;
    /// # #[route("/answer/rest")]
    /// # async fn GET() -> NextResponse { NextResponse::stream(stream::iter(["one", "two", "three"])) }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let mut answer = Client::new(routes![GET]).get("/answer/rest").stream().await;
    /// assert_eq!(answer.chunk().await.unwrap(), "one");
    /// assert_eq!(answer.rest().await.text(), "twothree");
    /// # }
    /// ```
    pub async fn rest(mut self) -> Answer {
        let mut body = BytesMut::new();
        while let Some(chunk) = self.chunk().await {
            body.extend_from_slice(&chunk);
        }
        let Self { head, broken, .. } = self;
        Answer { head, body: body.freeze(), broken }
    }
}

impl fmt::Debug for AnswerStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}\n{}\n\n(a stream)", self.head.method, self.head.url, self.head)
    }
}
