use route_runtime::{page, route, routes};

#[route(GET "/docs/[[...all]]")]
async fn all() -> &'static str {
    ""
}

#[page("/docs")]
async fn docs() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = routes![all, docs].into_router();
}
