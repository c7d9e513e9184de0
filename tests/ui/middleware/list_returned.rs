use route_runtime::{App, middleware, routes};

#[middleware]
async fn guard() -> Vec<&'static str> {
    Vec::new()
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
