//! **Revalidating Cached Data** (Next.js 13, 14, 15): an answer that is made anew at most once a minute. There are two ways to ask
//! for it, for one `fetch` and for the whole route.
//!
//! `revalidate = 60` is still refused, and there is no `fetch` with a cache; the answers are made for each request until the caches
//! are there.

use crate::Upstream;
use axum::extract::State;
use route_runtime::{NextResponse, Result, route};
use serde_json::Value;

/// ```ts
/// // app/items/route.ts
/// export async function GET() {
///   const res = await fetch(`${upstream}/items`, { next: { revalidate: 60 } })
///   const data = await res.json()
///   return Response.json(data)
/// }
/// ```
#[route(GET "/revalidating-cached-data/items")]
pub async fn one_fetch(State(upstream): State<Upstream>) -> Result {
    let res = upstream.get("/items").header("api-key", upstream.api_key()).send().await?;
    let data: Value = res.json().await?;
    Ok(NextResponse::json(&data))
}

/// ```ts
/// // app/blog/route.ts
/// export const revalidate = 60
///
/// export async function GET() {
///   const data = await fetch(`${upstream}/blog`)
///   const posts = await data.json()
///   return Response.json(posts)
/// }
/// ```
#[route(GET "/revalidating-cached-data/blog")]
pub async fn whole_route(State(upstream): State<Upstream>) -> Result {
    let data = upstream.get("/blog").send().await?;
    let posts: Value = data.json().await?;
    Ok(NextResponse::json(&posts))
}
