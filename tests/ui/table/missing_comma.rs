use route_runtime::{route, routes};

#[route("/items")]
async fn GET() -> &'static str {
    ""
}

#[route("/items")]
async fn PUT() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![GET PUT].into_router();
}
