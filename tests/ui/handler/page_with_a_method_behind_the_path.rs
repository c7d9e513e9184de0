use axum::response::Html;
use route_runtime::{page, routes};

#[page("/about", GET)]
async fn about() -> Html<&'static str> {
    Html("")
}

fn main() {
    let _: axum::Router = routes![about].into_router();
}
