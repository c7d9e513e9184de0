//! `/api/items/1`, in Rust.

use crate::items::{Item, item};
use axum::Json;
use route_runtime::{Result, not_found, route};

#[route]
pub async fn GET(id: u32) -> Result<Json<Item>> {
    Ok(Json(item(id).ok_or_else(not_found)?))
}
