use route_runtime::{NextRequest, Result, route, routes};

struct Item {
    name: String,
}

#[route("/items")]
async fn POST(mut req: NextRequest) -> Result<String> {
    let item: Item = req.json().await?;
    Ok(item.name)
}

fn main() {
    let _: axum::Router = routes![POST].into_router();
}
