//! A setting in a cookie of its own.

use route_runtime::{Cookie, cookies};
use serde::Deserialize;
use std::time::Duration;

const COOKIE: &str = "theme";

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Theme {
    #[default]
    Light,
    Dark,
}

impl Theme {
    /// That of this request. A cookie is the client's, so it may be anything.
    pub(crate) fn current() -> Self {
        match cookies().get(COOKIE) {
            Some(cookie) if cookie.value() == Self::Dark.name() => Self::Dark,
            _ => Self::default(),
        }
    }

    /// Keeps it for a year.
    pub(crate) fn keep(self) {
        cookies().set_cookie(Cookie::new(COOKIE, self.name()).with_max_age(Duration::from_secs(365 * 24 * 60 * 60)));
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}
