use route_runtime::{route, routes};

#[route("/items", methods = [GET, "POST"])]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![items].into_router();
}
