use route_runtime::{route, routes};

#[route("/items/[itemId]")]
async fn GET(item_id: String) -> String {
    item_id
}

fn main() {
    let _ = GET(String::new());
    let _: axum::Router = routes![GET].into_router();
}
