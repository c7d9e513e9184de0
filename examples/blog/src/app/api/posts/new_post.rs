//! A module like any other: only `route.rs`, `page.rs` and the special files have a meaning by their name.

use crate::Post;
use route_runtime::{Result, RouteError};
use serde::Deserialize;
use std::time::SystemTime;

#[derive(Deserialize)]
pub struct NewPost {
    title: String,
    body: String,
    #[serde(default)]
    tags: Vec<String>,
}

impl NewPost {
    /// The post, with a slug made from its title.
    pub fn into_post(self) -> Result<Post> {
        let words = self.title.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        let slug = words.map(str::to_lowercase).collect::<Vec<_>>().join("-");
        if slug.is_empty() {
            return Err(RouteError::new(422, "a title needs a letter"));
        }
        let Self { title, body, tags } = self;
        Ok(Post { slug, title, body, tags, published: SystemTime::now() })
    }
}
