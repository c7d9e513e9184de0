use route_runtime::route;

#[route]
pub async fn icon() -> u8 {
    1
}
