use axum::http::HeaderMap;
use route_runtime::{route, routes};

#[route("/items", revalidate = false)]
async fn GET(_: HeaderMap) {}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
