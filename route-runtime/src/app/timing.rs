//! How long an answer took, for the developer's browser: `Server-Timing`, in debug builds.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use axum::routing::Route;
use http::{HeaderName, HeaderValue};
use tower_layer::layer_fn;
use tower_service::Service;

/// Lets each answer of a router say how long it took, from the first step to the headers.
pub(super) fn tell<S>(router: Router<S>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    router.layer(layer_fn(|route: Route| Timed { route }))
}

#[derive(Clone)]
struct Timed {
    route: Route,
}

impl Service<Request> for Timed {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let start = Instant::now();
        let answer = self.route.call(request);
        Box::pin(async move {
            let mut answer = answer.await?;
            let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
            if let Ok(value) = HeaderValue::try_from(format!("total;dur={milliseconds:.3}")) {
                answer.headers_mut().append(HeaderName::from_static("server-timing"), value);
            }
            Ok(answer)
        })
    }
}
