//! A message that outlives a redirect: a cookie that the next page shows and takes away.

use route_runtime::{Cookie, RouteError, SameSite, cookies, headers, redirect};
use std::time::Duration;

const NAME: &str = "flash";

/// Has the next page say this. The cookie is the client's, so a page treats the message as any other input.
pub(crate) fn set(message: impl Into<String>) {
    let cookie = Cookie::new(NAME, message.into())
        .with_max_age(Duration::from_secs(60))
        .with_http_only(true)
        .with_same_site(SameSite::Lax);
    cookies().set_cookie(cookie);
}

/// The message that was left for this page, once.
pub(crate) fn take() -> Option<String> {
    let message = cookies().get(NAME)?.value().to_owned();
    cookies().delete(NAME);
    Some(message)
}

/// How a form that was refused is answered: a program gets the problem document that says why, a browser goes back to the form,
/// which says it.
#[track_caller]
pub(crate) fn refuse(error: RouteError, form: String) -> RouteError {
    // What is no mistake of the client is logged, and not for the client to read.
    if !error.status().is_client_error() || !is_browser() {
        return error;
    }
    set(error.to_string());
    redirect(form)
}

/// Whether the client would rather have a page: what browsers ask for when they post a form.
fn is_browser() -> bool {
    let headers = headers();
    let accept = headers.get("accept").and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}
