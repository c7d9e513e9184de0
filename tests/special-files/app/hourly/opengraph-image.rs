use crate::Runs;
use axum::extract::State;
use route_runtime::{NextResponse, route};

#[route(revalidate = 3600)]
pub async fn image(State(runs): State<Runs>) -> NextResponse {
    NextResponse::new(format!("{}", runs.count())).with_header("cache-control", "public, max-age=5")
}
