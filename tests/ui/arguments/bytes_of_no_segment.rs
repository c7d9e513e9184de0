use axum::body::Bytes;
use route_runtime::{route, routes};

#[route("/items/[id]")]
async fn POST(id: u64, body: Bytes) -> Bytes {
    let _ = id;
    body
}

fn main() {
    let _ = POST(1, Bytes::new());
    let _: axum::Router = routes![POST].into_router();
}
