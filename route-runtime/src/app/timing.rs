//! How long an answer took, for the developer's browser: `Server-Timing`, in debug builds.

use std::time::Instant;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use http::{HeaderName, HeaderValue};

/// Lets each answer of a router say how long it took, from the first step to the headers.
pub(super) fn tell<S>(router: Router<S>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    router.layer(from_fn(timed))
}

async fn timed(request: Request, next: Next) -> Response {
    let start = Instant::now();
    let mut answer = next.run(request).await;
    let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
    if let Ok(value) = HeaderValue::try_from(format!("total;dur={milliseconds:.3}")) {
        answer.headers_mut().append(HeaderName::from_static("server-timing"), value);
    }
    answer
}
