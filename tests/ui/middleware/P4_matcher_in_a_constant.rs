use route_runtime::{App, Middleware, NextResponse, middleware, routes};

const ACCOUNT: &str = "/account/:path*";

#[middleware(matcher = ACCOUNT)]
async fn guard() -> Middleware {
    NextResponse::next().into()
}

fn main() {
    let _ = (ACCOUNT, guard());
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
