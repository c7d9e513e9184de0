use axum::extract::State;
use route_runtime::{route, routes};

#[derive(Clone)]
struct Db;

#[derive(Clone)]
struct AppState;

#[route("/items")]
async fn GET(State(Db): State<Db>) -> &'static str {
    ""
}

fn main() {
    let _ = GET(State(Db));
    let _: axum::Router<AppState> = routes![GET].into_router();
}
