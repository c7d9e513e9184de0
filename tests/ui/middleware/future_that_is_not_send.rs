use route_runtime::{App, Middleware, NextResponse, middleware, routes};
use std::rc::Rc;

#[middleware]
async fn guard() -> Middleware {
    let count = Rc::new(1);
    std::future::ready(()).await;
    drop(count);
    NextResponse::next().into()
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
