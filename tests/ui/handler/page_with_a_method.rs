use route_runtime::{page, routes};

#[page(GET "/items")]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _ = items();
    let _: axum::Router = routes![items].into_router();
}
