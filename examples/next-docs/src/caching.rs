//! **Caching** (all documents): a GET whose answer may be made once. Other methods are never cached, also beside such a GET.
//!
//! Next.js 13 and 14 cache a GET by default, later ones and this crate when asked.

use crate::Upstream;
use axum::extract::State;
use route_runtime::{NextResponse, Result, fetch, route};
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
#[route("/caching/items", dynamic = "force-static")]
pub async fn GET(State(upstream): State<Upstream>) -> Result {
    let res = fetch(upstream.url("/items"))
        .header("content-type", "application/json")
        .header("api-key", upstream.api_key())
        .await?;
    let data: Value = res.json().await?;
    Ok(NextResponse::json(json!({ "data": data })))
}
