//! The options that act around a handler, as layers: a route without them pays nothing.

use crate::route::Config;
use axum::extract::{DefaultBodyLimit, Request};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, Route};
use http::StatusCode;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tower_layer::layer_fn;
use tower_service::Service;

pub(super) fn apply<S>(config: &'static Config, handler: MethodRouter<S>) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    let handler = match config.body_limit() {
        Some(limit) => handler.layer(DefaultBodyLimit::max(limit)),
        None => handler,
    };
    match config.max_duration() {
        Some(limit) => handler.layer(layer_fn(move |inner: Route| Timeout { inner, limit })),
        None => handler,
    }
}

/// Drops a handler that takes longer than `max_duration`, and answers 504.
#[derive(Clone)]
struct Timeout {
    inner: Route,
    limit: Duration,
}

impl Service<Request> for Timeout {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let handler = self.inner.call(request);
        let limit = self.limit;
        Box::pin(async move {
            match tokio::time::timeout(limit, handler).await {
                Ok(answer) => answer,
                Err(_) => {
                    tracing::warn!(seconds = limit.as_secs(), "a handler took longer than its `max_duration`");
                    Ok(StatusCode::GATEWAY_TIMEOUT.into_response())
                }
            }
        })
    }
}
