//! **Request Body** (Next.js 13, 14, 15): `await request.json()`.

use route_runtime::{NextRequest, NextResponse, Result, route};
use serde_json::{Value, json};

/// JSON of any shape is a [`Value`]; with a type of your own in its place, another shape is answered with 400.
///
/// ```ts
/// // app/items/route.ts
/// export async function POST(request: Request) {
///   const res = await request.json()
///   return Response.json({ res })
/// }
/// ```
#[route("/request-body/items")]
pub async fn POST(mut request: NextRequest) -> Result {
    let res: Value = request.json().await?;
    Ok(NextResponse::json(json!({ "res": res })))
}
