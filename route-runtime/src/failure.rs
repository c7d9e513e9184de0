//! Why an answer is a failure of the server, for the app around the routes.

use std::fmt;
use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use http::{Extensions, StatusCode};

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
    /// The empty answer to an error that was logged.
    pub(crate) fn answer(error: Box<dyn HttpError>, route: Option<&'static RouteInfo>) -> Response {
        let mut response = error.status().into_response();
        response.extensions_mut().insert(Self { error: error.into(), route });
        response
    }

    /// The answer in place of one with a header or a cookie that cannot be sent, which was logged.
    pub(crate) fn unsendable(route: Option<&'static RouteInfo>) -> Response {
        Self::answer(Box::new(Unsendable), route)
    }

    /// Takes the mark off.
    pub(crate) fn take(extensions: &mut Extensions) -> Option<Self> {
        extensions.remove()
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the answer has a header or a cookie that cannot be sent")]
struct Unsendable;

impl HttpError for Unsendable {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure").field("error", &self.error).field("route", &self.route).finish()
    }
}
