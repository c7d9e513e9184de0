//! `crate = path` where the runtime has another name, and `routes!` through a re-export.

// The name is taken, so that nothing finds the runtime by it.
extern crate core as route_runtime;

use route_tests_other::route_runtime::{page, route, routes};

#[route("/items/[id]", crate = route_tests_other::route_runtime)]
async fn GET(id: u64) -> String {
    id.to_string()
}

#[route("/posts/[slug]", crate = ::route_tests_other::route_runtime, max_duration = 10)]
mod posts {
    pub async fn GET(Params { slug }: Params) -> String {
        slug
    }
}

#[page("/", crate = route_tests_other::route_runtime)]
async fn home() {}

fn main() {
    let _: axum::Router = routes![GET, posts::route, home].into_router();
}
