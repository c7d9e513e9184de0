//! `/about`: the group `(site)` is no part of the URL.

use crate::layout;
use maud::{Markup, html};
use route_runtime::page;

#[page]
pub async fn page() -> Markup {
    layout::page("About", &html!(p { "Written in Rust, in the folders of Next.js." }))
}
