use route_runtime::{App, Middleware, NextResponse, middleware, routes};

#[middleware(matcher = { source = "/api/:path*", has = ["authorization"] })]
async fn guard() -> Middleware {
    NextResponse::next().into()
}

fn main() {
    let _ = guard();
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
