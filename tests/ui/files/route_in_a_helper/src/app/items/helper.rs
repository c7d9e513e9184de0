use route_runtime::route;

#[route]
pub async fn PUT() -> &'static str {
    "text"
}
