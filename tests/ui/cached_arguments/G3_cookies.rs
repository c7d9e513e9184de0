use route_runtime::Cookies;
use route_runtime::{route, routes};

#[route("/items", revalidate = 60)]
async fn GET(_: Cookies) {}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
