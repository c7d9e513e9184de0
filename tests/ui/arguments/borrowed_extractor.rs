use axum::http::HeaderMap;
use route_runtime::{route, routes};

#[route("/items")]
async fn GET(headers: &HeaderMap) -> String {
    headers.len().to_string()
}

fn main() {
    let _ = GET(&HeaderMap::new());
    let _: axum::Router = routes![GET].into_router();
}
