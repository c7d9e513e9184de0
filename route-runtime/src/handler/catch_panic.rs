use crate::route::RouteInfo;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pin_project_lite::pin_project;
use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

pin_project! {
    /// Turns a panic of the handler into a logged 500 with an empty body (E1), so that the connection and its other requests
    /// go on.
    pub(super) struct CatchPanic<F> {
        #[pin]
        handler: F,
        route: &'static RouteInfo,
    }
}

impl<F> CatchPanic<F> {
    pub(super) fn new(route: &'static RouteInfo, handler: F) -> Self {
        Self { handler, route }
    }
}

impl<F: Future<Output = Response>> Future for CatchPanic<F> {
    type Output = Response;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        let this = self.project();
        // Nothing of the handler is looked at after a panic: its future is dropped with this one.
        match catch_unwind(AssertUnwindSafe(|| this.handler.poll(cx))) {
            Ok(poll) => poll,
            Err(panic) => Poll::Ready(answer(this.route, &*panic)),
        }
    }
}

#[cold]
fn answer(route: &RouteInfo, panic: &(dyn Any + Send)) -> Response {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("not a string");
    tracing::error!(%route, message, "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
