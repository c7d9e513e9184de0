// An argument that borrows from nothing.
use route_runtime::{route, routes};
use std::borrow::Cow;

#[route("/items/[id]")]
async fn GET(id: Cow<'_, str>) -> String {
    id.into_owned()
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
