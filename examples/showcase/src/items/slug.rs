//! `app/items/[slug]/route.ts`: one item.

use super::Fields;
use crate::db::{Db, Item};
use axum::Json;
use axum::extract::State;
use route_runtime::{NextResponse, Result, RouteError, route};

#[route("/items/[slug]")]
pub(crate) async fn GET(slug: String, State(db): State<Db>) -> Result<Json<Item>> {
    db.get(&slug).map(Json).ok_or_else(|| not_found(&slug))
}

/// Takes axum's `Json`, which asks for its content type, where `req.json()` in `POST /items` does not. Both are fine.
#[route("/items/[slug]")]
pub(crate) async fn PUT(slug: String, State(db): State<Db>, Json(fields): Json<Fields>) -> Result<Json<Item>> {
    let item = fields.into_item(slug)?;
    if !db.replace(item.clone()) {
        return Err(not_found(&item.slug));
    }
    Ok(Json(item))
}

#[route("/items/[slug]")]
pub(crate) async fn DELETE(slug: String, State(db): State<Db>) -> Result {
    if !db.remove(&slug) {
        return Err(not_found(&slug));
    }
    Ok(NextResponse::new(()).with_status(204))
}

fn not_found(slug: &str) -> RouteError {
    RouteError::new(404, format!("there is no item `{slug}`"))
}
