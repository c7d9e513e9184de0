//! `/api/items`, in Rust.

use crate::items::{ITEMS, Item};
use axum::Json;
use route_runtime::route;

#[route]
pub async fn GET() -> Json<[Item; 2]> {
    Json(ITEMS)
}
