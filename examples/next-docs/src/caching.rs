//! **Caching** (all documents): a GET whose answer may be made once. Other methods are never cached, also beside such a GET.
//!
//! Next.js 13 and 14 cache a GET by default, later ones when asked; here `dynamic = "force-static"` is still refused, and the answer
//! is made for each request until the route cache is there.

use crate::Upstream;
use axum::extract::State;
use route_runtime::{NextResponse, Result, route};
use serde_json::{Value, json};

/// ```ts
/// // app/items/route.ts
/// export const dynamic = 'force-static'
///
/// export async function GET() {
///   const res = await fetch(`${upstream}/items`, {
///     headers: { 'Content-Type': 'application/json', 'API-Key': process.env.DATA_API_KEY },
///   })
///   const data = await res.json()
///   return Response.json({ data })
/// }
/// ```
#[route("/caching/items")]
pub async fn GET(State(upstream): State<Upstream>) -> Result {
    let items = upstream.get("/items").header("content-type", "application/json").header("api-key", upstream.api_key());
    let res = items.send().await?;
    let data: Value = res.json().await?;
    Ok(NextResponse::json(json!({ "data": data })))
}
