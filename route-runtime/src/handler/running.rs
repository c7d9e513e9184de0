use crate::context::Context;
use crate::panic;
use crate::route::RouteInfo;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pin_project_lite::pin_project;
use std::future::Future;
use std::pin::Pin;
use std::task::{self, Poll};

pin_project! {
    /// A handler that runs: the functions below it see its context, and a panic in it is a logged 500 with an empty body (E1), so
    /// that the connection and its other requests go on.
    pub struct Running<F> {
        #[pin]
        handler: F,
        // `None` when it is done.
        context: Option<Context>,
    }
}

impl<F> Running<F> {
    pub(crate) fn new(route: &'static RouteInfo, handler: F) -> Self {
        Self { handler, context: Some(Context::new(route)) }
    }

    /// Runs what makes an answer that may be stored and sent to others: no function below it sees a request.
    pub fn without_request(route: &'static RouteInfo, handler: F) -> Self {
        Self { handler, context: Some(Context::hidden(route)) }
    }
}

impl<F: Future<Output = Response>> Future for Running<F> {
    type Output = Response;

    #[inline]
    fn poll(self: Pin<&mut Self>, task: &mut task::Context<'_>) -> Poll<Response> {
        let this = self.project();
        // Done, and polled again all the same.
        let Some(context) = this.context else { return Poll::Pending };
        // The answer is large: it is written where it is wanted, and not handed from call to call.
        let mut poll = Poll::Pending;
        // A handler may call a router of its own, so there may be another context around this one.
        if let Err(message) = context.enter(|| panic::catch(|| poll = this.handler.poll(task))) {
            poll = Poll::Ready(panicked(context.route(), &message));
        }
        match poll {
            Poll::Ready(response) if !context.leaves(&response) => Poll::Ready(match this.context.take() {
                Some(context) => context.answer(response),
                None => response,
            }),
            poll => poll,
        }
    }
}

#[cold]
fn panicked(route: &RouteInfo, message: &str) -> Response {
    tracing::error!(%route, message, "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
