//! What was here before: an ordinary axum router, with its own state and layers. It is merged as it is.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

#[derive(Clone, Default)]
struct Checks(Arc<AtomicU64>);

pub(crate) fn router() -> Router {
    Router::new()
        .route("/legacy/health", get(health))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(5)))
        // `RUST_LOG=tower_http=debug` shows what it logs.
        .layer(TraceLayer::new_for_http())
        .with_state(Checks::default())
}

async fn health(State(checks): State<Checks>) -> String {
    let nth = checks.0.fetch_add(1, Ordering::Relaxed) + 1;
    format!("healthy (check {nth})\n")
}
