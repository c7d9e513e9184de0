use std::str::FromStr;

use crate::next_url::{Host, NextUrl, Scheme, UrlParseError};

/// Where clients reach the app: `https://example.com`.
///
/// A scheme, `http` or `https`, and a host, with a port if it is not the scheme's own. It is then the origin of every request's
/// [`next_url`](crate::NextRequest::next_url), whatever the client or a proxy says.
///
/// ```
/// use route_runtime::{PublicUrl, PublicUrlError};
///
/// let url: PublicUrl = "https://example.com:8443".parse()?;
/// let error = "https://example.com/shop".parse::<PublicUrl>().unwrap_err();
/// assert_eq!(error.to_string(), "the public URL has the path `/shop`; it ends after the host");
/// # Ok::<(), PublicUrlError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    pub(super) scheme: Scheme,
    pub(super) host: Host,
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(text: &str) -> Result<Self, PublicUrlError> {
        let url = NextUrl::parse(text)?;
        if !url.username().is_empty() || !url.password().is_empty() {
            return Err(PublicUrlError::Credentials);
        }
        if url.pathname() != "/" {
            return Err(PublicUrlError::Path(url.pathname().to_owned()));
        }
        if text.contains(['?', '#']) {
            return Err(PublicUrlError::Query);
        }
        let (scheme, host) = url.into_origin();
        Ok(Self { scheme, host })
    }
}

/// Why a text is no [`PublicUrl`].
///
/// ```
/// use route_runtime::{PublicUrl, PublicUrlError};
///
/// let parse = |text: &str| text.parse::<PublicUrl>().unwrap_err();
/// assert_eq!(parse("https://example.com/shop"), PublicUrlError::Path("/shop".to_owned()));
/// assert_eq!(parse("https://example.com/?lang=en"), PublicUrlError::Query);
/// assert!(matches!(parse("example.com"), PublicUrlError::Url(_)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicUrlError {
    /// It is no URL with a host.
    #[error(transparent)]
    Url(#[from] UrlParseError),

    /// There is more than a slash behind the host.
    #[error("the public URL has the path `{0}`; it ends after the host")]
    Path(String),

    /// There is a `?` or a `#`.
    #[error("the public URL has a query or a fragment; it ends after the host")]
    Query,

    /// There is something before an `@`.
    #[error("the public URL has a user name or a password, which are no part of what clients see")]
    Credentials,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_a_scheme_and_a_host() {
        for (text, scheme, host) in [
            ("https://example.com", Scheme::Https, "example.com"),
            ("https://example.com/", Scheme::Https, "example.com"),
            ("HTTPS://Example.com:443", Scheme::Https, "example.com"),
            ("http://example.com:8080", Scheme::Http, "example.com:8080"),
            ("http://[2001:DB8::1]:81/", Scheme::Http, "[2001:db8::1]:81"),
            ("http://127.0.0.1:3000", Scheme::Http, "localhost:3000"),
        ] {
            let url: PublicUrl = text.parse().unwrap();
            assert_eq!((url.scheme, url.host.as_str()), (scheme, host), "{text}");
        }
    }

    #[test]
    fn what_is_more_or_less_is_refused() {
        for (text, error) in [
            ("", PublicUrlError::Url(UrlParseError::Relative)),
            ("example.com", PublicUrlError::Url(UrlParseError::Relative)),
            ("//example.com", PublicUrlError::Url(UrlParseError::Relative)),
            ("ftp://example.com", PublicUrlError::Url(UrlParseError::UnsupportedScheme("ftp".into()))),
            ("https://", PublicUrlError::Url(UrlParseError::MissingHost)),
            ("https://a b", PublicUrlError::Url(UrlParseError::InvalidHost("a b".into()))),
            ("https://a:port", PublicUrlError::Url(UrlParseError::InvalidPort("port".into()))),
            ("https://a/docs", PublicUrlError::Path("/docs".into())),
            ("https://a//", PublicUrlError::Path("//".into())),
            ("https://a?", PublicUrlError::Query),
            ("https://a/?b", PublicUrlError::Query),
            ("https://a#", PublicUrlError::Query),
            ("https://a/#b", PublicUrlError::Query),
            ("https://me@a", PublicUrlError::Credentials),
            ("https://:secret@a/docs", PublicUrlError::Credentials),
        ] {
            assert_eq!(text.parse::<PublicUrl>(), Err(error), "{text}");
        }
    }
}
