use crate::cache::{Cache, InCache, Scope};
use crate::context::{Context, is_stream};
use crate::failure::Failure;
use crate::panic;
use crate::problem::HttpError;
use crate::route::RouteInfo;
use axum::response::Response;
use http::StatusCode;
use pin_project_lite::pin_project;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
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

/// What a handler or a middleware ends with.
pub(crate) trait Answered: From<Response> {
    /// Whether nothing of it is made later, within the context.
    fn is_final(&self) -> bool;

    /// Adds what the context has for it.
    fn end(self, context: Context) -> Self;
}

impl Answered for Response {
    #[inline]
    fn is_final(&self) -> bool {
        !is_stream(self)
    }

    fn end(self, context: Context) -> Self {
        context.answer(self)
    }
}

impl<F> Running<F> {
    /// Runs a handler. For a request of the method HEAD no body is sent.
    pub(crate) fn new(route: &'static RouteInfo, is_head: bool, handler: F) -> Self {
        Self { handler, context: Context::new(route, is_head) }
    }

    /// Runs what makes an answer that may be stored and sent to others: no function below it sees a request.
    pub(crate) fn generating(
        route: &'static RouteInfo,
        cache: Cache,
        scope: Arc<Scope>,
        handler: F,
    ) -> Running<InCache<F>> {
        let context = Context::hidden(route, cache.clone(), scope);
        Running { handler: InCache::new(cache, handler), context }
    }
}

impl<F: Future<Output: Answered>> Future for Running<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, task: &mut task::Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        // The answer is large: it is written where it is wanted, and not handed from call to call.
        let mut poll = Poll::Pending;
        // A handler may call a router of its own, so there may be another context around this one.
        let outer = this.context.enter();
        let caught = panic::catch(|| poll = this.handler.poll(task));
        let is_final = matches!(&poll, Poll::Ready(answer) if answer.is_final());
        this.context.leave(outer, is_final);
        if let Err(message) = caught {
            poll = Poll::Ready(panicked(this.context.route(), message).into());
        }
        match poll {
            Poll::Ready(answer) if !is_final || this.context.is_shared() => {
                Poll::Ready(answer.end(this.context.take()))
            }
            poll => poll,
        }
    }
}

/// What the app's reporter is told of a panic.
#[derive(Debug, thiserror::Error)]
#[error("panicked: {0}")]
struct Panicked(String);

impl HttpError for Panicked {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

#[cold]
fn panicked(route: Option<&'static RouteInfo>, message: String) -> Response {
    tracing::error!(route = route.map(tracing::field::display), message, "a handler panicked");
    Failure::answer(Box::new(Panicked(message)), route)
}
