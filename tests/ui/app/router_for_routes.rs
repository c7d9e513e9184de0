use axum::Router;
use axum::routing::get;
use route_runtime::App;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let router = Router::new().route("/health", get(async || "ok"));
    App::new(router).start().await
}
