//! CORS: which sites' scripts may read an answer. In three ways, of which an app chooses one for each path.

use axum::Router;
use axum::http::{HeaderValue, Method, header};
use route_runtime::{App, Middleware, NextRequest, NextResponse, middleware, route, routes};
use serde_json::json;
use tower_http::cors::{Any, CorsLayer};

const ALLOWED_ORIGINS: [&str; 2] = ["https://acme.com", "https://my-app.org"];

const CORS_OPTIONS: [(&str, &str); 2] = [
    ("access-control-allow-methods", "GET, POST, PUT, DELETE, OPTIONS"),
    ("access-control-allow-headers", "Content-Type, Authorization"),
];

/// **By hand**, as in the Next.js documents. It answers every OPTIONS request itself, so a route's own is never asked.
///
/// `Vary` is ours: without it a cache hands the answer for one site to another.
///
/// ```ts
/// const allowedOrigins = ['https://acme.com', 'https://my-app.org']
///
/// const corsOptions = {
///   'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE, OPTIONS',
///   'Access-Control-Allow-Headers': 'Content-Type, Authorization',
/// }
///
/// export function middleware(request: NextRequest) {
///   const origin = request.headers.get('origin') ?? ''
///   const isAllowedOrigin = allowedOrigins.includes(origin)
///
///   if (request.method === 'OPTIONS') {
///     const preflightHeaders = {
///       ...(isAllowedOrigin && { 'Access-Control-Allow-Origin': origin }),
///       ...corsOptions,
///     }
///     return NextResponse.json({}, { headers: preflightHeaders })
///   }
///
///   const response = NextResponse.next()
///   if (isAllowedOrigin) {
///     response.headers.set('Access-Control-Allow-Origin', origin)
///   }
///   Object.entries(corsOptions).forEach(([key, value]) => {
///     response.headers.set(key, value)
///   })
///   return response
/// }
///
/// export const config = { matcher: '/api/:path*' }
/// ```
#[middleware(matcher = "/api/:path*")]
pub(crate) async fn cors(request: NextRequest) -> Middleware {
    let origin = request.headers().get(header::ORIGIN);
    let allowed = ALLOWED_ORIGINS.into_iter().find(|allowed| origin.is_some_and(|origin| origin == allowed));
    let headers = CORS_OPTIONS
        .into_iter()
        .chain(allowed.map(|origin| ("access-control-allow-origin", origin)))
        .chain([("vary", "origin")]);

    if request.method() == Method::OPTIONS {
        return NextResponse::json(json!({})).with_headers(headers).into();
    }
    let next = NextResponse::next();
    headers.fold(next, |next, (name, value)| next.with_header(name, value)).into()
}

/// **A layer around some routes**, which are then merged into the app.
///
/// It answers OPTIONS, too, with 200, so the methods have to be written here once more: those that the routes' own OPTIONS would list
/// in `Allow`.
pub(crate) fn some_routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let cors = CorsLayer::new()
        .allow_origin(ALLOWED_ORIGINS.map(HeaderValue::from_static))
        .allow_methods([Method::GET, Method::HEAD]);
    routes![fonts::GET].into_router().layer(cors)
}

mod fonts {
    use super::*;

    /// A page of another site needs CORS to use a font.
    #[route("/fonts/[name]")]
    pub(super) async fn GET(name: String) -> NextResponse {
        NextResponse::new(format!("the font {name}")).with_header("content-type", "font/woff2")
    }
}

/// **A layer around a whole app**, which every site may read: also its 404s and what its middleware answer, because it is outside of
/// them.
pub fn whole_app() -> Router {
    App::new(routes![status::GET]).into_router().layer(CorsLayer::new().allow_origin(Any).allow_methods(Any))
}

mod status {
    use super::*;

    #[route("/status")]
    pub(super) async fn GET() -> &'static str {
        "all is well"
    }
}
