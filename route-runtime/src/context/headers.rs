use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use http::{HeaderMap, HeaderName};

use super::{ContextError, request, request_or_report};
use crate::request::Head;

/// The headers of the request that is being answered, in any function below a handler: `headers()` of `next/headers`
/// (NEXT-SPEC H1).
///
/// Outside of a request they are empty, and an error is logged that says where; below a handler whose answer may be stored, and in a cached function, they are
/// empty, and the answer is a logged 500. [`try_headers`] returns an error in both cases.
///
/// ```
/// use route_runtime::{headers, route, routes};
///
/// fn referer() -> Option<String> {
///     Some(headers().get("referer")?.to_str().ok()?.to_owned())
/// }
///
/// #[route("/whence")]
/// async fn GET() -> String {
///     referer().unwrap_or_default()
/// }
///
/// let app: axum::Router = routes![GET].into_router();
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let request = http::Request::get("/whence").header("referer", "/here").body(axum::body::Body::empty()).unwrap();
/// let body = app.oneshot(request).await.unwrap().into_body();
/// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "/here");
/// # });
/// ```
#[track_caller]
pub fn headers() -> Headers {
    Headers(request_or_report("headers()").map(|request| Arc::clone(request.head())).unwrap_or_default())
}

/// [`headers`], for code that may run where there is no request.
///
/// # Errors
///
/// [`ContextError`] says why there are none to be seen.
///
/// ```
/// # use route_runtime::try_headers;
/// assert!(try_headers().is_err());
/// ```
pub fn try_headers() -> Result<Headers, ContextError> {
    request().map(|request| Headers(Arc::clone(request.head())))
}

/// The headers of a request, to read: what [`headers`] returns.
///
/// It is an [`http::HeaderMap`] that cannot be changed (NEXT-SPEC H1): names are found in any case and listed in lower case (H2), `get`
/// is the first line of a header that came in several, `get_all` each of them. To set headers, return a response that has them.
/// A clone is cheap and stays readable when the request is over.
///
/// ```
/// use axum::http::{HeaderMap, HeaderValue};
/// use route_runtime::Headers;
///
/// // What `headers()` returns; a test makes one of a map.
/// let headers = Headers::from(HeaderMap::from_iter([("x-user".parse().unwrap(), HeaderValue::from_static("ada"))]));
/// assert_eq!(headers.get("X-User").unwrap(), "ada");
/// assert!(!headers.contains_key("cookie"));
/// ```
#[doc(alias = "ReadonlyHeaders")]
#[derive(Clone, Default)]
pub struct Headers(Arc<Head>);

impl Headers {
    /// The value of a header as Fetch's `Headers.get` returns it: the lines joined with `", "` (NEXT-SPEC H3). What is not UTF-8 in
    /// it becomes U+FFFD.
    ///
    /// ```
    /// use axum::http::{HeaderMap, HeaderValue};
    /// use route_runtime::Headers;
    ///
    /// let mut map = HeaderMap::new();
    /// map.append("x-tag", HeaderValue::from_static("a"));
    /// map.append("x-tag", HeaderValue::from_static("b"));
    /// let headers = Headers::from(map);
    /// assert_eq!(headers.joined("X-Tag").as_deref(), Some("a, b"));
    /// assert_eq!(headers.joined("x-other"), None);
    /// ```
    #[doc(alias = "Headers.get")]
    pub fn joined(&self, name: &str) -> Option<Cow<'_, str>> {
        // Not a header's name: then no header has it.
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        let mut lines = self.get_all(name).iter().map(|line| String::from_utf8_lossy(line.as_bytes()));
        let mut joined = lines.next()?;
        for line in lines {
            joined.to_mut().push_str(", ");
            joined.to_mut().push_str(&line);
        }
        Some(joined)
    }
}

impl Deref for Headers {
    type Target = HeaderMap;

    fn deref(&self) -> &HeaderMap {
        &self.0.0.headers
    }
}

impl From<HeaderMap> for Headers {
    fn from(headers: HeaderMap) -> Self {
        Self(Arc::new(headers.into()))
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
