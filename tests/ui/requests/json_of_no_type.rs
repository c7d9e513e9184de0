use route_runtime::{NextRequest, Result, route, routes};

#[route("/items")]
async fn POST(mut req: NextRequest) -> Result<&'static str> {
    let _item = req.json().await?;
    Ok("stored")
}

fn main() {
    let _: axum::Router = routes![POST].into_router();
}
