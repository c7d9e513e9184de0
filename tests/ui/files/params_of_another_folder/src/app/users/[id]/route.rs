use route_runtime::route;

#[route]
pub async fn GET(params: crate::app::items::id::Params) -> String {
    params.id
}
