use axum::http::HeaderMap;
use route_runtime::{route, routes};

#[route("/items", revalidate = 60)]
async fn GET(_: Result<HeaderMap, ()>) {}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
