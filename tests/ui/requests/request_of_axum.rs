use axum::extract::Request;
use route_runtime::{Result, route, routes};

#[route("/items")]
async fn POST(mut req: Request) -> Result<String> {
    Ok(req.json().await?)
}

fn main() {
    let _: axum::Router = routes![POST].into_router();
}
