use route_runtime::{route, routes};

#[route("/count")]
async fn GET() -> u64 {
    7
}

fn main() {
    let _ = GET();
    let _: axum::Router = routes![GET].into_router();
}
