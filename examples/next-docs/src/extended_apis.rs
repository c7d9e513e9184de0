//! **Extended `NextRequest` and `NextResponse` APIs** (all documents): what Fetch's types do not have. The documents name them
//! without an example; this one is ours.

use route_runtime::{NextRequest, NextResponse, route};
use serde_json::json;

/// ```ts
/// // app/api/route.ts
/// export async function GET(request: NextRequest) {
///   const response = NextResponse.json({
///     path: request.nextUrl.pathname,
///     theme: request.cookies.get('theme')?.value ?? null,
///   })
///   response.cookies.set('seen', '1')
///   return response
/// }
/// ```
#[route("/extended-apis/api")]
pub async fn GET(request: NextRequest) -> NextResponse {
    let theme = request.cookies().get("theme");
    let mut response = NextResponse::json(json!({
        "path": request.next_url().pathname(),
        "theme": theme.as_ref().map(|theme| theme.value()),
    }));
    response.cookies_mut().set("seen", "1");
    response
}
