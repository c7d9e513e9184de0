use route_runtime::route;

#[route("/favicon.ico")]
pub async fn favicon() -> &'static str {
    "text"
}
