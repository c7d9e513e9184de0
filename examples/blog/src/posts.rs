//! The posts, in memory.

use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

const DAY: Duration = Duration::from_secs(86_400);

/// One post. Its slug is its place in a URL.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// What the URL ends with.
    pub slug: String,
    /// Plain text, as the body is.
    pub title: String,
    /// Paragraphs, with an empty line between two.
    pub body: String,
    /// From the general to the special: `rust`, `macros`.
    #[serde(default)]
    pub tags: Vec<String>,
    /// When it was written.
    #[serde(skip, default = "SystemTime::now")]
    pub published: SystemTime,
}

/// All posts, the newest first. The state of the app.
#[derive(Clone, Default)]
pub struct Posts {
    posts: Arc<RwLock<Vec<Post>>>,
}

impl Posts {
    /// What the blog starts with.
    pub fn first() -> Self {
        let posts = Self::default();
        for (slug, title, body, tags, day) in [
            ("hello", "Hello", "A folder is a segment.\n\nA file is its handlers.", &["meta"][..], 20_758),
            ("files & folders", "Files & folders", "What is in a `route.rs`?", &["rust", "macros"], 20_785),
        ] {
            posts.add(Post {
                slug: slug.to_owned(),
                title: title.to_owned(),
                body: body.to_owned(),
                tags: tags.iter().map(|&tag| tag.to_owned()).collect(),
                published: SystemTime::UNIX_EPOCH + DAY * day,
            });
        }
        posts
    }

    /// The posts whose tags begin with these, in this order; all of them for none.
    pub fn tagged(&self, tags: &[String]) -> Vec<Post> {
        self.read(|posts| posts.iter().filter(|post| post.tags.starts_with(tags)).cloned().collect())
    }

    /// The post of this slug.
    pub fn get(&self, slug: &str) -> Option<Post> {
        self.read(|posts| posts.iter().find(|post| post.slug == slug).cloned())
    }

    /// Adds a post, unless there is one of its slug.
    pub fn add(&self, post: Post) -> bool {
        let mut posts = self.posts.write().unwrap_or_else(PoisonError::into_inner);
        let is_new = posts.iter().all(|other| other.slug != post.slug);
        if is_new {
            posts.insert(0, post);
        }
        is_new
    }

    /// Removes a post, and says whether there was one.
    pub fn remove(&self, slug: &str) -> bool {
        let mut posts = self.posts.write().unwrap_or_else(PoisonError::into_inner);
        let before = posts.len();
        posts.retain(|post| post.slug != slug);
        posts.len() < before
    }

    fn read<T>(&self, read: impl FnOnce(&[Post]) -> T) -> T {
        read(&self.posts.read().unwrap_or_else(PoisonError::into_inner))
    }
}
