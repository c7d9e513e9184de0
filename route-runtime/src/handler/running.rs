use crate::context::{Context, is_stream};
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
        context: Context,
    }
}

impl<F> Running<F> {
    /// Runs a handler. For a request of the method HEAD no body is sent.
    pub(crate) fn new(route: &'static RouteInfo, is_head: bool, handler: F) -> Self {
        Self { handler, context: Context::new(route, is_head) }
    }

    /// Runs what makes an answer that may be stored and sent to others: no function below it sees a request.
    pub fn without_request(route: &'static RouteInfo, handler: F) -> Self {
        Self { handler, context: Context::hidden(route) }
    }
}

impl<F: Future<Output = Response>> Future for Running<F> {
    type Output = Response;

    #[inline]
    fn poll(self: Pin<&mut Self>, task: &mut task::Context<'_>) -> Poll<Response> {
        let this = self.project();
        // The answer is large: it is written where it is wanted, and not handed from call to call.
        let mut poll = Poll::Pending;
        // A handler may call a router of its own, so there may be another context around this one.
        let outer = this.context.enter();
        let caught = panic::catch(|| poll = this.handler.poll(task));
        let is_final = matches!(&poll, Poll::Ready(response) if !is_stream(response));
        this.context.leave(outer, is_final);
        if let Err(message) = caught {
            poll = Poll::Ready(panicked(this.context.route(), &message));
        }
        match poll {
            Poll::Ready(response) if !is_final || this.context.is_shared() => {
                Poll::Ready(this.context.take().answer(response))
            }
            poll => poll,
        }
    }
}

#[cold]
fn panicked(route: Option<&RouteInfo>, message: &str) -> Response {
    let route = route.map(tracing::field::display);
    tracing::error!(route, message, "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
