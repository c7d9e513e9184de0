use axum::extract::State;
use route_runtime::{App, route, routes};

#[derive(Clone)]
struct Db;

#[route("/items")]
async fn GET(State(Db): State<Db>) -> &'static str {
    ""
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    App::new(routes![GET]).start().await
}
