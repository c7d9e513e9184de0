//! The URL of a request.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use http::Uri;
use http::uri::{InvalidUri, PathAndQuery};

use crate::search_params::SearchParams;

/// The URL a request came with: `request.nextUrl`, a `NextURL` in Next.js (NEXT-SPEC U6, U7).
///
/// It holds what the request line says, the path and the query, and nothing has been decoded in them.
/// [`Display`](fmt::Display) prints both, as sent.
///
/// # Example
///
/// ```
/// use route_runtime::NextUrl;
///
/// let url: NextUrl = "/caf%C3%A9/menu?day=monday&day=friday".parse().unwrap();
/// assert_eq!(url.pathname(), "/caf%C3%A9/menu");
/// assert_eq!(url.search(), "?day=monday&day=friday");
/// assert_eq!(url.search_params().get("day"), Some("monday"));
/// assert_eq!(url.to_string(), "/caf%C3%A9/menu?day=monday&day=friday");
/// ```
#[derive(Clone)]
pub struct NextUrl {
    target: PathAndQuery,
    search_params: OnceLock<SearchParams>,
}

impl NextUrl {
    /// The path, percent-encoded as it was sent, at least `/`: `nextUrl.pathname` (NEXT-SPEC U6).
    ///
    /// ```
    /// # use route_runtime::NextUrl;
    /// let url: NextUrl = "/a%2Fb/?c".parse().unwrap();
    /// assert_eq!(url.pathname(), "/a%2Fb/");
    /// ```
    pub fn pathname(&self) -> &str {
        self.target.path()
    }

    /// The query as it was sent, with its `?`; `""` if there is none or it is empty: `nextUrl.search` (NEXT-SPEC U6).
    ///
    /// ```
    /// # use route_runtime::NextUrl;
    /// let search = |url: &str| url.parse::<NextUrl>().unwrap().search().to_owned();
    /// assert_eq!(search("/items?q=a+b"), "?q=a+b");
    /// assert_eq!(search("/items?"), "");
    /// assert_eq!(search("/items"), "");
    /// ```
    pub fn search(&self) -> &str {
        let target = self.target.as_str();
        match target.find('?') {
            Some(start) if start + 1 < target.len() => &target[start..],
            _ => "",
        }
    }

    /// The query's parameters, decoded: `nextUrl.searchParams` (NEXT-SPEC U7). The first call parses them.
    ///
    /// ```
    /// # use route_runtime::NextUrl;
    /// let url: NextUrl = "/items?q=a+b&page=2".parse().unwrap();
    /// assert_eq!(url.search_params().get("q"), Some("a b"));
    /// assert_eq!(url.search_params().len(), 2);
    /// ```
    pub fn search_params(&self) -> &SearchParams {
        self.search_params.get_or_init(|| SearchParams::from(self.search()))
    }
}

impl From<&Uri> for NextUrl {
    fn from(uri: &Uri) -> Self {
        let target = uri.path_and_query().cloned();
        Self { target: target.unwrap_or_else(|| PathAndQuery::from_static("/")), search_params: OnceLock::new() }
    }
}

/// Reads `/path?query` or an absolute URL, of which the path and the query are kept.
impl FromStr for NextUrl {
    type Err = InvalidUri;

    fn from_str(url: &str) -> Result<Self, InvalidUri> {
        Ok(Self::from(&url.parse::<Uri>()?))
    }
}

impl fmt::Display for NextUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.target.fmt(f)
    }
}

impl fmt::Debug for NextUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NextUrl").field(&self.target).finish()
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn U6_the_path_and_the_search_are_what_was_sent() {
        let cases = [
            ("/", "/", "", "/"),
            ("/a/b", "/a/b", "", "/a/b"),
            ("/a//b/", "/a//b/", "", "/a//b/"),
            ("/a%2fb/%C3%A9", "/a%2fb/%C3%A9", "", "/a%2fb/%C3%A9"),
            ("/a?", "/a", "", "/a?"),
            ("/a?b", "/a", "?b", "/a?b"),
            ("/a??b?c", "/a", "??b?c", "/a??b?c"),
            ("/a?b=1&c=%20+", "/a", "?b=1&c=%20+", "/a?b=1&c=%20+"),
            ("/a?b#c", "/a", "?b", "/a?b"),
            ("https://example.com", "/", "", "/"),
            ("https://example.com?b", "/", "?b", "/?b"),
            ("https://me:pw@example.com:81/a?b", "/a", "?b", "/a?b"),
            ("example.com:443", "/", "", "/"),
            ("*", "*", "", "*"),
        ];
        for (sent, pathname, search, printed) in cases {
            let url: NextUrl = sent.parse().unwrap();
            assert_eq!(url.pathname(), pathname, "{sent}");
            assert_eq!(url.search(), search, "{sent}");
            assert_eq!(url.to_string(), printed, "{sent}");
        }
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for bad in ["", " ", "/a b", "/a\r\nb", "http://", "a/b", "/\u{0}"] {
            assert!(bad.parse::<NextUrl>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn U7_the_parameters_are_parsed_once() {
        let url: NextUrl = "/a?b=1".parse().unwrap();
        assert!(url.search_params.get().is_none());
        let first: *const SearchParams = url.search_params();
        assert!(std::ptr::eq(first, url.search_params()));
        assert_eq!(url.clone().search_params().get("b"), Some("1"));
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn no_request_line_panics(target in r"/[!-~é]{0,32}") {
            if let Ok(url) = target.parse::<NextUrl>() {
                prop_assert!(url.search().is_empty() || url.search().starts_with('?'));
                prop_assert_eq!(url.search_params(), &SearchParams::from(url.search()));
                prop_assert!(url.to_string().starts_with(url.pathname()));
            }
        }
    }
}
