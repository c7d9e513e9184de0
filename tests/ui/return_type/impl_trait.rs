use route_runtime::{route, routes};

#[route("/items")]
async fn GET() -> impl std::fmt::Display {
    "items"
}

fn main() {
    let _ = GET();
    let _: axum::Router = routes![GET].into_router();
}
