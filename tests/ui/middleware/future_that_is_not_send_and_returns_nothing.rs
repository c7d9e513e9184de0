use route_runtime::{App, middleware, routes};
use std::rc::Rc;

#[middleware]
async fn guard() {
    let count = Rc::new(1);
    std::future::ready(()).await;
    drop(count);
}

fn main() {
    let _: axum::Router = App::new(routes![]).middleware(guard).into_router();
}
