use route_runtime::route;

#[route]
pub async fn icon(size: String) -> String {
    format!("apple {size}")
}
