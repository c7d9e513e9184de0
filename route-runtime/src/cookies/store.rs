use std::borrow::Cow;
use std::fmt;
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::FromRequestParts;
use http::header::SET_COOKIE;
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use indexmap::IndexMap;

use super::cookie::{Cookie, check_name};
use super::request::RequestCookies;
use super::response::ResponseCookies;
use crate::context::{self, ContextError, RequestContext};

/// The cookies of the request that is being answered, to read and to set, in any function below a handler: `cookies()` of
/// `next/headers` (NEXT-SPEC C1).
///
/// Outside of a request there are none and what is set is dropped, and an error is logged that says where; below a handler whose answer
/// may be stored the same holds, and the answer is a logged 500. An extractor has the request itself: in one they are empty, too, and the log
/// says so; it extracts [`Cookies`] from the request's parts. [`try_cookies`] returns an error in all of these cases.
///
/// ```
/// use route_runtime::{cookies, redirect, Result, route, routes};
///
/// fn remember(theme: &'static str) {
///     cookies().set("theme", theme);
/// }
///
/// #[route("/theme/dark")]
/// async fn GET() -> Result {
///     remember("dark");
///     Err(redirect("/"))
/// }
///
/// let app: axum::Router = routes![GET].into_router();
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let request = http::Request::get("/theme/dark").body(axum::body::Body::empty()).unwrap();
/// let response = app.oneshot(request).await.unwrap();
/// assert_eq!(response.status(), 307);
/// assert_eq!(response.headers()["set-cookie"], "theme=dark; Path=/");
/// # });
/// ```
#[track_caller]
pub fn cookies() -> Cookies {
    Cookies::of(context::request_or_report("cookies()"))
}

/// [`cookies`], for code that may run where there is no request.
///
/// # Errors
///
/// [`ContextError`] says why there are none to be seen.
///
/// ```
/// # use route_runtime::try_cookies;
/// assert!(try_cookies().is_err());
/// ```
pub fn try_cookies() -> Result<Cookies, ContextError> {
    Ok(Cookies::of(Some(context::request()?)))
}

/// The cookies of the request that is being answered, with those that its answer will set: what [`cookies`] returns, and an extractor
/// in handlers of this crate.
///
/// Reads see earlier writes (NEXT-SPEC C2). Only what was changed is sent (C4), behind the cookies that the response itself sets, which
/// win where names are equal (C5); it is sent with every answer, redirects and errors too. When the answer's headers are on their way
/// (in [`after`](crate::after), in a stream, in a task that outlives the handler), what is set is dropped and an error is logged (C10).
///
/// A clone is cheap and is the same cookies.
///
/// ```
/// use route_runtime::{Cookies, route};
///
/// #[route("/visits")]
/// async fn GET(cookies: Cookies) -> String {
///     let visits = cookies.get("visits").and_then(|cookie| cookie.value().parse().ok()).unwrap_or(0) + 1;
///     cookies.set("visits", visits.to_string());
///     format!("visit number {visits}")
/// }
/// ```
#[doc(alias = "ReadonlyRequestCookies")]
#[derive(Clone)]
pub struct Cookies(Option<Arc<RequestContext>>);

impl Cookies {
    pub(crate) fn of(request: Option<Arc<RequestContext>>) -> Self {
        Self(request)
    }

    /// The cookie of this name, as the client would have it after this answer: `cookies().get(name)`. One that was deleted is not
    /// there.
    pub fn get(&self, name: &str) -> Option<Cookie> {
        let request = self.0.as_ref()?;
        match request.cookies.lock().find(name) {
            Some(cookie) => (!cookie.is_removal()).then(|| cookie.clone()),
            None => RequestCookies::new(request.headers()).get(name),
        }
    }

    /// Every cookie: `cookies().getAll()`. Those of the request come first and in its order.
    ///
    /// ```
    /// use route_runtime::{Cookie, Cookies, route, routes};
    ///
    /// #[route("/preferences")]
    /// async fn DELETE(cookies: Cookies) -> String {
    ///     if cookies.is_empty() {
    ///         return "nothing to forget".to_owned();
    ///     }
    ///     if cookies.has("tour") {
    ///         cookies.clear();
    ///         cookies.set_cookie(Cookie::new("tour", "seen").with_http_only(true));
    ///     } else {
    ///         // With the path at which it was set.
    ///         cookies.delete("theme").delete_cookie(Cookie::new("columns", "").with_path("/preferences"));
    ///     }
    ///     let names: Vec<String> = cookies.get_all().iter().map(|cookie| cookie.name().to_owned()).collect();
    ///     format!("{} left: {}", cookies.len(), names.join(", "))
    /// }
    ///
    /// let app: axum::Router = routes![DELETE].into_router();
    /// # use tower::ServiceExt;
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let sent = "theme=dark; columns=2; lang=en";
    /// let request = axum::http::Request::delete("/preferences").header("cookie", sent).body(axum::body::Body::empty()).unwrap();
    /// let body = app.clone().oneshot(request).await.unwrap().into_body();
    /// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "1 left: lang");
    ///
    /// let request = axum::http::Request::delete("/preferences").header("cookie", "lang=en; tour=on").body(axum::body::Body::empty()).unwrap();
    /// let body = app.oneshot(request).await.unwrap().into_body();
    /// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "1 left: tour");
    /// # });
    /// ```
    #[doc(alias = "getAll")]
    pub fn get_all(&self) -> Vec<Cookie> {
        let Some(request) = &self.0 else { return Vec::new() };
        let named = |cookie: Cookie| (cookie.name().to_owned(), cookie);
        let mut cookies: IndexMap<_, _> =
            RequestCookies::new(request.headers()).get_all().into_iter().map(named).collect();
        cookies.extend(request.cookies.lock().changes.values().map(|(change, _)| named(change.clone())));
        cookies.into_values().filter(|cookie| !cookie.is_removal()).collect()
    }

    /// Whether there is a cookie of this name: `cookies().has(name)`.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The number of cookies: `cookies().size`.
    #[doc(alias = "size")]
    pub fn len(&self) -> usize {
        self.get_all().len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.get_all().is_empty()
    }

    /// Sets a cookie without attributes but `Path=/`: `cookies().set(name, value)`.
    #[track_caller]
    pub fn set(&self, name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> &Self {
        self.set_cookie(Cookie::new(name, value))
    }

    /// Sets a cookie with attributes: `cookies().set({ name, value, .. })`.
    ///
    /// One that no header can carry is logged with the place in your code, and the answer becomes an empty 500.
    #[track_caller]
    pub fn set_cookie(&self, cookie: Cookie) -> &Self {
        // A closure would not know where it is called from.
        if let Some(request) = &self.0
            && !request.refuses_cookies()
        {
            request.cookies.change(cookie);
        }
        self
    }

    /// Takes a cookie from the client: `cookies().delete(name)` (NEXT-SPEC K17).
    #[track_caller]
    pub fn delete(&self, name: impl Into<Cow<'static, str>>) -> &Self {
        self.delete_cookie(Cookie::new(name, ""))
    }

    /// Takes a cookie from the client that was set with a path or a domain, which must be the same here:
    /// `cookies().delete({ name, path, domain })`.
    #[track_caller]
    pub fn delete_cookie(&self, cookie: Cookie) -> &Self {
        self.set_cookie(cookie.into_removal())
    }

    /// Takes every cookie from the client, of those that were set at the path `/`: `cookies().clear()` (NEXT-SPEC K23).
    #[track_caller]
    pub fn clear(&self) -> &Self {
        // A client may have names that no answer can carry; there is no way to take these from it.
        for cookie in self.get_all().into_iter().filter(|cookie| check_name(cookie.name()).is_ok()) {
            self.delete_cookie(cookie);
        }
        self
    }
}

impl fmt::Debug for Cookies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values are secrets.
        f.debug_list().entries(self.get_all().iter().map(Cookie::name)).finish()
    }
}

/// For arguments of handlers, and for extractors of your own.
impl<S: Sync> FromRequestParts<S> for Cookies {
    type Rejection = ContextError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ContextError> {
        Ok(Self::of(Some(context::request_of(&parts.headers)?)))
    }
}

/// The cookies that a request's answer is to set.
#[derive(Default)]
pub(crate) struct Changes(Mutex<ChangeList>);

#[derive(Default)]
struct ChangeList {
    /// One a name, with the line that is sent.
    changes: IndexMap<String, (Cookie, HeaderValue)>,
    /// A cookie was set that no header can carry.
    failed: bool,
    /// The answer's headers are on their way.
    sealed: bool,
}

impl ChangeList {
    fn find(&self, name: &str) -> Option<&Cookie> {
        self.changes.get(name).map(|(cookie, _)| cookie)
    }
}

impl Changes {
    fn lock(&self) -> MutexGuard<'_, ChangeList> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[track_caller]
    fn change(&self, cookie: Cookie) {
        let location = Location::caller();
        let line = cookie.line();
        let mut list = self.lock();
        let refusal = match line {
            _ if list.sealed => "the answer's headers have been sent".to_owned(),
            Err(error) => {
                // The name of a cookie that is taken away may be the client's.
                list.failed |= !cookie.is_removal();
                error.to_string()
            }
            Ok(line) => {
                list.changes.insert(cookie.name().to_owned(), (cookie, line));
                return;
            }
        };
        drop(list);
        tracing::error!(%location, name = cookie.name(), "a cookie was not set: {refusal}");
    }

    /// Whether the answer's headers are on their way.
    pub(crate) fn is_sealed(&self) -> bool {
        self.lock().sealed
    }

    /// Refuses what is set from now on.
    pub(crate) fn seal(&self) {
        self.lock().sealed = true;
    }

    /// Adds what was set to the headers of the answer; what they set themselves goes before and wins (C5). `false` if something cannot
    /// be sent.
    pub(crate) fn send(&self, request: &HeaderMap, response: &mut HeaderMap) -> bool {
        let mut list = self.lock();
        list.sealed = true;
        if list.failed {
            return false;
        }
        let mut changes: Vec<_> = list.changes.values().collect();
        if changes.len() > 1 {
            // The order of Next's store, which begins with the cookies of the request.
            let positions = RequestCookies::new(request).positions();
            changes.sort_by_key(|(cookie, _)| positions.get(cookie.name()).copied().unwrap_or(usize::MAX));
        }
        changes.retain(|(cookie, _)| !ResponseCookies::new(response).has(cookie.name()));
        // A map of headers takes some 32,000; a client that has more cookies keeps the rest.
        changes
            .into_iter()
            .all(|(cookie, line)| response.try_append(SET_COOKIE, line.clone()).is_ok() || cookie.is_removal())
    }
}
