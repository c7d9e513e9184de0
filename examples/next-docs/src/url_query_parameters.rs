//! **URL Query Parameters** (Next.js 14, 15): `request.nextUrl.searchParams`.

use route_runtime::{NextRequest, NextResponse, route};

/// ```ts
/// // app/api/search/route.ts
/// export function GET(request: NextRequest) {
///   const searchParams = request.nextUrl.searchParams
///   const query = searchParams.get('query')
///   return Response.json({ query })
/// }
/// ```
#[route("/url-query-parameters/api/search")]
pub async fn GET(request: NextRequest) -> NextResponse {
    let search_params = request.next_url().search_params();
    let query = search_params.get("query");
    // query is "hello" for /url-query-parameters/api/search?query=hello
    NextResponse::json(serde_json::json!({ "query": query }))
}
