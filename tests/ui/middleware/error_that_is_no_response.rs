use route_runtime::{App, Middleware, NextResponse, middleware, routes};

#[middleware]
async fn guard() -> Result<Middleware, std::fmt::Error> {
    Ok(NextResponse::next().into())
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
