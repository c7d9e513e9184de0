use std::error::Error;
use std::fmt;
use std::sync::Arc;

use axum::extract::OriginalUri;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderMap, Method, Uri};

use crate::failure::Failure;
use crate::panic;
use crate::problem::HttpError;
use crate::route::RouteInfo;

/// What the app tells of failures.
pub(super) type Reporter = dyn Fn(RequestError) + Send + Sync;

/// A request that was answered with a failure of the server, and its error: the arguments of Next's `onRequestError` (NEXT-SPEC J2).
///
/// ```
/// use route_runtime::{App, Result, route, routes};
/// use std::sync::mpsc;
///
/// #[route("/orders/[id]")]
/// async fn GET(id: u32) -> Result {
///     Err(std::io::Error::other(format!("the database has lost order {id}")))?
/// }
///
/// let (sender, reports) = mpsc::channel();
/// let app: axum::Router = App::new(routes![GET])
///     .on_request_error(move |error| {
///         let agent = error.headers().get("user-agent").and_then(|agent| agent.to_str().ok()).unwrap_or("-").to_owned();
///         let route = error.route().map_or("none", |route| route.pattern());
///         let line = format!("{} {} ({route}), {agent}: {}", error.method(), error.path(), error.error());
///         let is_ours = error.error().is::<std::io::Error>();
///         sender.send((line, is_ours, error.is_in_background())).unwrap();
///     })
///     .into_router();
///
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let request = axum::http::Request::get("/orders/7?full").header("user-agent", "curl").body(axum::body::Body::empty()).unwrap();
/// assert_eq!(app.oneshot(request).await.unwrap().status(), 500);
/// let line = "GET /orders/7?full (/orders/[id]), curl: the database has lost order 7".to_owned();
/// assert_eq!(reports.recv().unwrap(), (line, true, false));
/// # });
/// ```
#[doc(alias = "onRequestError")]
#[doc(alias = "digest")]
pub struct RequestError {
    error: Arc<dyn HttpError>,
    route: Option<&'static RouteInfo>,
    request: Reported,
    is_beside: bool,
}

impl RequestError {
    /// The error. One of the user's own is itself, and can be downcast.
    pub fn error(&self) -> &(dyn Error + Send + Sync + 'static) {
        match self.error.carried() {
            Some(error) => error,
            None => &*self.error,
        }
    }

    /// The handler or middleware that failed, if one was running: `routePath` and `routeType`.
    #[doc(alias = "routePath")]
    #[doc(alias = "routeType")]
    pub fn route(&self) -> Option<&'static RouteInfo> {
        self.route
    }

    /// Whether no answer has told of it: an answer of a cached route was to be made anew while the old one was served
    /// (`revalidateReason` is `stale`), or nobody has waited to the end. The request is the one that has started it.
    #[doc(alias = "revalidateReason")]
    pub fn is_in_background(&self) -> bool {
        self.is_beside
    }

    /// The method of the request.
    pub fn method(&self) -> &Method {
        &self.request.method
    }

    /// The path of the request with its query, as it was sent.
    pub fn path(&self) -> &str {
        self.request.uri.path_and_query().map_or("/", |path| path.as_str())
    }

    /// The headers of the request, as they were sent. They hold cookies and other secrets.
    pub fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }
}

impl fmt::Debug for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestError")
            .field("error", &self.error)
            .field("route", &self.route)
            .field("method", self.method())
            .field("path", &self.path())
            .finish_non_exhaustive()
    }
}

/// The app's reporter, in the extensions of a request: for what goes on beside it.
#[derive(Clone)]
pub(super) struct ReportsTo(pub(super) Arc<Reporter>);

/// How the failure of a generation is reported that no request waits for.
pub(crate) struct ReportBeside {
    reporter: Arc<Reporter>,
    request: Reported,
}

impl ReportBeside {
    /// For the generation that this request has started, if its app has a reporter.
    pub(crate) fn of(parts: &mut Parts) -> Option<Self> {
        let ReportsTo(reporter) = parts.extensions.remove()?;
        Some(Self { reporter, request: Reported::of(parts) })
    }

    /// Tells the reporter.
    pub(crate) fn tell(self, failure: Failure) {
        self.request.tell(failure, true, &*self.reporter);
    }
}

/// What is kept of a request, in case it fails.
pub(super) struct Reported {
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

impl Reported {
    pub(super) fn of(parts: &Parts) -> Self {
        let original = parts.extensions.get::<OriginalUri>();
        Self {
            method: parts.method.clone(),
            uri: original.map_or(&parts.uri, |OriginalUri(uri)| uri).clone(),
            headers: parts.headers.clone(),
        }
    }

    /// Tells the reporter, if the answer is a failure.
    pub(super) fn report(self, response: &mut Response, reporter: &Reporter) {
        if let Some(failure) = Failure::take(response.extensions_mut()) {
            self.tell(failure, false, reporter);
        }
    }

    fn tell(self, Failure { error, route }: Failure, is_beside: bool, reporter: &Reporter) {
        let error = RequestError { error, route, request: self, is_beside };
        // The client is answered whatever becomes of the report.
        if let Err(message) = panic::catch(|| reporter(error)) {
            tracing::error!(message, "the reporter of errors panicked");
        }
    }
}
