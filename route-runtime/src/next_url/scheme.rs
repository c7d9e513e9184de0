//! The two schemes that a handler meets.

use http::uri::Uri;

/// `http` or `https`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            _ if name.eq_ignore_ascii_case("http") => Some(Self::Http),
            _ if name.eq_ignore_ascii_case("https") => Some(Self::Https),
            _ => None,
        }
    }

    /// The scheme of an absolute target. One that is not, as in HTTP/1, says nothing: `http`.
    pub(crate) fn of_request(uri: &Uri) -> Self {
        uri.scheme_str().and_then(Self::named).unwrap_or(Self::Http)
    }

    /// The name with its colon, as JavaScript has it.
    pub(crate) fn protocol(self) -> &'static str {
        match self {
            Self::Http => "http:",
            Self::Https => "https:",
        }
    }

    pub(crate) fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}
