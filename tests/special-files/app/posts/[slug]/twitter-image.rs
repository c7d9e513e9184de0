use super::Params;
use route_runtime::route;

#[route]
pub async fn image(Params { slug }: Params) -> String {
    format!("twitter of {slug}")
}
