//! `/`

use crate::{Posts, layout};
use axum::extract::State;
use maud::Markup;
use route_runtime::page;

#[page]
pub async fn page(State(posts): State<Posts>) -> Markup {
    layout::page("Posts", &layout::list(&posts.tagged(&[])))
}
