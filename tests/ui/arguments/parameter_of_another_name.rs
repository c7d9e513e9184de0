use route_runtime::{route, routes};

#[route("/items/[slug]")]
async fn GET(id: u64) -> String {
    id.to_string()
}

fn main() {
    let _ = GET(1);
    let _: axum::Router = routes![GET].into_router();
}
