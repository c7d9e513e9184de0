//! Who has logged in: a random id in a cookie, and what it stands for on the server.

use crate::{AppState, pages};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use route_runtime::{Cookie, Cookies, RouteError, SameSite, cookies, redirect};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

const COOKIE: &str = "session";

const LIFE: Duration = Duration::from_secs(8 * 60 * 60);

/// The sessions by their ids.
#[derive(Clone, Default)]
pub(crate) struct Sessions(Arc<Mutex<HashMap<String, Session>>>);

struct Session {
    user: User,
    expires: Instant,
}

/// Whoever has logged in: an argument of handlers that are for them alone.
#[derive(Clone)]
pub(crate) struct User {
    pub(crate) name: String,
}

impl FromRequestParts<AppState> for User {
    type Rejection = RouteError;

    /// `cookies()` is for what a handler calls. An extractor comes before it, and takes them from the request.
    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, RouteError> {
        let cookies = Cookies::from_request_parts(parts, app).await?;
        app.sessions.user(&cookies).ok_or_else(|| redirect(pages::login::url()))
    }
}

impl Sessions {
    /// The user of this request, if it has a session.
    pub(crate) fn user(&self, cookies: &Cookies) -> Option<User> {
        let id = cookies.get(COOKIE)?;
        let sessions = self.lock();
        let session = sessions.get(id.value())?;
        (session.expires > Instant::now()).then(|| session.user.clone())
    }

    /// Begins a session with an id of its own: one that the client came with may be known to somebody else.
    ///
    /// `secure` keeps the cookie from ever being sent without TLS; on this machine there is none.
    pub(crate) fn begin(&self, user: User, secure: bool) -> Result<(), getrandom::Error> {
        self.end();
        let mut id = [0; 32];
        getrandom::fill(&mut id)?;
        let id = hex::encode(id);
        cookies().set_cookie(
            Cookie::new(COOKIE, id.clone())
                .with_http_only(true) // no script can read it
                .with_same_site(SameSite::Lax) // no form of another site sends it
                .with_secure(secure)
                .with_max_age(LIFE),
        );
        let now = Instant::now();
        let mut sessions = self.lock();
        sessions.retain(|_, session| session.expires > now);
        sessions.insert(id, Session { user, expires: now + LIFE });
        Ok(())
    }

    /// Ends the session of this request, if it has one, here and in the client.
    pub(crate) fn end(&self) {
        if let Some(id) = cookies().get(COOKIE) {
            self.lock().remove(id.value());
            cookies().delete(COOKIE);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
