use route_runtime::route;

#[route]
pub async fn image() -> &'static str {
    "text"
}
