use axum::extract::{OriginalUri, State};
use axum::http::HeaderMap;
use route_runtime::{route, routes};

#[route("/items", revalidate = 60)]
async fn GET(_: HeaderMap, _: State<String>, _: OriginalUri) {}

fn main() {
    let _: axum::Router = routes![GET].into_router().with_state(String::new());
}
