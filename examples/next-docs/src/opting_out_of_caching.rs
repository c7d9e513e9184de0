//! **Opting out of caching** (Next.js 13, 14): a handler that takes the request, one of another method, one that calls `cookies()` or
//! `headers()`, and one with `dynamic = 'force-dynamic'` are not cached, where every other GET is.
//!
//! Here no handler is cached without being asked for, so there is nothing to opt out of; `dynamic = "force-dynamic"` says so aloud.

use crate::Upstream;
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, Result, SearchParams, fetch, route};
use serde_json::{Value, json};
use std::time::{SystemTime, UNIX_EPOCH};

/// The request, with GET.
///
/// ```ts
/// // app/products/api/route.ts
/// export async function GET(request: Request) {
///   const { searchParams } = new URL(request.url)
///   const id = searchParams.get('id')
///   const res = await fetch(`${upstream}/product?id=${id}`, { headers: { 'API-Key': process.env.DATA_API_KEY } })
///   const product = await res.json()
///   return Response.json({ product })
/// }
/// ```
#[route("/opting-out-of-caching/products/api")]
pub async fn GET(request: NextRequest, State(upstream): State<Upstream>) -> Result {
    let mut query = SearchParams::default();
    if let Some(id) = request.next_url().search_params().get("id") {
        query.set("id", id);
    }
    let url = upstream.url(&format!("/product?{query}"));
    let res = fetch(url).header("api-key", upstream.api_key()).await?;
    let product: Value = res.json().await?;
    Ok(NextResponse::json(json!({ "product": product })))
}

/// Another method.
///
/// ```ts
/// // app/items/route.ts
/// export async function POST() {
///   const res = await fetch(`${upstream}/items`, {
///     method: 'POST',
///     headers: { 'Content-Type': 'application/json', 'API-Key': process.env.DATA_API_KEY },
///     body: JSON.stringify({ time: Date.now() }),
///   })
///   const data = await res.json()
///   return Response.json(data)
/// }
/// ```
#[route("/opting-out-of-caching/items")]
pub async fn POST(State(upstream): State<Upstream>) -> Result {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    let item = json!({ "time": u64::try_from(now)? });
    let call = fetch(upstream.url("/items")).method("POST").header("api-key", upstream.api_key()).json(&item);
    let res = call.await?;
    let data: Value = res.json().await?;
    Ok(NextResponse::json(&data))
}

/// Said aloud.
///
/// ```ts
/// // app/time/route.ts
/// export const dynamic = 'force-dynamic'
///
/// export async function GET() {
///   return Response.json({ time: Date.now() })
/// }
/// ```
#[route(GET "/opting-out-of-caching/time", dynamic = "force-dynamic")]
pub async fn time() -> Result {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    Ok(NextResponse::json(json!({ "time": u64::try_from(now)? })))
}
