use route_runtime::{route, routes};

#[route("/items/[id]")]
async fn GET(id: Vec<String>) -> String {
    id.concat()
}

fn main() {
    let _ = GET(Vec::new());
    let _: axum::Router = routes![GET].into_router();
}
