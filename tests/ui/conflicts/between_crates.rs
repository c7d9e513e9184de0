use route_runtime::{route, routes};
use route_tests_other as other;

#[route(GET "/other/[id]")]
async fn mine(id: String) -> String {
    id
}

fn main() {
    let _: axum::Router = routes![mine, other::item].into_router();
}
