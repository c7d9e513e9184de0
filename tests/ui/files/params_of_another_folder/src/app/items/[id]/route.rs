use route_runtime::route;

#[route]
pub async fn GET(params: super::Params) -> String {
    params.id
}
