use route_runtime::{route, routes};

#[route("/items")]
async fn default() -> &'static str {
    ""
}

fn main() {
    let _ = default();
    let _: axum::Router = routes![default].into_router();
}
