// Two scopes are two apps; one table is one app.
use route_runtime::{page, route, routes};

#[page("/items", scope = site)]
async fn items() -> &'static str {
    "page"
}

#[route(POST "/items", scope = api)]
async fn create() -> &'static str {
    "route"
}

fn main() {
    let _: axum::Router = routes![items, create].into_router();
}
