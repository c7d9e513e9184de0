use axum::Json;
use axum::body::Bytes;
use route_runtime::{NextRequest, route, routes};

#[route("/items/[slug]")]
async fn POST(slgu: String, req: NextRequest, item: Json<String>, raw: Bytes) -> String {
    let _ = (slgu, req, raw);
    item.0
}

fn main() {
    let _ = POST;
    let _: axum::Router = routes![POST].into_router();
}
