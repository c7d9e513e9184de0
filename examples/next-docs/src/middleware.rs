//! **Middleware** (Next.js 15 start): code that runs before a request reaches its handler, and can answer in its place.
//!
//! The attribute is not there yet, so this is a middleware of axum, with the matcher as a function. Next.js has one for the whole app,
//! in `middleware.ts`; here [`app`](crate::app) lays it around everything.

use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use route_runtime::{NextRequest, NextResponse, page};

/// ```ts
/// // middleware.ts
/// export function middleware(request: NextRequest) {
///   return NextResponse.redirect(new URL('/home', request.url))
/// }
///
/// export const config = { matcher: '/about/:path*' }
/// ```
pub async fn middleware(request: NextRequest, next: Next) -> Response {
    if !matches(request.next_url().pathname()) {
        return next.run(request.into()).await;
    }
    // A path and no URL (`request.next_url().join("/home")?`): it is right behind any proxy, and is what Next.js sends.
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
