use axum::extract::State;
use route_runtime::{route, routes};

#[derive(Clone)]
struct Db;

#[route("/items")]
async fn GET(State(Db): State<Db>) -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = axum::Router::new().merge(routes![GET]);
}
