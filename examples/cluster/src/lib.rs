#![doc = include_str!("../README.md")]

mod instance;
mod invalidation;
mod post;
mod posts;

pub use instance::Instance;
pub use post::Posts;

use axum::Router;
use route_runtime::{App, Cache, routes};

/// The state of the app: what all instances have in common, and what is this one's own.
#[derive(Clone)]
pub struct Shared {
    posts: Posts,
    instance: Instance,
}

/// The whole app, with the cache that its instances share.
pub fn app(posts: Posts, instance: Instance, cache: Cache) -> Router {
    App::new(routes![posts::{list, read, words, write}, invalidation::POST, instance::GET])
        .cache(cache)
        .with_state(Shared { posts, instance })
        .into_router()
}
