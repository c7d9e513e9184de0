use route_runtime::{route, routes};

#[route("/items")]
async fn GET() -> Json<u64> {
    axum::Json(7)
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
