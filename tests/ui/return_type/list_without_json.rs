use route_runtime::{route, routes};

#[route("/users")]
async fn GET() -> Vec<String> {
    Vec::new()
}

fn main() {
    let _ = GET();
    let _: axum::Router = routes![GET].into_router();
}
