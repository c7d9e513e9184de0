//! An experiment: half of the visitors see another home page, and see it again when they come back.

use axum::response::Html;
use route_runtime::{Cookie, MiddlewareNext, NextRequest, NextResponse, middleware, page};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// How long a visitor keeps a variant.
const MONTH: Duration = Duration::from_secs(30 * 24 * 60 * 60);

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variant {
    A,
    B,
}

/// ```ts
/// export function middleware(request: NextRequest) {
///   const variant = request.cookies.get('variant')?.value === 'b' ? ...
///   const response = NextResponse.rewrite(new URL(`/home/${variant}`, request.url))
///   response.cookies.set('variant', variant, { maxAge: 60 * 60 * 24 * 30 })
///   return response
/// }
///
/// export const config = { matcher: '/' }
/// ```
#[middleware(matcher = "/")]
pub(crate) async fn choose(request: NextRequest) -> MiddlewareNext {
    let kept = request.cookies().get("variant").and_then(|cookie| cookie.value().parse().ok());
    let variant = kept.unwrap_or_else(|| if fastrand::bool() { Variant::A } else { Variant::B });
    let mut next = NextResponse::rewrite(home::url(variant));
    if kept.is_none() {
        next.cookies_mut().set_cookie(Cookie::new("variant", variant.to_string()).with_max_age(MONTH));
    }
    next
}

#[page("/home/[variant]")]
pub(crate) async fn home(variant: Variant) -> Html<&'static str> {
    Html(match variant {
        Variant::A => "<h1>Welcome</h1>",
        Variant::B => "<h1>Good to see you</h1>",
    })
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "a",
            Self::B => "b",
        })
    }
}

impl FromStr for Variant {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "a" => Ok(Self::A),
            "b" => Ok(Self::B),
            _ => Err("no such variant"),
        }
    }
}
