use crate::context::{Context, within};
use crate::panic;
use crate::route::RouteInfo;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pin_project_lite::pin_project;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context as Task, Poll};

pin_project! {
    /// A handler that runs: the functions below it see its context, and a panic in it is a logged 500 with an empty body (E1), so
    /// that the connection and its other requests go on.
    pub struct Running<F> {
        #[pin]
        handler: F,
        // `None` while it is polled, and when it is done.
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
    fn poll(self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<Response> {
        let this = self.project();
        // A handler may call a router of its own, so there may be another context around this one.
        let poll = within(this.context, || panic::catch(|| this.handler.poll(task)));
        let response = match poll {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(response)) => response,
            Err(message) => panicked(this.context.as_ref(), &message),
        };
        Poll::Ready(match this.context.take() {
            Some(context) => context.answer(response),
            None => response,
        })
    }
}

#[cold]
fn panicked(context: Option<&Context>, message: &str) -> Response {
    let route = context.map(|context| tracing::field::display(context.route()));
    tracing::error!(route, message, "a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
