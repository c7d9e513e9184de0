use route_runtime::{App, Middleware, NextResponse, middleware, routes};

#[middleware(matchers = "/a", except = [], matcher = ["/[id]", B, { source = "/a/:b", has = [headers("x"), query()] }])]
async fn guard() -> Middleware {
    NextResponse::next().into()
}

fn main() {
    let _ = guard();
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
