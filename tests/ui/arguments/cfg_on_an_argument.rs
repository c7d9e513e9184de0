// `#[cfg]` on an argument: the call in the expansion would not follow it.
use route_runtime::{route, routes};

#[route("/items/[id]")]
async fn GET(#[cfg(unix)] id: u64) -> String {
    id.to_string()
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
