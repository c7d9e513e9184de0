use axum::extract::State;
use route_runtime::{App, route, routes};

#[derive(Clone)]
struct Db;

#[derive(Clone)]
struct AppState {
    db: Db,
}

#[route("/items")]
async fn GET(State(Db): State<Db>) -> &'static str {
    ""
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    App::new(routes![GET]).with_state(AppState { db: Db }).start().await
}
