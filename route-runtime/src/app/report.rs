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
pub struct RequestError {
    error: Arc<dyn HttpError>,
    route: Option<&'static RouteInfo>,
    request: Reported,
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
    pub fn route(&self) -> Option<&'static RouteInfo> {
        self.route
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
        if let Some(Failure { error, route }) = Failure::take(response.extensions_mut()) {
            let error = RequestError { error, route, request: self };
            // The client is answered whatever becomes of the report.
            if let Err(message) = panic::catch(|| reporter(error)) {
                tracing::error!(message, "the reporter of errors panicked");
            }
        }
    }
}
