use route_runtime::{route, routes};
use std::num::ParseIntError;

#[route("/items/[id]")]
async fn GET(id: String) -> Result<String, ParseIntError> {
    let id: u64 = id.parse()?;
    Ok(id.to_string())
}

fn main() {
    let _ = GET(String::new());
    let _: axum::Router = routes![GET].into_router();
}
