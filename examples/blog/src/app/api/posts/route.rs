//! `/api/posts`

mod new_post;

use crate::{Post, Posts, site};
use axum::Json;
use axum::extract::State;
use new_post::NewPost;
use route_runtime::{NextResponse, Result, RouteError, route};

#[route]
pub async fn GET(State(posts): State<Posts>) -> Json<Vec<Post>> {
    Json(posts.tagged(&[]))
}

#[route(body_limit = "64kb")]
pub async fn POST(State(posts): State<Posts>, Json(new): Json<NewPost>) -> Result {
    let post = new.into_post()?;
    let slug = post.slug.clone();
    let location = super::slug::route::GET::url(&post.slug);
    let created = NextResponse::json(&post).with_status(201).with_header("location", location);
    if !posts.add(post) {
        return Err(RouteError::new(409, "there is a post of this title"));
    }
    site::changed(&slug).await?;
    Ok(created)
}
