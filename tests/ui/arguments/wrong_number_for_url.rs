use route_runtime::{route, routes};

#[route("/items/[id]")]
async fn GET(id: u64) -> String {
    id.to_string()
}

fn main() {
    let _ = GET::url();
    let _: axum::Router = routes![GET].into_router();
}
