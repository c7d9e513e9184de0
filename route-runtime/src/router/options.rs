//! The options that act around a handler, as layers: a route without them pays nothing.

use crate::failure::Failure;
use crate::handler::Running;
use crate::problem::HttpError;
use crate::route::RouteInfo;
use axum::extract::{DefaultBodyLimit, Request};
use axum::response::Response;
use axum::routing::{MethodRouter, Route};
use http::StatusCode;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tower_layer::layer_fn;
use tower_service::Service;

pub(super) fn apply<S>(route: &'static RouteInfo, handler: MethodRouter<S>) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    if route.is_cached() {
        // It reads no body, and what takes long is the generation of an answer, which others wait for, too.
        return handler;
    }
    let handler = match route.config().body_limit() {
        Some(limit) => handler.layer(DefaultBodyLimit::max(limit)),
        None => handler,
    };
    match route.config().max_duration() {
        Some(limit) => handler.layer(layer_fn(move |inner: Route| Timeout { inner, limit, route })),
        None => handler,
    }
}

/// What the app's reporter is told.
#[derive(Debug, thiserror::Error)]
#[error("took longer than {} s", .0.as_secs())]
struct TookTooLong(Duration);

impl HttpError for TookTooLong {
    fn status(&self) -> StatusCode {
        StatusCode::GATEWAY_TIMEOUT
    }
}

/// The answer of a handler, or 504 if it takes longer than its `max_duration`; then it is dropped. To be called within the handler's
/// context: tokio's timer panics in a runtime that has none.
pub(crate) async fn within_max_duration(
    route: &'static RouteInfo,
    handler: impl Future<Output = Response>,
) -> Response {
    match route.config().max_duration() {
        Some(limit) => within(limit, route, handler).await,
        None => handler.await,
    }
}

async fn within(limit: Duration, route: &'static RouteInfo, handler: impl Future<Output = Response>) -> Response {
    tokio::time::timeout(limit, handler).await.unwrap_or_else(|_| {
        tracing::warn!(%route, seconds = limit.as_secs(), "a handler took longer than its `max_duration`");
        Failure::answer(Box::new(TookTooLong(limit)), Some(route))
    })
}

/// Drops a handler that takes longer than `max_duration`, and answers 504.
#[derive(Clone)]
struct Timeout {
    inner: Route,
    limit: Duration,
    route: &'static RouteInfo,
}

impl Service<Request> for Timeout {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let (handler, limit, route) = (self.inner.call(request), self.limit, self.route);
        let handler = async {
            let Ok(answer) = handler.await;
            answer
        };
        // `Running`, because tokio's timer panics in a runtime that has none.
        let answer = Running::new(route, false, within(limit, route, handler));
        Box::pin(async { Ok(answer.await) })
    }
}
