use axum::Json;
use axum::http::StatusCode;
use route_runtime::{route, routes};

#[route("/items")]
async fn POST() -> (Json<u64>, StatusCode) {
    (Json(7), StatusCode::CREATED)
}

fn main() {
    let _: axum::Router = routes![POST].into_router();
}
