use route_runtime::route;

#[route("/items")]
pub async fn GET() -> &'static str {
    "text"
}
