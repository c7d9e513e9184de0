//! The request as a handler sees it.

mod builder;
mod head;
mod readers;

pub use builder::{InvalidRequest, NextRequestBuilder};
pub(crate) use head::{Head, SharedHead};

use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, OnceLock};

use axum::body::Body;
use axum::extract::{FromRequest, OriginalUri, Request};
use http::{Extensions, HeaderMap, Method, Uri};

use crate::app::{BasePath, Origin};
use crate::body::RequestBody;
use crate::context::{self, AbortSignal};
use crate::cookies::{RequestCookies, RequestCookiesMut};
use crate::next_url::NextUrl;
use crate::once::get_mut_or_init;

/// The request that a route handler answers: Next.js's `NextRequest` (NEXT-SPEC section 5).
///
/// Take it as an argument of a handler. It is axum's request with another surface and parses nothing until asked. It
/// consumes the body, so a handler takes it once, and no other extractor of the body beside it. In a test it is made from
/// any [`axum::extract::Request`], and what is left of it turns back into one.
///
/// The body is read once, whole ([`bytes`](Self::bytes), [`text`](Self::text), [`json`](Self::json), [`form_data`](Self::form_data)) or
/// as a stream ([`body_stream`](Self::body_stream), [`form_parts`](Self::form_parts)), within axum's [`DefaultBodyLimit`](axum::extract::DefaultBodyLimit) of 2 MiB unless set. A GET or HEAD request has no body here,
/// even if bytes were sent (NEXT-SPEC R16).
///
/// # Example
///
/// ```
/// use axum::{body::Body, http::Request};
/// use route_runtime::{NextRequest, NextResponse, Result};
///
/// async fn POST(mut req: NextRequest) -> Result {
///     let page = req.next_url().search_params().get("page").unwrap_or("1").to_owned();
///     let names: Vec<String> = req.json().await?;
///     Ok(NextResponse::new(format!("{} names for page {page}", names.len())))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let sent = Request::post("/names?page=2").body(Body::from(r#"["ada", "grace"]"#)).unwrap();
/// let response = POST(NextRequest::from(sent)).await.unwrap();
/// assert_eq!(response.status(), 200);
/// # }
/// ```
#[doc(alias = "Request")]
pub struct NextRequest {
    head: SharedHead,
    body: RequestBody,
    // In a box, because it is larger than the rest and rarely asked for.
    next_url: OnceLock<Box<NextUrl>>,
}

impl NextRequest {
    pub(crate) fn new(head: SharedHead, body: Body) -> Self {
        Self { head, body: RequestBody::new(body), next_url: OnceLock::new() }
    }

    /// What the functions below a handler see of it.
    pub(crate) fn shared_head(&self) -> &Arc<Head> {
        self.head.head()
    }

    /// Shares the head with the functions below the handler.
    #[inline]
    pub(crate) fn lend(&self) {
        context::lend(self.head.head());
    }

    /// The method, upper-case for every method a route has: `request.method` (NEXT-SPEC Q6).
    ///
    /// ```
    /// # use axum::{body::Body, http::{Method, Request}};
    /// # use route_runtime::NextRequest;
    /// let req = NextRequest::from(Request::delete("/items/1").body(Body::empty()).unwrap());
    /// assert_eq!(req.method(), Method::DELETE);
    /// assert_eq!(req.method().as_str(), "DELETE");
    /// ```
    pub fn method(&self) -> &Method {
        self.head.method()
    }

    /// The headers: `request.headers` (NEXT-SPEC Q5, H1, H2).
    ///
    /// Names are found in any case. `get` is the first line of a header that was sent in several, `get_all` each of them;
    /// Fetch joins them with `", "`.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::NextRequest;
    /// let sent = Request::get("/").header("X-Tag", "a").header("X-Tag", "b").body(Body::empty());
    /// let req = NextRequest::from(sent.unwrap());
    /// assert_eq!(req.headers()["x-tag"], "a");
    /// assert_eq!(req.headers().get_all("x-tag").iter().count(), 2);
    /// ```
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// The cookies: `request.cookies` (NEXT-SPEC Q4, K1 to K3).
    ///
    /// ```
    /// # use route_runtime::NextRequest;
    /// let req = NextRequest::builder().cookie("token", "a b").build().unwrap();
    /// let token = req.cookies().get("token").map(|cookie| cookie.value().to_owned());
    /// assert_eq!(token.as_deref(), Some("a b"));
    /// ```
    pub fn cookies(&self) -> RequestCookies<'_> {
        RequestCookies::new(self.head.headers())
    }

    /// The cookies, to change: `request.cookies` (NEXT-SPEC K4, K5). It rewrites this request's own `Cookie` header, for what the
    /// request is handed on to; a cookie for the client is set with [`NextResponse::cookies_mut`](crate::NextResponse::cookies_mut)
    /// or [`cookies`](crate::cookies()).
    ///
    /// ```
    /// # use route_runtime::NextRequest;
    /// let mut req = NextRequest::builder().cookie("theme", "dark").build().unwrap();
    /// req.cookies_mut().set("lang", "en");
    /// assert_eq!(req.headers()["cookie"], "theme=dark; lang=en");
    /// ```
    pub fn cookies_mut(&mut self) -> RequestCookiesMut<'_> {
        RequestCookiesMut::new(self.head.headers_mut())
    }

    /// Tells whether the client has gone away: `request.signal` (NEXT-SPEC Q10). Ask for it in the handler; elsewhere it never fires.
    ///
    /// ```
    /// use route_runtime::{NextRequest, route};
    ///
    /// #[route("/export")]
    /// async fn GET(req: NextRequest) -> String {
    ///     let signal = req.signal();
    ///     let rows = tokio::task::spawn_blocking(move || {
    ///         // A thread is not stopped when the handler is dropped; this one asks.
    ///         (0..1_000).take_while(|_| !signal.is_aborted()).count()
    ///     });
    ///     format!("{} rows", rows.await.unwrap_or(0))
    /// }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// assert_eq!(GET(NextRequest::builder().build().unwrap()).await, "1000 rows");
    /// # });
    /// ```
    #[doc(alias = "AbortSignal")]
    pub fn signal(&self) -> AbortSignal {
        context::signal()
    }

    /// What layers have put beside the request: values by type, as axum's
    /// [`Extension`](axum::extract::Extension) finds them.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::NextRequest;
    /// #[derive(Clone)]
    /// struct RequestId(u64);
    ///
    /// let sent = Request::get("/").extension(RequestId(7)).body(Body::empty()).unwrap();
    /// let req = NextRequest::from(sent);
    /// assert_eq!(req.extensions().get::<RequestId>().map(|id| id.0), Some(7));
    /// ```
    pub fn extensions(&self) -> &Extensions {
        self.head.extensions()
    }

    /// The URL that the client asked for: `request.url` (NEXT-SPEC Q2, Q12).
    ///
    /// What is written to [`next_url_mut`](Self::next_url_mut) does not change it. See [`NextUrl`] for where scheme and host are from:
    /// a client can write any host it likes, unless the app has a [`PublicUrl`](crate::PublicUrl).
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::NextRequest;
    /// let sent = Request::get("/search?q=rust").header("Host", "example.com").body(Body::empty());
    /// let mut req = NextRequest::from(sent.unwrap());
    /// req.next_url_mut().set_pathname("/find");
    /// assert_eq!(req.url(), "http://example.com/search?q=rust");
    /// assert_eq!(req.next_url().href(), "http://example.com/find?q=rust");
    /// ```
    pub fn url(&self) -> String {
        sent_url(&self.head).href()
    }

    /// The URL in its pieces: `request.nextUrl` (NEXT-SPEC Q3). The first call looks at it.
    ///
    /// It is the URL that the client asked for, also where the routes are nested below a prefix.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::NextRequest;
    /// let req = NextRequest::from(Request::get("/search?q=rust").body(Body::empty()).unwrap());
    /// assert_eq!(req.next_url().pathname(), "/search");
    /// assert_eq!(req.next_url().search_params().get("q"), Some("rust"));
    /// ```
    #[doc(alias = "nextUrl")]
    pub fn next_url(&self) -> &NextUrl {
        self.next_url.get_or_init(|| Box::new(sent_url(&self.head)))
    }

    /// The URL, to be written: `request.nextUrl` (NEXT-SPEC Q3).
    ///
    /// Only this request sees what is written: its route has been chosen, and [`url`](Self::url) stays.
    ///
    /// ```
    /// # use axum::{body::Body, http::Request};
    /// # use route_runtime::NextRequest;
    /// let mut req = NextRequest::from(Request::get("/search?q=rust").body(Body::empty()).unwrap());
    /// req.next_url_mut().search_params_mut().set("page", "2");
    /// assert_eq!(req.next_url().href(), "http://localhost/search?q=rust&page=2");
    /// ```
    #[doc(alias = "nextUrl")]
    pub fn next_url_mut(&mut self) -> &mut NextUrl {
        let head = &self.head;
        let url: &mut Box<NextUrl> = get_mut_or_init(&mut self.next_url, || Box::new(sent_url(head)));
        url
    }
}

fn sent_url(head: &SharedHead) -> NextUrl {
    url_of(head.uri(), head.headers(), head.extensions())
}

/// The URL that a client has asked for.
pub(crate) fn url_of(uri: &Uri, headers: &HeaderMap, extensions: &Extensions) -> NextUrl {
    // `nest` cuts its prefix off the URI and leaves the whole one here.
    let original = extensions.get::<OriginalUri>();
    let uri = original.map_or(uri, |OriginalUri(uri)| uri);
    let base_path = extensions.get().map(|BasePath(base_path)| &**base_path);
    match extensions.get::<Origin>() {
        Some(origin) => NextUrl::at(origin.scheme, origin.host.clone(), base_path, uri),
        None => NextUrl::of_request(uri, headers, base_path),
    }
}

impl From<Request> for NextRequest {
    fn from(request: Request) -> Self {
        let (parts, body) = request.into_parts();
        Self::new(parts.into(), body)
    }
}

/// What is left of the request: all of it, with an empty body if a reader has taken it.
impl From<NextRequest> for Request {
    fn from(NextRequest { head, body, .. }: NextRequest) -> Self {
        Request::from_parts(head.into(), body.into_inner())
    }
}

impl<S: Send + Sync> FromRequest<S> for NextRequest {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        let request = Self::from(request);
        request.lend();
        Ok(request)
    }
}

impl fmt::Debug for NextRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NextRequest")
            .field("method", self.method())
            .field("next_url", self.next_url())
            .field("headers", self.headers())
            .field("body_used", &self.body_used())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
