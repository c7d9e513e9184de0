//! **Middleware** (Next.js 15 start): code that runs before a request reaches its handler, and can answer in its place.
//!
//! Next.js has one for the whole app, in `middleware.ts`. Here an app has as many as it likes: [`app`](crate::app) adds this one. The example
//! `middleware` has those of the documents' use cases.

use axum::response::Html;
use route_runtime::{NextRequest, NextResponse, middleware, page};

/// ```ts
/// // middleware.ts
/// export function middleware(request: NextRequest) {
///   return NextResponse.redirect(new URL('/home', request.url))
/// }
///
/// export const config = { matcher: '/about/:path*' }
/// ```
#[middleware(matcher = "/middleware/about/:path*")]
pub async fn middleware(_request: NextRequest) -> NextResponse {
    // A path and no URL (`request.next_url().join("/home")?`): it is right behind any proxy, and is what Next.js sends.
    NextResponse::redirect(home::url())
}

/// Where the redirect leads.
#[page("/middleware/home")]
pub async fn home() -> Html<&'static str> {
    Html("<h1>Home</h1>")
}
