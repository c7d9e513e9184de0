use route_runtime::{App, middleware, route, routes};

#[route(GET "/items")]
#[middleware]
async fn items() {}

fn main() {
    let _ = items();
    let _: axum::Router = App::new(routes![]).middleware(items).into_router();
}
