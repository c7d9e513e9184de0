use route_runtime::{route, routes};

#[route("/items")]
async fn handler() -> &'static str {
    ""
}

fn main() {
    let _ = handler();
    let _: axum::Router = routes![handler].into_router();
}
