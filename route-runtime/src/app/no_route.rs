//! What the router does with a request that no route takes.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use tower_service::Service;

/// The router's fallback: it gives the request back, in the extensions of a 404.
#[derive(Clone)]
pub(super) struct NoRoute;

/// Extensions can be cloned, a request cannot.
#[derive(Clone)]
struct Returned(Arc<Mutex<Option<Request>>>);

impl NoRoute {
    /// The request, if the response says that no route has taken it.
    pub(super) fn take(response: &mut Response) -> Option<Request> {
        let Returned(request) = response.extensions_mut().remove()?;
        request.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Service<Request> for NoRoute {
    type Response = Response;
    type Error = Infallible;
    type Future = Ready<Result<Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let mut response = StatusCode::NOT_FOUND.into_response();
        response.extensions_mut().insert(Returned(Arc::new(Mutex::new(Some(request)))));
        ready(Ok(response))
    }
}
