use route_runtime::{Manifest, Result, route};

#[route]
pub async fn manifest() -> Result<Manifest> {
    Ok(Manifest::new().name("Acme"))
}
