//! The routes of the posts: what is kept, and what changes it.

use crate::{Instance, Posts, Shared};
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, Result, cached, not_found, revalidate_path, revalidate_tag, route};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct List {
    posts: Vec<String>,
    made_by: u16,
}

/// All posts. For 10 seconds they are as they were; when one is written, they are made anew.
#[route(GET "/posts", revalidate = 10, tags = ["posts"])]
pub(crate) async fn list(State(Shared { posts, instance }): State<Shared>) -> Result {
    let made_by = instance.makes().await;
    Ok(NextResponse::json(List { posts: posts.slugs().await?, made_by }))
}

#[derive(Serialize)]
struct Post {
    slug: String,
    text: String,
    made_by: u16,
}

/// One post. It is good until it is written again.
#[route(GET "/posts/[slug]", revalidate = false, tags = ["posts"])]
pub(crate) async fn read(slug: String, State(Shared { posts, instance }): State<Shared>) -> Result {
    let made_by = instance.makes().await;
    let Some(text) = posts.read(&slug).await? else { return Err(not_found()) };
    Ok(NextResponse::json(Post { slug, text, made_by }))
}

#[derive(Clone, Serialize, Deserialize)]
struct Words {
    words: usize,
    counted_by: u16,
}

/// What is kept is the value, and not an answer: the route that has it may read its request as it likes.
#[cached(life = "hours", tags = ["words"])]
async fn count(posts: Posts, slug: String) -> Result<Words> {
    let counted_by = Instance::of_this_process().makes().await;
    let text = posts.read(&slug).await?.unwrap_or_default();
    Ok(Words { words: text.split_whitespace().count(), counted_by })
}

/// How many words a post has, by a function that is cached.
#[route(GET "/posts/[slug]/words")]
pub(crate) async fn words(slug: String, State(Shared { posts, .. }): State<Shared>) -> Result {
    Ok(NextResponse::json(count(posts, slug).await?))
}

/// Writes a post. Who has had the answer sees the new text, at every instance; the list and the words follow, stale for one request more.
#[route(POST "/posts/[slug]")]
pub(crate) async fn write(slug: String, State(Shared { posts, .. }): State<Shared>, mut req: NextRequest) -> Result {
    if !posts.write(&slug, &req.text().await?).await? {
        return Ok(NextResponse::new("a slug is of letters, digits and dashes\n").with_status(400));
    }
    revalidate_path(format!("/posts/{slug}")).await?;
    revalidate_tag("posts", "max").await?;
    revalidate_tag("words", "max").await?;
    Ok(NextResponse::new("written\n"))
}
