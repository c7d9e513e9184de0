//! What is no URL for a handler.

/// Why a text is not a URL that [`NextUrl`](crate::NextUrl) can hold: the `TypeError` of `new NextURL(..)` (NEXT-SPEC U1).
///
/// It is no mistake of a client by itself: with `?` in a handler it is a logged 500. Where the text came from the client,
/// say so: `.map_err(|error| RouteError::new(400, error.to_string()))`.
///
/// # Example
///
/// ```
/// use route_runtime::{NextUrl, UrlParseError};
///
/// let error = NextUrl::parse("/items").unwrap_err();
/// assert_eq!(error, UrlParseError::Relative);
/// assert_eq!(error.to_string(), "the URL is relative; an absolute URL begins with `http://` or `https://`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlParseError {
    /// There is no scheme, and no base to take it from.
    #[error("the URL is relative; an absolute URL begins with `http://` or `https://`")]
    Relative,

    /// The scheme is neither `http` nor `https`.
    #[error("the URL has the scheme `{0}`; only `http` and `https` are supported")]
    UnsupportedScheme(String),

    /// There is nothing where the host should be.
    #[error("the URL has no host")]
    MissingHost,

    /// The host has letters outside of ASCII.
    #[error("the host `{0}` is not ASCII; write it in punycode, `xn--..`")]
    NonAsciiHost(String),

    /// The host has a character that no host can have, or is no whole IP address.
    #[error("`{0}` is not a host; it is a domain, four decimal numbers, or an IPv6 address in brackets")]
    InvalidHost(String),

    /// The port is no number up to 65535.
    #[error("`{0}` is not a port; it is a number up to 65535")]
    InvalidPort(String),
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::error::RouteError;

    #[test]
    fn U1_a_url_that_is_none_is_no_mistake_of_the_client_by_itself() {
        for error in [UrlParseError::Relative, UrlParseError::InvalidPort("x".into())] {
            assert_eq!(RouteError::from(error).status(), 500);
        }
        assert!(size_of::<UrlParseError>() <= 32);
    }
}
