//! Changed headers: each request to the API has a number that the route sees, and the client too.

use axum::http::{HeaderName, HeaderValue};
use route_runtime::{MiddlewareNext, NextRequest, NextResponse, headers, middleware, route};
use serde_json::json;
use std::sync::atomic::{AtomicU64, Ordering};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

static REQUESTS: AtomicU64 = AtomicU64::new(1);

/// ```ts
/// export function middleware(request: NextRequest) {
///   const requestHeaders = new Headers(request.headers)
///   requestHeaders.set('x-request-id', id)
///   const response = NextResponse.next({ request: { headers: requestHeaders } })
///   response.headers.set('x-request-id', id)
///   return response
/// }
///
/// export const config = { matcher: '/api/:path*' }
/// ```
#[middleware(matcher = "/api/:path*")]
pub(crate) async fn request_id(request: NextRequest) -> MiddlewareNext {
    let id = HeaderValue::from(REQUESTS.fetch_add(1, Ordering::Relaxed));
    let mut headers = request.headers().clone();
    // One that the client has sent is gone.
    headers.insert(REQUEST_ID, id.clone());
    NextResponse::next().with_request_headers(headers).with_header(REQUEST_ID, id)
}

/// Any function that a handler calls can read it.
#[route("/api/products")]
pub(crate) async fn GET() -> NextResponse {
    let headers = headers();
    let id = headers.get(REQUEST_ID).and_then(|id| id.to_str().ok());
    NextResponse::json(json!({ "products": ["mug", "pen"], "request": id }))
}
