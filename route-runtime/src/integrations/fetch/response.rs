//! What a call answers, and its body.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::body::{Body, HttpBody};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt, stream};
use http::header::{
    CONNECTION, CONTENT_LENGTH, HeaderName, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, SET_COOKIE, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderValue, StatusCode};
use reqwest::Url;
use sync_wrapper::SyncWrapper;

use super::error::{FetchError, shown};
use crate::body;
use crate::cache::CachedResponse;
use crate::readable::Readable;
use crate::response::{NextResponse, ResponseBody};

/// The answer of another server: what [`fetch`](crate::fetch()) ends with, Fetch's `Response`.
///
/// The body is read once, by a method that takes the answer. A handler may return the answer as it is: status, headers and body are
/// handed on, the body while it comes (NEXT-SPEC N15); without the headers that are about the connection to the other server.
///
/// ```no_run
/// use route_runtime::{NextResponse, Result, RouteError, fetch, route};
///
/// #[route("/logo.svg")]
/// async fn GET() -> Result {
///     let res = fetch("https://cdn.example.com/logo.svg").revalidate(3600).await?;
///     if !res.ok() {
///         return Err(RouteError::new(404, "there is no logo"));
///     }
///     Ok(NextResponse::from(res))
/// }
/// ```
///
/// Where it is not handed on, it is looked at and read:
///
/// ```
/// use route_runtime::{FetchError, fetch};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let names = || async { axum::Json(["ada", "grace"]) };
/// # let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
/// # let server = format!("http://{}", listener.local_addr().unwrap());
/// # tokio::spawn(async move { axum::serve(listener, axum::Router::new().route("/names", axum::routing::get(names))).await });
/// let ask = || fetch(format!("{server}/names"));
/// let res = ask().await?;
/// assert!(res.ok() && res.status() == 200 && res.url().ends_with("/names"));
/// assert_eq!(res.headers()["content-type"], "application/json");
///
/// assert_eq!(res.json::<Vec<String>>().await?, ["ada", "grace"]);
/// assert_eq!(ask().await?.text().await?, r#"["ada","grace"]"#);
/// assert_eq!(ask().await?.bytes().await?.len(), 15);
/// # Ok::<(), FetchError>(())
/// # }).unwrap();
/// ```
#[doc(alias = "Response")]
pub struct FetchResponse {
    status: StatusCode,
    headers: HeaderMap,
    url: Url,
    // `Sync`, so that a handler may hold a reference to it across an await.
    body: SyncWrapper<Body>,
}

impl FetchResponse {
    pub(super) fn new(response: reqwest::Response) -> Self {
        let url = response.url().clone();
        let (head, body) = http::Response::from(response).into_parts();
        Self { status: head.status, headers: head.headers, url, body: SyncWrapper::new(Body::new(body)) }
    }

    /// Whether the status is 200 to 299: `response.ok`.
    pub fn ok(&self) -> bool {
        self.status.is_success()
    }

    /// The status: `response.status`.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers: `response.headers`.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The URL that has answered, after all redirects: `response.url`.
    pub fn url(&self) -> &str {
        self.url.as_str()
    }

    /// The body, parsed as JSON: `response.json()`. The content type is not asked.
    ///
    /// # Errors
    ///
    /// [`FetchError::Json`] if it is other JSON or none; else as [`bytes`](Self::bytes).
    pub async fn json<T: Readable>(self) -> Result<T, FetchError> {
        let url = self.url.clone();
        let bytes = self.bytes().await?;
        serde_json::from_str(&body::text(&bytes))
            .map_err(|error| FetchError::Json { url: shown(&url), cause: error.into() })
    }

    /// The body as text: `response.text()`. It is UTF-8, what is not becomes U+FFFD, and a leading byte order mark is dropped
    /// (NEXT-SPEC B3).
    ///
    /// # Errors
    ///
    /// As [`bytes`](Self::bytes).
    pub async fn text(self) -> Result<String, FetchError> {
        Ok(body::text(&self.bytes().await?).into_owned())
    }

    /// The whole body: `response.arrayBuffer()`, `response.bytes()`.
    ///
    /// # Errors
    ///
    /// [`FetchError::Failed`] if it breaks off, [`FetchError::TimedOut`] if it takes too long.
    #[doc(alias = "arrayBuffer")]
    pub async fn bytes(self) -> Result<Bytes, FetchError> {
        let url = self.url;
        let whole = http_body_util::BodyExt::collect(self.body.into_inner()).await;
        whole.map(http_body_util::Collected::to_bytes).map_err(|error| FetchError::in_body(&url, error))
    }

    /// The body as it comes: `response.body`.
    ///
    /// ```
    /// use route_runtime::{FetchError, fetch};
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    /// # let server = format!("http://{}", listener.local_addr().unwrap());
    /// # let app = axum::Router::new().route("/export.csv", axum::routing::get(async || "a,b\n1,2\n"));
    /// # tokio::spawn(async { axum::serve(listener, app).await });
    /// let mut body = fetch(format!("{server}/export.csv")).await?.body_stream();
    /// let mut lines = 0;
    /// while let Some(chunk) = body.chunk().await? {
    ///     lines += chunk.iter().filter(|byte| **byte == b'\n').count();
    /// }
    /// assert_eq!(lines, 2);
    /// # Ok::<(), FetchError>(())
    /// # }).unwrap();
    /// ```
    pub fn body_stream(self) -> FetchBody {
        FetchBody { body: self.body, url: self.url }
    }

    /// Reads the body, unless it is longer than `limit`: then what was read is put before the rest.
    pub(super) async fn whole(self, limit: usize) -> Result<Whole, FetchError> {
        let Self { status, headers, url, body } = self;
        let mut body = FetchBody { body, url };
        let mut read = BytesMut::new();
        while let Some(chunk) = body.chunk().await? {
            read.extend_from_slice(&chunk);
            if read.len() > limit {
                let FetchBody { body, url } = body;
                let rest = body.into_inner().into_data_stream();
                let body = Body::from_stream(stream::once(async move { Ok(read.freeze()) }).chain(rest));
                return Ok(Whole::TooLong(Self { status, headers, url, body: SyncWrapper::new(body) }));
            }
        }
        Ok(Whole::Read(WholeResponse { status, headers, url: body.url, body: read.freeze() }))
    }
}

/// An answer whose body was read, up to a limit.
pub(super) enum Whole {
    Read(WholeResponse),
    TooLong(FetchResponse),
}

/// An answer with all of its body.
#[derive(Clone)]
pub(super) struct WholeResponse {
    pub(super) status: StatusCode,
    headers: HeaderMap,
    url: Url,
    body: Bytes,
}

/// Where a stored answer came from. No other server's header has this name once its answer is stored.
const STORED_URL: HeaderName = HeaderName::from_static("x-fetch-url");

impl WholeResponse {
    /// What is stored of it.
    pub(super) fn into_stored(self) -> CachedResponse {
        let Self { status, mut headers, url, body } = self;
        remove_hop_by_hop(&mut headers);
        headers.remove(SET_COOKIE);
        // The characters of a URL are those of a header.
        match HeaderValue::try_from(url.as_str()) {
            Ok(url) => headers.insert(STORED_URL, url),
            Err(_) => headers.remove(STORED_URL),
        };
        CachedResponse { status, headers, body }
    }
}

impl From<WholeResponse> for FetchResponse {
    fn from(WholeResponse { status, headers, url, body }: WholeResponse) -> Self {
        Self { status, headers, url, body: SyncWrapper::new(body.into()) }
    }
}

impl FetchResponse {
    /// An answer that was stored; `asked` is the URL of the call.
    pub(super) fn from_stored(stored: &CachedResponse, asked: Url) -> Self {
        let CachedResponse { status, mut headers, body } = stored.clone();
        let url = headers.remove(STORED_URL).and_then(|url| url.to_str().ok()?.parse().ok());
        Self { status, headers, url: url.unwrap_or(asked), body: SyncWrapper::new(body.into()) }
    }
}

/// Takes off what is about one connection (RFC 9110, 7.6.1), and the length, which the server writes itself.
fn remove_hop_by_hop(headers: &mut HeaderMap) {
    const KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
    const PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");

    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    let always = [
        CONNECTION,
        CONTENT_LENGTH,
        KEEP_ALIVE,
        PROXY_AUTHENTICATE,
        PROXY_AUTHORIZATION,
        PROXY_CONNECTION,
        TE,
        TRAILER,
        TRANSFER_ENCODING,
        UPGRADE,
    ];
    for name in always.into_iter().chain(named) {
        headers.remove(name);
    }
}

/// The answer as a handler's own (NEXT-SPEC N15).
impl From<FetchResponse> for Response {
    fn from(FetchResponse { status, mut headers, body, .. }: FetchResponse) -> Self {
        remove_hop_by_hop(&mut headers);
        let mut response = Response::new(body.into_inner());
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        response
    }
}

impl From<FetchResponse> for NextResponse {
    fn from(response: FetchResponse) -> Self {
        Response::from(response).into()
    }
}

impl IntoResponse for FetchResponse {
    fn into_response(self) -> Response {
        NextResponse::from(self).into()
    }
}

impl fmt::Debug for FetchResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchResponse")
            .field("status", &self.status)
            .field("url", &shown(&self.url))
            .finish_non_exhaustive()
    }
}

/// The body of a [`FetchResponse`] as it comes: a [`Stream`] of [`Bytes`], and [`chunk`](Self::chunk) without a trait.
///
/// Where a chunk ends means nothing. A [`NextResponse`] takes it as its body.
///
/// ```no_run
/// use route_runtime::{NextResponse, Result, fetch, route};
///
/// // No server is asked here: `example.com` has no such file.
/// #[route("/archive.zip")]
/// async fn GET() -> Result {
///     let mut body = fetch("https://files.example.com/archive.zip").await?.body_stream();
///     let first = body.chunk().await?.unwrap_or_default();
///     if !first.starts_with(b"PK") {
///         return Ok(NextResponse::new("no archive").with_status(502));
///     }
///     // The rest, while it comes.
///     Ok(NextResponse::stream(futures_util::StreamExt::chain(futures_util::stream::iter([Ok(first)]), body)))
/// }
/// ```
pub struct FetchBody {
    body: SyncWrapper<Body>,
    url: Url,
}

impl FetchBody {
    /// The next chunk, `None` at the end. A call that is cancelled has lost nothing.
    ///
    /// # Errors
    ///
    /// [`FetchError::Failed`] if the body breaks off, [`FetchError::TimedOut`] if it takes too long.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, FetchError> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl Stream for FetchBody {
    type Item = Result<Bytes, FetchError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { body, url } = &mut *self;
        let body = body.get_mut();
        loop {
            match ready!(Pin::new(&mut *body).poll_frame(cx)) {
                // The other kind of frame are the trailers.
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(chunk) if !chunk.is_empty() => return Poll::Ready(Some(Ok(chunk))),
                    _ => {}
                },
                Some(Err(error)) => {
                    *body = Body::empty();
                    return Poll::Ready(Some(Err(FetchError::in_body(url, error))));
                }
                None => return Poll::Ready(None),
            }
        }
    }
}

impl From<FetchBody> for ResponseBody {
    fn from(body: FetchBody) -> Self {
        body.body.into_inner().into()
    }
}

impl fmt::Debug for FetchBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchBody").finish_non_exhaustive()
    }
}
