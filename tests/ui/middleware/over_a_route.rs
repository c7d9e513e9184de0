use route_runtime::{middleware, route, routes};

#[middleware]
#[route("/items")]
async fn GET() {}

fn main() {
    let _ = GET();
    let _: axum::Router = routes![GET].into_router();
}
