use route_runtime::{route, routes};
use route_tests_other as other;

#[route(PUT "/other/files/[...rest]")]
async fn write() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![other::files::route, write].into_router();
}
