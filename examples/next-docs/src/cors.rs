//! **CORS** (Next.js 13, 14, 15): the headers of one handler.
//!
//! For several handlers, lay `tower_http::cors::CorsLayer` around their router, or write a middleware, or header rules of the app. The
//! example `middleware` has them in its `cors.rs` and `next_config.rs`.

use route_runtime::route;

/// Before a request with such headers a browser asks with OPTIONS, the preflight, so that answer has them too.
///
/// ```ts
/// // app/api/route.ts
/// const cors = {
///   'Access-Control-Allow-Origin': '*',
///   'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
///   'Access-Control-Allow-Headers': 'Content-Type, Authorization',
/// }
///
/// export async function GET(request: Request) {
///   return new Response('Hello, Next.js!', { status: 200, headers: cors })
/// }
///
/// export async function OPTIONS(request: Request) {
///   return new Response(null, { status: 204, headers: cors })
/// }
/// ```
#[route("/cors/api")]
pub mod api {
    use route_runtime::{NextRequest, NextResponse};

    fn with_cors(response: NextResponse) -> NextResponse {
        response
            .with_header("access-control-allow-origin", "*")
            .with_header("access-control-allow-methods", "GET, POST, PUT, DELETE, OPTIONS")
            .with_header("access-control-allow-headers", "Content-Type, Authorization")
    }

    /// The answer that a script of any site may read.
    pub async fn GET(_request: NextRequest) -> NextResponse {
        with_cors(NextResponse::new("Hello, Next.js!").with_status(200))
    }

    /// The preflight.
    pub async fn OPTIONS(_request: NextRequest) -> NextResponse {
        with_cors(NextResponse::new(()).with_status(204))
    }
}
