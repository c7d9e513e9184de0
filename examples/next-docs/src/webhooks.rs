//! **Webhooks** (Next.js 14, 15): the body as text, and no parser of bodies to switch off. `try` and `catch` are a function that
//! returns a `Result`, and a `match` on it.

use route_runtime::{NextRequest, NextResponse, Result, route};
use serde::Deserialize;

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
