use axum::Json;
use route_runtime::{NextRequest, route, routes};

#[route("/items")]
async fn POST(req: NextRequest, Json(item): Json<String>) -> String {
    let _ = req;
    item
}

fn main() {
    let _ = POST;
    let _: axum::Router = routes![POST].into_router();
}
