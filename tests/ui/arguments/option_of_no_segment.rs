use route_runtime::{route, routes};

#[route("/items/[id]")]
async fn GET(page: Option<u64>) -> String {
    format!("{page:?}")
}

fn main() {
    let _ = GET(None);
    let _: axum::Router = routes![GET].into_router();
}
