use crate::context;
use crate::route::RouteKind;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::request::Parts;
use std::fmt;

/// The pattern of the route that answers, in Next's syntax and as its attribute spells it: `/items/[slug]`.
///
/// An extractor, for handlers and for extractors of your own; [`current`](Self::current) is for the functions below. axum's
/// `MatchedPath` shows the pattern that ours was lowered to, below the prefixes at which the router is nested.
///
/// ```
/// use route_runtime::{route, routes, RoutePattern};
///
/// #[route("/colours/[slug]")]
/// async fn GET(pattern: RoutePattern) -> String { pattern.to_string() }
///
/// let app: axum::Router = routes![GET].into_router();
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let request = http::Request::get("/colours/shoes").body(axum::body::Body::empty()).unwrap();
/// let body = app.oneshot(request).await.unwrap().into_body();
/// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "/colours/[slug]");
/// # });
/// ```
#[doc(alias = "routePath")]
#[doc(alias = "page")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RoutePattern(&'static str);

impl RoutePattern {
    /// The pattern of the handler that is running, from any function that it calls; `None` outside of one, in a middleware, and in a task
    /// of `tokio::spawn` ([`spawn`](crate::spawn) carries it).
    ///
    /// ```
    /// # use route_runtime::RoutePattern;
    /// assert_eq!(RoutePattern::current(), None);
    /// ```
    pub fn current() -> Option<Self> {
        context::route().filter(|route| route.kind() != RouteKind::Middleware).map(|route| Self(route.pattern()))
    }

    /// The pattern's text.
    ///
    /// ```
    /// use route_runtime::{RoutePattern, route, routes};
    ///
    /// #[route("/metrics/[name]")]
    /// async fn GET(name: String, pattern: RoutePattern) -> String {
    ///     // One label for all paths of a route.
    ///     format!("{name}: {}", pattern.as_str())
    /// }
    ///
    /// let app: axum::Router = routes![GET].into_router();
    /// # use tower::ServiceExt;
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let request = axum::http::Request::get("/metrics/cpu").body(axum::body::Body::empty()).unwrap();
    /// let body = app.oneshot(request).await.unwrap().into_body();
    /// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "cpu: /metrics/[name]");
    /// # });
    /// ```
    pub fn as_str(&self) -> &'static str {
        self.0
    }
}

impl fmt::Display for RoutePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl<S: Sync> FromRequestParts<S> for RoutePattern {
    type Rejection = MissingRoutePattern;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, MissingRoutePattern> {
        Self::current().ok_or(MissingRoutePattern)
    }
}

/// The rejection of [`RoutePattern`] outside of a handler of this crate, a logged 500.
///
/// ```
/// use axum::extract::FromRequestParts;
/// use route_runtime::{MissingRoutePattern, RoutePattern};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let (mut parts, ()) = axum::http::Request::get("/").body(()).unwrap().into_parts();
/// let error = RoutePattern::from_request_parts(&mut parts, &()).await.unwrap_err();
/// assert_eq!(error, MissingRoutePattern);
/// assert_eq!(error.to_string(), "no route of `route_runtime` answers this request");
/// # });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no route of `route_runtime` answers this request")]
pub struct MissingRoutePattern;

impl IntoResponse for MissingRoutePattern {
    fn into_response(self) -> Response {
        tracing::error!("`RoutePattern` was extracted where {self}");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
