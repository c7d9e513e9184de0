use route_runtime::{App, middleware, routes};

#[middleware(matcher = "/a")]
#[middleware(matcher = "/b")]
async fn guard() {}

fn main() {
    let _ = guard();
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
