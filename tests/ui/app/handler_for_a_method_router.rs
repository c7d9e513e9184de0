use route_runtime::route;

#[route("/items")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _: axum::Router = axum::Router::new().route("/items", GET);
}
