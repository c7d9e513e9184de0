use route_runtime::{App, route, routes};

#[route("/items")]
async fn GET() -> &'static str {
    ""
}

async fn main() -> std::io::Result<()> {
    App::new(routes![GET]).start().await
}
