use axum::response::{IntoResponse, Response};
use http::StatusCode;

use crate::problem::{HttpError, answer};

/// Why there is no request to be seen: what [`try_cookies`](crate::try_cookies) and [`try_headers`](crate::try_headers) return.
///
/// As an answer it is a logged, empty 500: it is a mistake of the program.
///
/// ```
/// use route_runtime::{ContextError, try_headers};
///
/// assert_eq!(try_headers().unwrap_err(), ContextError::OutsideRequest);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContextError {
    /// No handler of this crate is running here. A task of `tokio::spawn` is no part of the handler that spawned it: use
    /// [`spawn`](crate::spawn).
    #[error("outside of a request: a task of `tokio::spawn` has none, one of `route_runtime::spawn` has")]
    OutsideRequest,

    /// The handler's arguments are being extracted, and the extractors have the request.
    #[error("in an extractor: extract `Cookies` or `HeaderMap` from the request's parts there")]
    Extractor,

    /// The answer, or the value of a cached function, may be stored and given to others, so it must not depend on the request.
    #[error("below a handler or a cached function, where what comes of it may be stored")]
    CachedHandler,
}

impl HttpError for ContextError {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

impl IntoResponse for ContextError {
    fn into_response(self) -> Response {
        answer(Box::new(self), None)
    }
}
