// A scope whose name is a keyword.
#![deny(warnings)]

use route_runtime::{route, routes};

#[route(GET "/items", scope = r#type)]
async fn one() -> &'static str {
    "one"
}

#[route(GET "/items", scope = r#match)]
async fn other() -> &'static str {
    "other"
}

fn main() {
    let _: axum::Router = routes![one].into_router();
    let _: axum::Router = routes![other].into_router();
}
