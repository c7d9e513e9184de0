use route_runtime::{NextRequest, Result, route, routes};

#[route("/items")]
async fn POST(mut req: NextRequest) -> Result<String> {
    Ok(req.text()?)
}

fn main() {
    let _: axum::Router = routes![POST].into_router();
}
