// A route that no table mounts is an ordinary piece of dead code.
#![deny(dead_code)]

use route_runtime::{route, routes};

#[route(GET "/items")]
async fn items() -> &'static str {
    ""
}

#[route(GET "/forgotten/[id]")]
async fn forgotten(id: u64) -> String {
    id.to_string()
}

fn main() {
    let _: axum::Router = routes![items].into_router();
}
