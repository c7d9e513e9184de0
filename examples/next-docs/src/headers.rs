//! **Headers** (Next.js 14, 15): `headers()` in any function below a handler, which is read-only; those of a new response; and
//! `request.headers`.

use axum::http::HeaderMap;
use route_runtime::{NextRequest, NextResponse, headers, route};

/// `headers()` reads, and the new response has the header to set.
///
/// ```ts
/// // app/referer/route.ts
/// export async function GET(request: Request) {
///   const headersList = await headers()
///   const referer = headersList.get('referer')
///   return new Response('Hello, Next.js!', {
///     status: 200,
///     headers: { referer: referer },
///   })
/// }
/// ```
#[route(GET "/headers/referer")]
pub async fn referer() -> NextResponse {
    let headers_list = headers();
    let response = NextResponse::new("Hello, Next.js!").with_status(200);
    match headers_list.get("referer") {
        Some(referer) => response.with_header("referer", referer),
        // TypeScript sends the text `null`.
        None => response,
    }
}

/// ```ts
/// // app/request/route.ts
/// export async function GET(request: NextRequest) {
///   const requestHeaders = new Headers(request.headers)
///   requestHeaders.delete('cookie')
///   return Response.json([...requestHeaders.keys()])
/// }
/// ```
#[route(GET "/headers/request")]
pub async fn of_the_request(request: NextRequest) -> NextResponse {
    let mut request_headers: HeaderMap = request.headers().clone();
    request_headers.remove("cookie");
    let mut names: Vec<_> = request_headers.keys().map(|name| name.as_str()).collect();
    names.sort_unstable();
    NextResponse::json(&names)
}
