#![doc = include_str!("../README.md")]

mod layout;
mod posts;
mod site;

pub use posts::{Post, Posts};

use route_runtime::{App, MemoryStore, app_dir};

/// The pages and the API: a folder is a segment, a `route.rs` or a `page.rs` its handlers, and a special file is served under its own name.
#[app_dir("src/app", state = crate::Posts)]
mod app {}

/// The whole app, with its posts and a cache of its own.
pub fn blog(posts: Posts) -> axum::Router {
    App::new(app::routes()).cache(MemoryStore::new()).into_router().with_state(posts)
}
