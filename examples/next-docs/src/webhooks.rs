//! **Webhooks** (Next.js 14, 15): the body as text, and no parser of bodies to switch off. `try` and `catch` are a function that
//! returns a `Result`, and a `match` on it. And one that invalidates what is cached.

use crate::Upstream;
use axum::extract::State;
use route_runtime::{NextRequest, NextResponse, Result, fetch, revalidate_tag, route};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "type")]
    kind: String,
}

/// ```ts
/// // app/api/route.ts
/// export async function POST(request: Request) {
///   try {
///     const text = await request.text()
///     const { type } = JSON.parse(text)
///     console.log(`received ${type}`)
///   } catch (error) {
///     return new Response(`Webhook error: ${error.message}`, { status: 400 })
///   }
///   return new Response('Success!', { status: 200 })
/// }
/// ```
#[route("/webhooks/api")]
pub async fn POST(request: NextRequest) -> NextResponse {
    match receive(request).await {
        Err(error) => NextResponse::new(format!("Webhook error: {error}")).with_status(400),
        Ok(()) => NextResponse::new("Success!").with_status(200),
    }
}

async fn receive(mut request: NextRequest) -> Result<()> {
    let text = request.text().await?;
    let Event { kind } = serde_json::from_str(&text)?;
    println!("received {kind}");
    Ok(())
}

/// What the webhook below invalidates: the posts, which are fetched once.
///
/// ```ts
/// // app/posts/route.ts
/// export async function GET() {
///   const res = await fetch(`${upstream}/blog`, { cache: 'force-cache', next: { tags: ['posts'] } })
///   return Response.json(await res.json())
/// }
/// ```
#[route(GET "/webhooks/posts")]
pub async fn posts(State(upstream): State<Upstream>) -> Result {
    let posts: Value = fetch(upstream.url("/blog")).force_cache().tags(["posts"]).await?.json().await?;
    Ok(NextResponse::json(&posts))
}

/// The upstream says that something of it has changed. It knows the key, and nobody else does.
///
/// ```ts
/// // app/revalidate/route.ts
/// export async function POST(request: NextRequest) {
///   if (request.headers.get('api-key') !== process.env.DATA_API_KEY) {
///     return Response.json({ error: 'Invalid key' }, { status: 401 })
///   }
///   const tag = request.nextUrl.searchParams.get('tag')
///   if (!tag) {
///     return Response.json({ error: 'Missing tag' }, { status: 400 })
///   }
///   revalidateTag(tag, 'max')
///   return Response.json({ revalidated: true })
/// }
/// ```
#[route(POST "/webhooks/revalidate")]
pub async fn revalidate(request: NextRequest, State(upstream): State<Upstream>) -> Result {
    let key = request.headers().get("api-key");
    if key.is_none_or(|key| key != upstream.api_key()) {
        return Ok(NextResponse::json(json!({ "error": "Invalid key" })).with_status(401));
    }
    let Some(tag) = request.next_url().search_params().get("tag").filter(|tag| !tag.is_empty()) else {
        return Ok(NextResponse::json(json!({ "error": "Missing tag" })).with_status(400));
    };
    revalidate_tag(tag, "max").await?;
    Ok(NextResponse::json(json!({ "revalidated": true })))
}
