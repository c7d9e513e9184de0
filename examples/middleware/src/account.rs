//! A quick redirect: who has no session is sent to the login.
//!
//! "Quick" is the point. A middleware runs before every request that it matches, so it looks at the cookie and asks nobody. Whether the
//! session is one, and whose, is a question for the database: the handler asks it, and is safe also where the matcher has a hole. So a
//! middleware is no place for
//!
//! * fetching data, which the route has to wait for, and may not need;
//! * managing sessions: a cookie that anyone can write lets a request pass here, and no further.

use axum::response::Html;
use route_runtime::{
    Cookie, Middleware, NextRequest, NextResponse, Result, SameSite, cookies, middleware, page, redirect, route,
    unauthorized,
};

/// ```ts
/// export function middleware(request: NextRequest) {
///   if (!request.cookies.has('session')) {
///     return NextResponse.redirect(new URL('/login', request.url))
///   }
/// }
///
/// export const config = { matcher: '/account/:path*' }
/// ```
#[middleware(matcher = "/account/:path*")]
pub(crate) async fn guard(request: NextRequest) -> Middleware {
    if request.cookies().has("session") {
        NextResponse::next().into()
    } else {
        NextResponse::redirect(format!("{}{}", request.next_url().base_path(), login::url())).into()
    }
}

/// Asks whose session it is. A cookie of the client's own making is no session.
#[page("/account/[[...page]]")]
pub(crate) async fn account(page: Option<Vec<String>>) -> Result<String> {
    let session = cookies().get("session");
    let user = session.as_ref().and_then(|session| user_of(session.value())).ok_or_else(unauthorized)?;
    Ok(format!("{user}'s {}", page.map_or("account".to_owned(), |page| page.join(" "))))
}

/// What a real app asks its database.
fn user_of(session: &str) -> Option<&'static str> {
    (session == "5f1d7e").then_some("ada")
}

#[page("/login")]
pub(crate) async fn login() -> Html<&'static str> {
    Html("<form method=\"post\" action=\"login/ada\"><button>Log in as Ada</button></form>")
}

/// Logs in, and leads to the account. That the user is asked for a password is left out.
#[route("/login/[user]")]
pub(crate) async fn POST(request: NextRequest, user: String) -> Result {
    if user != "ada" {
        return Err(unauthorized());
    }
    cookies().set_cookie(Cookie::new("session", "5f1d7e").with_http_only(true).with_same_site(SameSite::Lax));
    Err(redirect(format!("{}{}", request.next_url().base_path(), account::url(None::<[&str; 0]>))))
}
