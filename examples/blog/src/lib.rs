#![doc = include_str!("../README.md")]

mod layout;
mod posts;

pub use posts::{Post, Posts};

use route_runtime::{App, app_dir};

/// The pages and the API: a folder is a segment, a `route.rs` or a `page.rs` its handlers.
#[app_dir("src/app", state = crate::Posts)]
mod app {}

/// The whole app, with its posts.
pub fn blog(posts: Posts) -> axum::Router {
    App::new(app::routes()).into_router().with_state(posts)
}
