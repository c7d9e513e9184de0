use route_runtime::{route, routes};
use std::rc::Rc;

#[route("/items")]
async fn GET() -> String {
    let items = Rc::new(String::new());
    std::future::ready(()).await;
    items.to_string()
}

fn main() {
    let _ = GET();
    let _: axum::Router = routes![GET].into_router();
}
