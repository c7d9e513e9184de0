//! What the forms post to.

use crate::AppState;
use crate::pages;
use crate::sessions::User;
use crate::theme::Theme;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use route_runtime::{Middleware, NextRequest, NextResponse, Result, RouteError, middleware, redirect, route};
use serde::Deserialize;

#[derive(Deserialize)]
struct Login {
    name: String,
    password: String,
}

/// A redirect after a form was posted is a 303: the browser asks for the page with GET, and reloading it posts nothing.
#[route(POST "/api/login", body_limit = "4kb")]
pub(crate) async fn login(mut req: NextRequest, State(app): State<AppState>) -> Result<Response> {
    let Login { name, password } = req.form_data().await?.deserialize()?;
    if !app.users.has(&name, password).await? {
        // One answer, whichever of the two is wrong.
        let form = pages::login_form(Some("The name or the password is wrong."));
        return Ok((StatusCode::UNAUTHORIZED, form).into_response());
    }
    let is_secure = req.next_url().protocol() == "https:";
    app.sessions.begin(User { name }, is_secure)?;
    Err(redirect(pages::account::url()))
}

#[route(POST "/api/logout")]
pub(crate) async fn logout(State(app): State<AppState>) -> NextResponse {
    app.sessions.end();
    NextResponse::redirect(pages::home::url()).with_status(303)
}

#[derive(Deserialize)]
struct Choice {
    theme: Theme,
}

#[route(POST "/api/theme", body_limit = "4kb")]
pub(crate) async fn theme(mut req: NextRequest) -> Result {
    let Choice { theme } = req.form_data().await?.deserialize()?;
    theme.keep();
    Err(redirect(pages::home::url()))
}

/// Browsers say where a request comes from, all of them with `Origin`, and over TLS in a word. `SameSite` keeps the session away from forms of other sites; this keeps them from what
/// needs no session, such as logging somebody in as somebody else.
/// Behind a proxy that ends TLS, `App::trusted_proxies` or `App::public_url` says what the origin is.
#[middleware(matcher = "/api/:path*")]
pub(crate) async fn same_origin(req: NextRequest) -> Middleware {
    let is_of_another_site =
        req.headers().get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
            || req.headers().get("origin").is_some_and(|origin| *origin != req.next_url().origin());
    if is_of_another_site {
        RouteError::new(403, "a form of another site may not be posted here").into()
    } else {
        NextResponse::next().into()
    }
}
