//! What a handler returns as an error to say what to answer: `redirect()`, `notFound()` and their like.

use std::fmt;
use std::panic::Location;

use axum::extract::Extension;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LOCATION};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use crate::context;
use crate::error::RouteError;
use crate::location;
use crate::problem::HttpError;

/// Ends a handler, and sends the client elsewhere: `redirect(url)` of `next/navigation` (NEXT-SPEC F1, F3).
///
/// The status is 307, which keeps the method and the body; after a form was posted it is 303, so that the browser asks for the new
/// page with GET: in a POST handler where the content type is `application/x-www-form-urlencoded` or begins with `multipart/form-data`,
/// or with the header `Next-Action`. The body is empty. Cookies that were set before are sent (C7).
///
/// `location` is a path or a URL. It is sent as it is (F10), but for what no URL contains (spaces, controls, `"`, `<`, `>`, non-ASCII),
/// which is percent-encoded. A location that a client chose (`?next=..`) can lead to another site; check it before.
///
/// ```
/// use route_runtime::{NextResponse, Result, redirect, route};
///
/// #[route("/account")]
/// async fn GET() -> Result {
///     let user: Option<String> = None;
///     let Some(user) = user else {
///         return Err(redirect("/login"));
///     };
///     Ok(NextResponse::new(user))
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(GET().await.unwrap_err().status(), 307);
/// # }
/// ```
#[track_caller]
pub fn redirect(location: impl fmt::Display) -> RouteError {
    to(location, StatusCode::TEMPORARY_REDIRECT)
}

/// [`redirect`] with 308: clients may remember that the resource has moved. `permanentRedirect(url)` (NEXT-SPEC F2).
///
/// ```
/// # use route_runtime::permanent_redirect;
/// assert_eq!(permanent_redirect("/new").status(), 308);
/// ```
#[doc(alias = "permanentRedirect")]
#[track_caller]
pub fn permanent_redirect(location: impl fmt::Display) -> RouteError {
    to(location, StatusCode::PERMANENT_REDIRECT)
}

/// Ends a handler with 404 and an empty body: `notFound()` (NEXT-SPEC F5). To tell the client more, use
/// [`RouteError::new`].
///
/// ```
/// # use route_runtime::not_found;
/// assert_eq!(not_found().status(), 404);
/// ```
#[doc(alias = "notFound")]
#[track_caller]
pub fn not_found() -> RouteError {
    bare(StatusCode::NOT_FOUND)
}

/// Ends a handler with 403 and an empty body: the client is known, and may not. `forbidden()` (NEXT-SPEC F6).
///
/// ```
/// # use route_runtime::forbidden;
/// assert_eq!(forbidden().status(), 403);
/// ```
#[track_caller]
pub fn forbidden() -> RouteError {
    bare(StatusCode::FORBIDDEN)
}

/// Ends a handler with 401 and an empty body: the client is not known. `unauthorized()` (NEXT-SPEC F7). It adds no
/// `WWW-Authenticate`.
///
/// ```
/// # use route_runtime::unauthorized;
/// assert_eq!(unauthorized().status(), 401);
/// ```
#[track_caller]
pub fn unauthorized() -> RouteError {
    bare(StatusCode::UNAUTHORIZED)
}

#[track_caller]
fn to(location: impl fmt::Display, status: StatusCode) -> RouteError {
    let status = if is_form_post() { StatusCode::SEE_OTHER } else { status };
    match location::header(location) {
        Ok(location) => RouteError::control_flow(ControlFlow { status, location: Some(location) }, Location::caller()),
        Err(error) => RouteError::from(error),
    }
}

#[track_caller]
fn bare(status: StatusCode) -> RouteError {
    RouteError::control_flow(ControlFlow { status, location: None }, Location::caller())
}

/// Whether the request that is being answered looks like a form that a browser has posted (F3).
fn is_form_post() -> bool {
    context::route().is_some_and(|route| route.method() == Method::POST)
        && context::request().is_ok_and(|request| has_form(request.headers()))
}

fn has_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes);
    kind == b"application/x-www-form-urlencoded"
        || kind.starts_with(b"multipart/form-data")
        || headers.contains_key("next-action")
}

/// The answer of an extractor that was asked while it had the request, so that its redirect could not know of the form.
pub(crate) fn after_form(mut rejection: Response, request: &Parts) -> Response {
    if rejection.extensions().get::<IsRedirect>().is_some()
        && request.method == Method::POST
        && has_form(&request.headers)
    {
        *rejection.status_mut() = StatusCode::SEE_OTHER;
    }
    rejection
}

/// Marks an answer that [`redirect`] or [`permanent_redirect`] has made.
#[derive(Clone, Copy)]
struct IsRedirect;

/// An answer without a body: a redirect, or a status alone.
#[derive(Debug)]
pub(crate) struct ControlFlow {
    status: StatusCode,
    location: Option<HeaderValue>,
}

impl ControlFlow {
    pub(crate) fn answer(&self) -> Response {
        match &self.location {
            Some(location) => (self.status, [(LOCATION, location.clone())], Extension(IsRedirect)).into_response(),
            None => self.status.into_response(),
        }
    }
}

impl fmt::Display for ControlFlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status;
        match &self.location {
            Some(location) => write!(f, "{status} to {}", String::from_utf8_lossy(location.as_bytes())),
            None => status.fmt(f),
        }
    }
}

impl std::error::Error for ControlFlow {}

impl HttpError for ControlFlow {
    fn status(&self) -> StatusCode {
        self.status
    }

    fn control_flow(&self) -> Option<&ControlFlow> {
        Some(self)
    }
}
