use route_runtime::route;

#[route]
async fn GET() -> &'static str {
    "text"
}
