use route_runtime::{App, route};

#[route("/items")]
async fn GET() -> &'static str {
    ""
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    App::new(GET).start().await
}
