use crate::Runs;
use axum::extract::State;
use route_runtime::{NextResponse, route};

#[route]
pub async fn icon(State(runs): State<Runs>) -> NextResponse {
    NextResponse::new(format!("{}", runs.count())).with_header("content-type", "image/png")
}
