use std::sync::{Arc, OnceLock};
use std::time::UNIX_EPOCH;

use subtle::ConstantTimeEq;

#[cfg(feature = "fetch-no-tls")]
use super::request;
use super::{RequestContext, request_or_report};
use crate::cookies::{Cookie, Cookies, SameSite};

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
#[track_caller]
pub fn draft_mode() -> DraftMode {
    DraftMode(request_or_report("draft_mode()"))
}

/// Whether a client is in draft mode, and how it gets in and out: what [`draft_mode`] returns.
#[derive(Clone)]
pub struct DraftMode(Option<Arc<RequestContext>>);

impl DraftMode {
    /// Whether the client has the secret, or is given it by this answer: `draftMode().isEnabled` (NEXT-SPEC A7).
    pub fn is_enabled(&self) -> bool {
        let cookie = self.cookies().get(COOKIE);
        match (cookie, secret()) {
            (Some(cookie), Some(secret)) => cookie.value().as_bytes().ct_eq(secret.as_bytes()).into(),
            _ => false,
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
        self.cookies().set_cookie(cookie(secret));
    }

    /// Takes the secret from the client: `draftMode().disable()` (NEXT-SPEC A6).
    #[track_caller]
    pub fn disable(&self) {
        self.cookies().delete_cookie(cookie("").with_expires(UNIX_EPOCH));
    }

    fn cookies(&self) -> Cookies {
        Cookies::of(self.0.clone())
    }
}

/// Whether the client of the request that is being answered is in draft mode; not where there is no request to be seen.
#[cfg(feature = "fetch-no-tls")]
pub(crate) fn is_draft() -> bool {
    request().is_ok_and(|request| DraftMode(Some(request)).is_enabled())
}

fn cookie(value: &'static str) -> Cookie {
    let debug = cfg!(debug_assertions);
    let same_site = if debug { SameSite::Lax } else { SameSite::None };
    Cookie::new(COOKIE, value).with_secure(!debug).with_http_only(true).with_same_site(same_site)
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
