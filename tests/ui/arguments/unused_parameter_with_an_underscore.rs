use route_runtime::{route, routes};

#[route("/items/[slug]")]
async fn GET(_slug: String) -> &'static str {
    ""
}

fn main() {
    let _ = GET(String::new());
    let _: axum::Router = routes![GET].into_router();
}
