use route_runtime::route;

#[route]
pub async fn icon() -> &'static str {
    "text"
}
#[route]
pub async fn large() -> &'static str {
    "text"
}
