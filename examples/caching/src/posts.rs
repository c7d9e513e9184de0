//! Posts: a list, how many there are, and each by itself.

use crate::made::made;
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, Result, cache_tags, cached, revalidate_tag, route};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};

cache_tags! {
    pub(crate) AllPosts,
}

/// What would be a database. A handler with `State` may be cached: it is the same for all clients.
#[derive(Clone)]
pub(crate) struct Posts(Arc<Mutex<Vec<String>>>);

impl Default for Posts {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(vec!["tea".to_owned(), "water".to_owned()])))
    }
}

impl Posts {
    fn all(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn push(&self, slug: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(slug);
    }
}

#[derive(Deserialize, Serialize)]
struct Titles {
    made: u32,
    titles: Vec<String>,
}

/// A function that is cached: one value for all who call it. Its argument is where it looks, and no part of what it is asked for.
#[cached(life = "hours", tags = [AllPosts], key = ())]
async fn titles(posts: Posts) -> Titles {
    Titles { made: made("titles"), titles: posts.all() }
}

/// A route that is cached has the tags of the functions that it calls; naming them says so to the reader.
#[route("/posts", revalidate = 3600, tags = [AllPosts])]
pub(crate) async fn GET(State(posts): State<Posts>) -> NextResponse {
    NextResponse::json(titles(posts).await)
}

/// What depends on the client is not cached. What it is made of may be.
#[route(GET "/count")]
pub(crate) async fn count(req: NextRequest, State(posts): State<Posts>) -> NextResponse {
    let prefix = req.next_url().search_params().get("prefix").unwrap_or("");
    let Titles { made, titles } = titles(posts).await;
    let count = titles.iter().filter(|title| title.starts_with(prefix)).count();
    NextResponse::json(json!({ "made": made, "count": count }))
}

/// Other methods of a cached path run for each request.
#[route("/posts", body_limit = 100)]
pub(crate) async fn POST(mut req: NextRequest, State(posts): State<Posts>) -> Result {
    let title = req.text().await?;
    posts.push(title);
    // Awaited before the answer: the client that has made a post sees it when it asks again, or once more after that.
    revalidate_tag(AllPosts, "max").await?;
    Ok(NextResponse::new(()).with_status(201))
}

/// `dynamic_params = false` allows those alone that are listed when the program starts.
#[route("/posts/[slug]", revalidate = false, dynamic_params = false)]
pub(crate) mod one {
    use super::*;

    pub(crate) async fn GET(slug: String) -> NextResponse {
        NextResponse::json(json!({ "made": made(&slug), "slug": slug }))
    }

    pub(crate) async fn generate_static_params(State(posts): State<Posts>) -> Vec<Params> {
        posts.all().into_iter().map(|slug| Params { slug }).collect()
    }
}
