use route_runtime::route;

#[route]
pub async fn GET(slag: String) -> String {
    slag
}
