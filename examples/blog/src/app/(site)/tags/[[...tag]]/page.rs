//! `/tags`, `/tags/rust` and `/tags/rust/macros`

use crate::{Posts, layout};
use axum::extract::State;
use maud::Markup;
use route_runtime::page;

#[page]
pub async fn page(tag: Option<Vec<String>>, State(posts): State<Posts>) -> Markup {
    let tags = tag.unwrap_or_default();
    let title = if tags.is_empty() { "All tags".to_owned() } else { tags.join(" / ") };
    layout::page(&title, &layout::list(&posts.tagged(&tags)))
}
