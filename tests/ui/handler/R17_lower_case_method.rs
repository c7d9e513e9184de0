use route_runtime::{route, routes};

#[route("/items")]
async fn get() -> &'static str {
    ""
}

fn main() {
    let _ = get();
    let _: axum::Router = routes![get].into_router();
}
