use route_runtime::{route, routes};

#[route("/shops/[shop]/items/[item]/parts/[part]")]
async fn GET(id: u64, part: u64) -> String {
    format!("{id} {part}")
}

fn main() {
    let _ = GET(1, 2);
    let _: axum::Router = routes![GET].into_router();
}
