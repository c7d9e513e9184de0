use route_runtime::{route, routes};

#[route("/items")]
async fn GET(page: u64) -> String {
    page.to_string()
}

fn main() {
    let _ = GET(1);
    let _: axum::Router = routes![GET].into_router();
}
