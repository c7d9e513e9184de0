use route_runtime::{NextRequest, Result, route, routes};

#[route("/items")]
async fn POST(req: &mut NextRequest) -> Result<String> {
    Ok(req.text().await?)
}

fn main() {
    let _: axum::Router = routes![POST].into_router();
}
