use route_runtime::route;

#[route]
pub async fn robots() -> &'static str {
    "text"
}
