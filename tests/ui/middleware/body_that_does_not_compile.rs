use route_runtime::{App, middleware, routes};

#[middleware]
async fn guard() {
    missing();
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
