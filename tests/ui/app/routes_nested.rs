use route_runtime::{route, routes};

#[route("/items")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = axum::Router::new().nest("/api", routes![GET]);
}
