//! **Revalidating Cached Data** (Next.js 13, 14, 15): an answer that is made anew at most once a minute. There are two ways to ask
//! for it, for one `fetch` and for the whole route.

use crate::Upstream;
use axum::extract::State;
use route_runtime::{NextResponse, Result, fetch, route};
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
    let res = fetch(upstream.url("/items")).header("api-key", upstream.api_key()).revalidate(60).await?;
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
#[route(GET "/revalidating-cached-data/blog", revalidate = 60)]
pub async fn whole_route(State(upstream): State<Upstream>) -> Result {
    let data = fetch(upstream.url("/blog")).await?;
    let posts: Value = data.json().await?;
    Ok(NextResponse::json(&posts))
}
