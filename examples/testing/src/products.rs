//! The products.

use crate::{Product, Shop};
use axum::Json;
use axum::extract::State;
use route_runtime::{Result, route};

/// The list, good for a minute.
#[route("/products", revalidate = 60)]
pub async fn GET(State(shop): State<Shop>) -> Result<Json<Vec<Product>>> {
    Ok(Json(shop.catalog.all()?))
}

/// One product.
pub mod one {
    use super::*;
    use route_runtime::RouteError;

    /// Asks the catalog each time.
    #[route("/products/[slug]")]
    pub async fn GET(slug: String, State(shop): State<Shop>) -> Result<Json<Product>> {
        let product = shop.catalog.find(&slug)?;
        product.map(Json).ok_or_else(|| RouteError::new(404, format!("there is no product `{slug}`")))
    }
}
