use route_runtime::{App, middleware, routes};

#[middleware]
async fn guard() -> impl std::fmt::Display {
    "guard"
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
