use route_runtime::{route, routes};

#[route(GET "/items", scope = site)]
async fn site() -> &'static str {
    "site"
}

#[route(GET "/(api)/items", scope = api)]
async fn api() -> &'static str {
    "api"
}

fn main() {
    let _: axum::Router = routes![site, api].into_router();
}
