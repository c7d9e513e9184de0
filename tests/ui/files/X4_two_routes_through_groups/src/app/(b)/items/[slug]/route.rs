use route_runtime::route;

#[route]
pub async fn POST() -> &'static str {
    "text"
}
