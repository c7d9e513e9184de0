use route_runtime::{App, NextResponse, middleware, routes};

#[middleware]
async fn guard() -> NextResponse {
    NextResponse::next()
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
