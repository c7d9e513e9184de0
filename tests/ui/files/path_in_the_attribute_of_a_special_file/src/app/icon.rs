use route_runtime::route;

#[route("/icon")]
pub async fn icon() -> &'static str {
    "text"
}
