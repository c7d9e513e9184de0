use route_runtime::{route, routes};

#[route("/items", GET)]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![items].into_router();
}
