//! `/api/posts/hello`

use super::Params;
use crate::{Post, Posts, site};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use route_runtime::{Result, not_found, route};

#[route]
pub async fn GET(Params { slug }: Params, State(posts): State<Posts>) -> Result<Json<Post>> {
    Ok(Json(posts.get(&slug).ok_or_else(not_found)?))
}

#[route]
pub async fn DELETE(Params { slug }: Params, State(posts): State<Posts>) -> Result<StatusCode> {
    if !posts.remove(&slug) {
        return Err(not_found());
    }
    site::changed(&slug).await?;
    Ok(StatusCode::NO_CONTENT)
}
