use route_runtime::route;

#[route]
pub async fn GET() -> &'static str {
    "text"
}
