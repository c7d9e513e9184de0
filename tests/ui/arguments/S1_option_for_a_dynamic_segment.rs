use route_runtime::{route, routes};

#[route("/items/[id]")]
async fn GET(id: Option<String>) -> String {
    id.unwrap_or_default()
}

fn main() {
    let _ = GET(None);
    let _: axum::Router = routes![GET].into_router();
}
