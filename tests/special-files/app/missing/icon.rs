use route_runtime::{Result, not_found, route};

#[route]
pub async fn icon() -> Result<&'static str> {
    Err(not_found())
}
