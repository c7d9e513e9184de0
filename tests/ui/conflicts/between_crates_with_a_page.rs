use route_runtime::{route, routes};
use route_tests_other as other;

#[route(POST "/other")]
async fn create() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![other::home, create].into_router();
}
