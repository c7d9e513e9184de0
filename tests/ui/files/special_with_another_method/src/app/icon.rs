use route_runtime::route;

#[route(POST)]
pub async fn icon() -> &'static str {
    "text"
}
