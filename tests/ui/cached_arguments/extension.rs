use axum::Extension;
use route_runtime::{route, routes};

#[derive(Clone)]
struct User(String);

#[route("/me", revalidate = 60)]
async fn GET(Extension(User(name)): Extension<User>) -> String {
    name
}

fn main() {
    let _: axum::Router = routes![GET].into_router();
}
