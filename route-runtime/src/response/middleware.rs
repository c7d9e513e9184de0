use std::sync::LazyLock;
use std::{fmt, mem};

use http::{Extensions, HeaderMap, HeaderName, HeaderValue};

use super::NextResponse;
use crate::cookies::ResponseCookiesMut;

impl NextResponse {
    /// Goes on to the route: `NextResponse.next()` (NEXT-SPEC N10). It is for middleware, and no response: a handler that returns it does
    /// not compile.
    ///
    /// ```compile_fail
    /// # use route_runtime::{MiddlewareNext, NextResponse, route, routes};
    /// #[route("/")]
    /// async fn GET() -> MiddlewareNext {
    ///     NextResponse::next() // `MiddlewareNext` cannot be returned from a route handler
    /// }
    /// # let _: axum::Router = routes![GET].into_router();
    /// ```
    ///
    /// ```
    /// use route_runtime::{Middleware, NextRequest, NextResponse, middleware};
    ///
    /// #[middleware(matcher = "/admin/:path*")]
    /// async fn guard(req: NextRequest) -> Middleware {
    ///     if req.cookies().has("session") { NextResponse::next().into() } else { NextResponse::redirect("/login").into() }
    /// }
    /// # let _ = guard;
    /// ```
    #[doc(alias = "NextResponse.next")]
    pub fn next() -> MiddlewareNext {
        MiddlewareNext(None)
    }

    /// Goes on to the route of another path, and the client does not notice: `NextResponse.rewrite(url)` (NEXT-SPEC N9). It is for
    /// middleware, and no response, as [`next`](Self::next); a handler calls the other handler instead.
    ///
    /// `destination` is a path, with or without a query, or a URL of this site.
    ///
    /// ```
    /// use route_runtime::{App, MiddlewareNext, NextRequest, NextResponse, middleware, route, routes};
    ///
    /// #[route("/de/welcome")]
    /// async fn GET() -> &'static str { "Willkommen" }
    ///
    /// #[middleware(matcher = "/welcome")]
    /// async fn language(req: NextRequest) -> MiddlewareNext {
    ///     let german = req.headers().get("accept-language").is_some_and(|tags| tags.as_bytes().starts_with(b"de"));
    ///     if german { NextResponse::rewrite("/de/welcome") } else { NextResponse::next() }
    /// }
    ///
    /// let app: axum::Router = App::new(routes![GET]).middleware(language).into_router();
    /// # use tower::ServiceExt;
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let request = axum::http::Request::get("/welcome").header("accept-language", "de-CH").body(axum::body::Body::empty()).unwrap();
    /// let body = app.oneshot(request).await.unwrap().into_body();
    /// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "Willkommen");
    /// # });
    /// ```
    #[doc(alias = "NextResponse.rewrite")]
    pub fn rewrite(destination: impl fmt::Display) -> MiddlewareNext {
        let mut next = Self::next();
        next.changes_mut().destination = Some(destination.to_string());
        next
    }
}

/// What a middleware returns to go on to a route: what [`NextResponse::next`] and [`NextResponse::rewrite`] make (NEXT-SPEC N11).
///
/// ```
/// use axum::http::{HeaderMap, HeaderValue};
/// use route_runtime::NextResponse;
///
/// let headers = HeaderMap::from_iter([("x-user".parse().unwrap(), HeaderValue::from_static("ada"))]);
/// let mut next = NextResponse::rewrite("/en/about").with_request_headers(headers).with_header("x-lang", "en");
/// next.cookies_mut().set("lang", "en");
///
/// assert_eq!(next.destination(), Some("/en/about"));
/// assert_eq!(next.request_headers().unwrap()["x-user"], "ada");
/// assert_eq!(next.headers()["x-lang"], "en");
/// assert_eq!(next.headers()["set-cookie"], "lang=en; Path=/");
/// ```
#[doc(alias = "NextResponse.next")]
#[doc(alias = "NextResponse.rewrite")]
#[derive(Debug)]
#[must_use = "it does nothing until the middleware returns it"]
pub struct MiddlewareNext(Option<Box<Changes>>);

/// What a middleware changes when it goes on; mostly nothing.
#[derive(Debug)]
pub(crate) struct Changes {
    pub(crate) destination: Option<String>,
    pub(crate) request_headers: Option<HeaderMap>,
    /// What is added to the request's own.
    pub(crate) extensions: Extensions,
    /// What is added to the answer; it has no body.
    pub(crate) response: NextResponse,
}

impl MiddlewareNext {
    /// What it changes.
    pub(crate) fn into_changes(self) -> Option<Box<Changes>> {
        self.0
    }

    fn changes_mut(&mut self) -> &mut Changes {
        self.0.get_or_insert_with(|| {
            let (destination, request_headers, extensions) = Default::default();
            Box::new(Changes { destination, request_headers, extensions, response: NextResponse::new(()) })
        })
    }

    /// The path or URL whose route answers; `None` for the one that was asked for.
    pub fn destination(&self) -> Option<&str> {
        self.0.as_ref()?.destination.as_deref()
    }

    /// Gives the route these request headers in place of the client's: `init.request.headers`.
    #[doc(alias = "init.request.headers")]
    pub fn with_request_headers(mut self, headers: HeaderMap) -> Self {
        self.changes_mut().request_headers = Some(headers);
        self
    }

    /// The request headers that the route is given; `None` for the client's.
    pub fn request_headers(&self) -> Option<&HeaderMap> {
        self.0.as_ref()?.request_headers.as_ref()
    }

    /// Gives the route a value of the server's own, which no client can send: axum's `Extension` extracts it.
    ///
    /// ```
    /// use axum::Extension;
    /// use route_runtime::{MiddlewareNext, NextResponse, middleware, route};
    ///
    /// #[derive(Clone)]
    /// struct User(u64);
    ///
    /// #[middleware]
    /// async fn session() -> MiddlewareNext {
    ///     NextResponse::next().with_extension(User(7))
    /// }
    ///
    /// #[route("/me")]
    /// async fn GET(Extension(User(id)): Extension<User>) -> String {
    ///     id.to_string()
    /// }
    /// # let _ = (session, GET);
    /// ```
    pub fn with_extension<T: Clone + Send + Sync + 'static>(mut self, value: T) -> Self {
        self.changes_mut().extensions.insert(value);
        self
    }

    /// Adds a header to the answer: `init.headers`. One that cannot be sent is logged, as with [`NextResponse::with_header`].
    #[track_caller]
    pub fn with_header(mut self, name: impl TryInto<HeaderName>, value: impl TryInto<HeaderValue>) -> Self {
        let changes = self.changes_mut();
        let response = mem::replace(&mut changes.response, NextResponse::new(()));
        changes.response = response.with_header(name, value);
        self
    }

    /// The headers that are added to the answer.
    pub fn headers(&self) -> &HeaderMap {
        static NONE: LazyLock<HeaderMap> = LazyLock::new(HeaderMap::new);
        self.0.as_ref().map_or(&*NONE, |changes| changes.response.headers())
    }

    /// The headers that are added to the answer, to change.
    ///
    /// ```
    /// use route_runtime::NextResponse;
    ///
    /// let mut next = NextResponse::next();
    /// next.headers_mut().append("vary", "accept-language".parse().unwrap());
    /// assert_eq!(next.headers()["vary"], "accept-language");
    /// ```
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.changes_mut().response.headers_mut()
    }

    /// The cookies that are added to the answer, to change.
    pub fn cookies_mut(&mut self) -> ResponseCookiesMut<'_> {
        self.changes_mut().response.cookies_mut()
    }
}
