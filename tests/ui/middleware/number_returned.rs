use route_runtime::{App, middleware, routes};

#[middleware]
async fn guard() -> u32 {
    7
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
