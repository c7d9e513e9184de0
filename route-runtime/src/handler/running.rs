use crate::route::RouteInfo;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pin_project_lite::pin_project;
use std::any::Any;
use std::cell::Cell;
use std::future::Future;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

thread_local! {
    /// The route whose handler this thread is polling. A cell that is set at each poll costs a handful of instructions; an entry
    /// in the request's extensions cost 700, because it is the fourth and the map grows.
    static ROUTE: Cell<Option<&'static RouteInfo>> = const { Cell::new(None) };
}

/// The route whose handler is running, `None` outside of one.
pub(crate) fn route() -> Option<&'static RouteInfo> {
    ROUTE.get()
}

pin_project! {
    /// A handler that runs: it knows its route, and a panic in it is a logged 500 with an empty body (E1), so that the connection
    /// and its other requests go on.
    pub(crate) struct Running<F> {
        #[pin]
        handler: F,
        route: &'static RouteInfo,
    }
}

impl<F> Running<F> {
    pub(crate) fn new(route: &'static RouteInfo, handler: F) -> Self {
        Self { handler, route }
    }
}

impl<F: Future<Output = Response>> Future for Running<F> {
    type Output = Response;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Response> {
        let this = self.project();
        // A handler may call a router of its own, so there may be another one around this.
        let outer = ROUTE.replace(Some(this.route));
        // Nothing of the handler is looked at after a panic: its future is dropped with this one.
        let poll = catch_unwind(AssertUnwindSafe(|| this.handler.poll(cx)));
        ROUTE.set(outer);
        match poll {
            Ok(poll) => poll,
            Err(panic) => Poll::Ready(answer(this.route, panic)),
        }
    }
}

#[cold]
fn answer(route: &RouteInfo, panic: Box<dyn Any + Send>) -> Response {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("not a string");
    tracing::error!(%route, message, "a handler panicked");
    // What a handler panics with may itself panic when it is dropped; what that panics with is not tried again.
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        mem::forget(again);
    }
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
