use route_runtime::{page, route, routes};

#[page("/items")]
#[route(POST "/items/new")]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _ = items();
    let _: axum::Router = routes![items].into_router();
}
