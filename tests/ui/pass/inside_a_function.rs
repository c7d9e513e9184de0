#![deny(warnings)]

use route_runtime::{route, routes};

fn app() -> axum::Router {
    #[route("/items/[id]")]
    async fn GET(id: u64) -> String {
        id.to_string()
    }

    routes![GET].into_router()
}

fn other() -> axum::Router {
    #[route("/items/[id]", scope = other)]
    async fn GET(id: u64) -> String {
        id.to_string()
    }

    let nested = || {
        #[route(POST "/items", scope = other)]
        async fn create() {}

        routes![GET, create]
    };
    nested().into_router()
}

fn main() {
    let _ = (app(), other());
}
