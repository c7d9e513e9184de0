use route_runtime::{route, routes};

#[route("/items/[item-id]")]
async fn GET(itemid: String) -> String {
    itemid
}

fn main() {
    let _ = GET(String::new());
    let _: axum::Router = routes![GET].into_router();
}
