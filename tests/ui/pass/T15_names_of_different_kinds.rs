//! The names of `[x]`, `[...x]` and `[[...x]]` are compared each among their own kind.

use route_runtime::{route, routes};

#[route(GET "/p/[id]")]
async fn one() {}

#[route(GET "/p/[...rest]")]
async fn rest() {}

#[route(GET "/q/[id]/x")]
async fn below() {}

#[route(GET "/q/[[...all]]")]
async fn all() {}

fn main() {
    let _: axum::Router = routes![one, rest, below, all].into_router();
}
