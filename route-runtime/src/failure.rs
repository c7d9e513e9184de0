//! Why an answer is a failure of the server, for the app around the routes.

use std::fmt;
use std::sync::Arc;

use axum::response::Response;
use http::Extensions;

use crate::problem::HttpError;
use crate::route::RouteInfo;

/// Goes with the response of a failure, from where it was logged to the app's reporter.
#[derive(Clone)]
pub(crate) struct Failure {
    pub(crate) error: Arc<dyn HttpError>,
    /// What was answering.
    pub(crate) route: Option<&'static RouteInfo>,
}

impl Failure {
    /// Marks a response as the answer to this failure.
    pub(crate) fn mark(self, response: &mut Response) {
        response.extensions_mut().insert(self);
    }

    /// Takes the mark off.
    pub(crate) fn take(extensions: &mut Extensions) -> Option<Self> {
        extensions.remove()
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure").field("error", &self.error).field("route", &self.route).finish()
    }
}
