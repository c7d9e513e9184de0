use std::sync::{Arc, OnceLock};
use std::time::UNIX_EPOCH;

use http::{HeaderMap, header};
use memchr::memmem;
use subtle::ConstantTimeEq;

use super::{RequestContext, refuse_call, request, request_or_report, scope};
use crate::cookies::{Cookie, Cookies, RequestCookies, SameSite};

/// The name that Next.js uses too (NEXT-SPEC A5).
const COOKIE: &str = "__prerender_bypass";

/// Shorter ones can be guessed.
const SHORTEST_SECRET: usize = 16;

/// Draft mode of the request that is being answered: `draftMode()` of `next/headers` (NEXT-SPEC A4).
///
/// A client in draft mode has a cookie with a secret; it sees what is not published, and nothing that was stored. Where there is no
/// request to be seen, draft mode is off and stays off, as with [`cookies`](crate::cookies).
///
/// Who may enable it is the handler's matter: ask for a secret of its own, as here.
///
/// ```
/// use route_runtime::{NextRequest, Result, RouteError, draft_mode, redirect, route};
///
/// #[route("/api/draft")]
/// async fn GET(req: NextRequest) -> Result {
///     if req.next_url().search_params().get("secret") != Some("a secret of the editors") {
///         return Err(RouteError::new(401, "this is for editors"));
///     }
///     draft_mode().enable();
///     Err(redirect("/"))
/// }
/// ```
#[doc(alias = "draftMode")]
#[doc(alias = "previewData")]
#[track_caller]
pub fn draft_mode() -> DraftMode {
    DraftMode(match scope() {
        Some(scope) => Seen::Generation { is_draft: scope.is_draft },
        None => Seen::Request(request_or_report("draft_mode()")),
    })
}

/// Whether a client is in draft mode, and how it gets in and out: what [`draft_mode`] returns.
///
/// ```
/// use route_runtime::{route, routes};
///
/// #[route("/draft")]
/// mod draft {
///     use route_runtime::draft_mode;
///
///     pub async fn GET() -> &'static str {
///         if draft_mode().is_enabled() { "what is not published" } else { "what is published" }
///     }
///
///     pub async fn POST() {
///         draft_mode().enable();
///     }
///
///     pub async fn DELETE() {
///         draft_mode().disable();
///     }
/// }
///
/// let app: axum::Router = routes![draft::route].into_router();
/// # use tower::ServiceExt;
/// # use axum::http::{Method, Request};
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let ask = |method: Method, cookie: &str| {
/// #     let request = Request::builder().method(method).uri("/draft").header("cookie", cookie);
/// #     app.clone().oneshot(request.body(axum::body::Body::empty()).unwrap())
/// # };
/// // The client keeps the secret, and comes back with it.
/// let enabled = ask(Method::POST, "").await.unwrap();
/// let secret = enabled.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap();
/// let body = ask(Method::GET, secret).await.unwrap().into_body();
/// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "what is not published");
///
/// let disabled = ask(Method::DELETE, secret).await.unwrap();
/// assert!(disabled.headers()["set-cookie"].to_str().unwrap().contains("Expires=Thu, 01 Jan 1970"));
/// # });
/// ```
#[doc(alias = "draftMode")]
#[derive(Clone)]
pub struct DraftMode(Seen);

/// From where draft mode is seen.
#[derive(Clone)]
enum Seen {
    Request(Option<Arc<RequestContext>>),
    /// Below a handler whose answer may be stored. It is not, for a client in draft mode.
    Generation {
        is_draft: bool,
    },
}

impl DraftMode {
    /// Whether the client has the secret, or is given it by this answer: `draftMode().isEnabled` (NEXT-SPEC A7).
    #[doc(alias = "isEnabled")]
    pub fn is_enabled(&self) -> bool {
        match &self.0 {
            Seen::Request(request) => is_secret(Cookies::of(request.clone()).get(COOKIE)),
            Seen::Generation { is_draft } => *is_draft,
        }
    }

    /// Gives the client the secret, until its browser is closed: `draftMode().enable()` (NEXT-SPEC A5).
    ///
    /// The cookie is `HttpOnly; Secure; SameSite=none`, so that a preview in a frame of another site works; in a build with debug
    /// assertions, which is served without TLS, `SameSite=lax` and not `Secure`.
    #[track_caller]
    pub fn enable(&self) {
        let Some(secret) = secret() else {
            return tracing::error!("draft mode has no secret: the system gave no random bytes");
        };
        self.change("draft_mode().enable()", cookie(secret));
    }

    /// Takes the secret from the client: `draftMode().disable()` (NEXT-SPEC A6).
    #[track_caller]
    pub fn disable(&self) {
        self.change("draft_mode().disable()", cookie("").with_expires(UNIX_EPOCH).into_removal());
    }

    #[track_caller]
    fn change(&self, function: &'static str, cookie: Cookie) {
        match &self.0 {
            Seen::Request(request) => _ = Cookies::of(request.clone()).set_cookie(cookie),
            Seen::Generation { .. } => refuse_call(function),
        }
    }
}

/// Whether a request is of a client in draft mode (NEXT-SPEC A7). Most have no cookies, and hardly any has this one.
#[inline]
pub(crate) fn is_draft(headers: &HeaderMap) -> bool {
    headers.contains_key(header::COOKIE) && has_secret(headers)
}

#[cold]
#[inline(never)]
fn has_secret(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(header::COOKIE).iter();
    lines.any(|line| memmem::find(line.as_bytes(), COOKIE.as_bytes()).is_some())
        && is_secret(RequestCookies::new(headers).get(COOKIE))
}

fn is_secret(cookie: Option<Cookie>) -> bool {
    match (cookie, secret()) {
        (Some(cookie), Some(secret)) => cookie.value().as_bytes().ct_eq(secret.as_bytes()).into(),
        _ => false,
    }
}

fn cookie(value: &'static str) -> Cookie {
    let debug = cfg!(debug_assertions);
    let same_site = if debug { SameSite::Lax } else { SameSite::None };
    Cookie::new(COOKIE, value).with_secure(!debug).with_http_only(true).with_same_site(same_site)
}

/// Whether the request that is being answered is one in draft mode, for which nothing is taken from the cache or put into it (NEXT-SPEC
/// A8). Where the request is not to be seen, that of the generation counts.
pub(crate) fn is_draft_now() -> bool {
    if let Some(scope) = scope() {
        return scope.is_draft;
    }
    // Before there is a secret, no client has it.
    SECRET.get().is_some() && request().is_ok_and(|request| DraftMode(Seen::Request(Some(request))).is_enabled())
}

static SECRET: OnceLock<Option<String>> = OnceLock::new();

fn secret() -> Option<&'static str> {
    SECRET.get_or_init(random).as_deref()
}

fn random() -> Option<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Sets the secret of [`draft_mode`], once and before the first request: the same in all processes that answer for one site, and after
/// a restart. Without it each process makes a random one (Next.js: one a build).
///
/// # Errors
///
/// If it is shorter than 16 bytes, or if there is one already.
///
/// ```
/// use route_runtime::{DraftSecretError, set_draft_secret};
///
/// assert_eq!(set_draft_secret("short"), Err(DraftSecretError::TooShort));
/// assert_eq!(set_draft_secret("0123456789abcdef0123456789abcdef"), Ok(()));
/// assert_eq!(set_draft_secret("fedcba9876543210fedcba9876543210"), Err(DraftSecretError::AlreadySet));
/// ```
pub fn set_draft_secret(secret: &str) -> Result<(), DraftSecretError> {
    if secret.len() < SHORTEST_SECRET {
        return Err(DraftSecretError::TooShort);
    }
    SECRET.set(Some(secret.to_owned())).map_err(|_| DraftSecretError::AlreadySet)
}

/// Why a secret of draft mode was not taken: what [`set_draft_secret`] returns.
///
/// ```
/// use route_runtime::{DraftSecretError, set_draft_secret};
///
/// let error = set_draft_secret("secret").unwrap_err();
/// assert_eq!(error, DraftSecretError::TooShort);
/// assert_eq!(error.to_string(), "a secret of draft mode needs at least 16 bytes");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftSecretError {
    /// It has fewer than 16 bytes.
    #[error("a secret of draft mode needs at least 16 bytes")]
    TooShort,

    /// There is one already: set before, or made when draft mode was used first.
    #[error("draft mode has a secret already")]
    AlreadySet,
}
