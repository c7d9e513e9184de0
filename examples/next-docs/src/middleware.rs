//! **Middleware**: code that runs before a request reaches its handler, and can answer in its place.
//!
//! The attribute of its own is not there yet, so this is a middleware of axum, with the matcher as a function. Next.js 14 and 15 keep
//! it in `middleware.ts`, one for the whole app; here [`app`](crate::app) lays it around everything.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use route_runtime::{NextResponse, page};

/// ```ts
/// // middleware.ts
/// export function middleware(request: NextRequest) {
///   return NextResponse.redirect(new URL('/home', request.url))
/// }
///
/// export const config = { matcher: '/about/:path*' }
/// ```
pub async fn middleware(request: Request, next: Next) -> Response {
    if !matches(request.uri().path()) {
        return next.run(request).await;
    }
    NextResponse::redirect(home::url()).into_response()
}

/// `/about/:path*`, where `:path*` is no segment, or any number of them.
fn matches(path: &str) -> bool {
    path.strip_prefix("/middleware/about").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Where the redirect leads.
#[page("/middleware/home")]
pub async fn home() -> Html<&'static str> {
    Html("<h1>Home</h1>")
}
