//! `/posts/hello`

use crate::{Posts, layout};
use axum::extract::State;
use maud::{Markup, html};
use route_runtime::{Result, not_found, page};

#[page]
pub async fn page(slug: String, State(posts): State<Posts>) -> Result<Markup> {
    let post = posts.get(&slug).ok_or_else(not_found)?;
    let paragraphs = post.body.split("\n\n");
    Ok(layout::post(&post, &html!(article { @for text in paragraphs { p { (text) } } })))
}
