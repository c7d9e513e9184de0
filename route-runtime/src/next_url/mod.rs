//! The URL of a request.

mod base_path;
mod error;
mod host;
mod parse;
mod scheme;
mod setters;
mod target;
#[cfg(test)]
mod testing;

use std::fmt;
use std::str::FromStr;

use http::HeaderMap;
use http::uri::Uri;
use serde::{Serialize, Serializer};

use crate::search_params::SearchParams;
use base_path::BasePath;
pub use error::UrlParseError;
pub(crate) use host::{Host, LazyHost, parse_port};
pub(crate) use parse::{FRAGMENT, PATH, QUERY, segments};
pub(crate) use scheme::Scheme;
use target::Target;

/// An absolute URL in pieces that can be read and written: Next.js's `NextURL`, the type of `request.nextUrl`
/// (NEXT-SPEC section 6).
///
/// It holds `http` and `https` URLs, and parses them as the WHATWG URL Standard does, as browsers and Node.js do, with three
/// limits: a host outside of ASCII has to be written in punycode, and its labels are not looked into; an IPv4 address has four
/// decimal numbers, so `http://0x7f.1` is an error.
///
/// A host of `127.0.0.0/8` and `[::1]` become `localhost` (NEXT-SPEC U2). User name and password are kept but never printed.
///
/// # The URL of a request
///
/// Path and query are the bytes that the client sent, as the router saw them: `//a`, `/a/../b` and `/caf%c3%a9` stay so,
/// until they are written. The target `*` of an OPTIONS request has the path `/*`. The scheme and the host are those of the
/// target, which has them in HTTP/2, else `http` and the `Host` header; a request without a valid one came to `localhost`. A
/// client can write any host it likes there. In an app with a [`PublicUrl`](crate::PublicUrl) they are that one's, and behind
/// [`TrustedProxies`](crate::TrustedProxies) what these say; `X-Forwarded-*` of anyone else is not looked at.
///
/// # Example
///
/// ```
/// use route_runtime::{NextUrl, UrlParseError};
///
/// # fn main() -> Result<(), UrlParseError> {
/// let mut url = NextUrl::parse("https://example.com:8443/caf%C3%A9/menu?day=monday&day=friday#wine")?;
/// assert_eq!(url.origin(), "https://example.com:8443");
/// assert_eq!(url.pathname(), "/caf%C3%A9/menu");
/// assert_eq!(url.search_params().get("day"), Some("monday"));
///
/// url.search_params_mut().set("day", "sunday");
/// url.set_port(None);
/// assert_eq!(url.href(), "https://example.com/caf%C3%A9/menu?day=sunday#wine");
/// assert_eq!(url.join("../login?from=menu")?.href(), "https://example.com/login?from=menu");
/// # Ok(())
/// # }
/// ```
///
/// `Clone` copies everything: the copies are independent, and both have the credentials, which Next.js's `clone()` drops
/// (NEXT-SPEC U13).
#[doc(alias = "NextURL")]
#[doc(alias = "nextUrl")]
#[doc(alias = "URL")]
#[derive(Clone)]
pub struct NextUrl {
    scheme: Scheme,
    /// Percent-encoded, like all that follows.
    username: String,
    password: String,
    host: LazyHost,
    base_path: BasePath,
    /// Has the whole path, with the base path.
    target: Target,
    /// With its `#`, or empty.
    hash: String,
}

impl NextUrl {
    /// Parses an absolute URL: `new NextURL(input)` (NEXT-SPEC U1). [`str::parse`] does the same.
    ///
    /// # Errors
    ///
    /// [`UrlParseError`] if the URL is relative, has another scheme than `http` and `https`, or has a host or a port that is
    /// none. A path, a query and a fragment can always be parsed.
    ///
    /// ```
    /// # use route_runtime::NextUrl;
    /// assert_eq!(NextUrl::parse(" HTTPS://Example.com:443/a/../b c ").unwrap().href(), "https://example.com/b%20c");
    /// for bad in ["/a", "example.com", "mailto:me@example.com", "https://", "https://a b/", "https://a:b/"] {
    ///     assert!(NextUrl::parse(bad).is_err(), "{bad}");
    /// }
    /// ```
    pub fn parse(input: &str) -> Result<Self, UrlParseError> {
        parse::resolve(input, None)
    }

    /// The URL to which a link on this one leads: `new NextURL(relative, base)` (NEXT-SPEC U1).
    ///
    /// Takes a path, relative or from the root, `?query`, `#fragment`, `//host/path` and whole URLs. The outcome is always
    /// normalised. A text from a client can lead to another host: compare [`origin`](Self::origin).
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse), where the text has a scheme or a host of its own.
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// let url = NextUrl::parse("https://example.com/shop/items?page=2#top")?;
    /// for (relative, expected) in [
    ///     ("7", "https://example.com/shop/7"),
    ///     ("../login", "https://example.com/login"),
    ///     ("/login", "https://example.com/login"),
    ///     ("?page=3", "https://example.com/shop/items?page=3"),
    ///     ("#end", "https://example.com/shop/items?page=2#end"),
    ///     ("//example.org", "https://example.org/"),
    ///     ("http://example.org/a", "http://example.org/a"),
    /// ] {
    ///     assert_eq!(url.join(relative)?.href(), expected);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn join(&self, relative: &str) -> Result<Self, UrlParseError> {
        Ok(parse::resolve(relative, Some(self))?.with_base_path_of(self))
    }

    /// The URL that a request asks for, of an app with this base path. It copies and parses nothing yet.
    pub(crate) fn of_request(uri: &Uri, headers: &HeaderMap, base_path: Option<&str>) -> Self {
        Self::at(Scheme::of_request(uri), LazyHost::of_request(uri, headers), base_path, uri)
    }

    /// The URL of a request's target at this origin, whatever the target has before its path.
    #[inline]
    pub(crate) fn at(scheme: Scheme, host: LazyHost, base_path: Option<&str>, uri: &Uri) -> Self {
        let target = Target::sent(uri.path_and_query());
        Self {
            scheme,
            username: String::new(),
            password: String::new(),
            host,
            base_path: base_path.map(|base_path| BasePath::find(base_path, target.path())).unwrap_or_default(),
            target,
            hash: String::new(),
        }
    }

    pub(crate) fn into_origin(self) -> (Scheme, Host) {
        (self.scheme, self.host.get(self.scheme).clone())
    }

    /// The whole URL without user name and password: `nextUrl.href`, `nextUrl.toString()` (NEXT-SPEC U3, U5).
    ///
    /// [`Display`](fmt::Display) prints it and [`Serialize`] writes it.
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// let url = NextUrl::parse("https://ada:secret@example.com?q#top")?;
    /// assert_eq!(url.href(), "https://example.com/?q#top");
    /// assert_eq!(url.to_string(), url.href());
    /// assert_eq!(serde_json::to_value(&url).unwrap(), "https://example.com/?q#top");
    /// # Ok(())
    /// # }
    /// ```
    pub fn href(&self) -> String {
        self.to_string()
    }

    /// The scheme and the host: `nextUrl.origin` (NEXT-SPEC U6).
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// assert_eq!(NextUrl::parse("https://example.com:81/a?b")?.origin(), "https://example.com:81");
    /// # Ok(())
    /// # }
    /// ```
    pub fn origin(&self) -> String {
        format!("{}//{}", self.protocol(), self.host())
    }

    /// `"http:"` or `"https:"`: `nextUrl.protocol` (NEXT-SPEC U6).
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// assert_eq!(NextUrl::parse("https://example.com")?.protocol(), "https:");
    /// # Ok(())
    /// # }
    /// ```
    pub fn protocol(&self) -> &'static str {
        self.scheme.protocol()
    }

    /// The host name, with the port if it is not the scheme's own: `nextUrl.host` (NEXT-SPEC U6).
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// assert_eq!(NextUrl::parse("https://example.com:81")?.host(), "example.com:81");
    /// assert_eq!(NextUrl::parse("https://example.com:443")?.host(), "example.com");
    /// # Ok(())
    /// # }
    /// ```
    pub fn host(&self) -> &str {
        self.host.get(self.scheme).as_str()
    }

    /// The host name in lower case; an IPv6 address has its brackets: `nextUrl.hostname` (NEXT-SPEC U2, U6).
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// assert_eq!(NextUrl::parse("https://Example.com:81")?.hostname(), "example.com");
    /// assert_eq!(NextUrl::parse("http://[2001:DB8:0::1]")?.hostname(), "[2001:db8::1]");
    /// assert_eq!(NextUrl::parse("http://127.0.0.1:3000")?.hostname(), "localhost");
    /// # Ok(())
    /// # }
    /// ```
    pub fn hostname(&self) -> &str {
        self.host.get(self.scheme).name()
    }

    /// The port, `None` if it is the scheme's own: `nextUrl.port`, which is `""` then (NEXT-SPEC U6).
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// assert_eq!(NextUrl::parse("https://example.com:80")?.port(), Some(80));
    /// assert_eq!(NextUrl::parse("https://example.com:443")?.port(), None);
    /// # Ok(())
    /// # }
    /// ```
    pub fn port(&self) -> Option<u16> {
        self.host.get(self.scheme).port()
    }

    /// The query with its `?`, percent-encoded; `""` if there is none or it is empty: `nextUrl.search` (NEXT-SPEC U6).
    ///
    /// That of a request is as it was sent, until it is written.
    ///
    /// ```
    /// # use route_runtime::NextUrl;
    /// let search = |url: &str| NextUrl::parse(url).unwrap().search().to_owned();
    /// assert_eq!(search("https://example.com/items?q=a+b"), "?q=a+b");
    /// assert_eq!(search("https://example.com/items?"), "");
    /// assert_eq!(search("https://example.com/items"), "");
    /// ```
    pub fn search(&self) -> &str {
        self.target.search()
    }

    /// The query's parameters, decoded: `nextUrl.searchParams` (NEXT-SPEC U7). The first call parses them.
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// let url = NextUrl::parse("https://example.com/items?q=a+b&page=2")?;
    /// assert_eq!(url.search_params().get("q"), Some("a b"));
    /// assert_eq!(url.search_params().len(), 2);
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "searchParams")]
    pub fn search_params(&self) -> &SearchParams {
        self.target.params()
    }

    /// The query's parameters, to be written: `nextUrl.searchParams` (NEXT-SPEC U7).
    ///
    /// [`search`](Self::search) and [`href`](Self::href) show what they become, in the encoding of forms: `%20` is `+` then,
    /// also in the parameters that were not touched.
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// let mut url = NextUrl::parse("https://example.com/items?q=a%20b&page=2")?;
    /// url.search_params_mut().set("page", "3");
    /// assert_eq!(url.search(), "?q=a+b&page=3");
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "searchParams")]
    pub fn search_params_mut(&mut self) -> &mut SearchParams {
        self.target.params_mut()
    }

    /// The fragment with its `#`, percent-encoded; `""` if there is none or it is empty: `nextUrl.hash` (NEXT-SPEC U6).
    ///
    /// Clients do not send it.
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// assert_eq!(NextUrl::parse("https://example.com/#top")?.hash(), "#top");
    /// # Ok(())
    /// # }
    /// ```
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// The user name, percent-encoded, or `""`: `nextUrl.username` (NEXT-SPEC U6).
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// assert_eq!(NextUrl::parse("https://ada:secret@example.com")?.username(), "ada");
    /// # Ok(())
    /// # }
    /// ```
    pub fn username(&self) -> &str {
        &self.username
    }

    /// The password, percent-encoded, or `""`: `nextUrl.password` (NEXT-SPEC U6).
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// assert_eq!(NextUrl::parse("https://ada:secret@example.com")?.password(), "secret");
    /// # Ok(())
    /// # }
    /// ```
    pub fn password(&self) -> &str {
        &self.password
    }
}

/// [`NextUrl::parse`].
impl FromStr for NextUrl {
    type Err = UrlParseError;

    fn from_str(input: &str) -> Result<Self, UrlParseError> {
        Self::parse(input)
    }
}

impl fmt::Display for NextUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}//{}{}{}{}", self.protocol(), self.host(), self.target.path(), self.search(), self.hash)
    }
}

impl fmt::Debug for NextUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NextUrl").field(&format_args!("{self}")).finish()
    }
}

impl Serialize for NextUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use http::header::{HOST, HeaderValue};
    use proptest::prelude::*;

    fn of_request(target: &str, host: Option<&[u8]>) -> NextUrl {
        let mut headers = HeaderMap::new();
        headers.extend(host.map(|host| (HOST, HeaderValue::from_bytes(host).unwrap())));
        NextUrl::of_request(&target.parse().unwrap(), &headers, None)
    }

    #[test]
    fn U6_the_path_and_the_search_of_a_request_are_what_was_sent() {
        let cases = [
            ("/", "/", "", "/"),
            ("/a/b", "/a/b", "", "/a/b"),
            ("/a//b/", "/a//b/", "", "/a//b/"),
            ("//a", "//a", "", "//a"),
            ("/a/../b/%2e", "/a/../b/%2e", "", "/a/../b/%2e"),
            ("/caf%c3%a9/%2f", "/caf%c3%a9/%2f", "", "/caf%c3%a9/%2f"),
            ("/a?", "/a", "", "/a"),
            ("/a?b", "/a", "?b", "/a?b"),
            ("/a??b?c", "/a", "??b?c", "/a??b?c"),
            ("/a?b=1&c=%20+", "/a", "?b=1&c=%20+", "/a?b=1&c=%20+"),
            ("/a?b#c", "/a", "?b", "/a?b"),
            ("https://example.com", "/", "", "/"),
            ("https://example.com?b", "/", "?b", "/?b"),
            ("https://example.com/a?b", "/a", "?b", "/a?b"),
            ("example.com:443", "/", "", "/"),
            ("*", "/*", "", "/*"),
        ];
        for (sent, pathname, search, printed) in cases {
            let url = of_request(sent, None);
            assert_eq!((url.pathname(), url.search(), url.hash()), (pathname, search, ""), "{sent}");
            assert_eq!(url.search_params(), &SearchParams::from(search), "{sent}");
            assert_eq!(url.href(), format!("{}{printed}", url.origin()), "{sent}");
        }
    }

    #[test]
    fn Q12_the_origin_of_a_request_is_that_of_its_target_or_its_host() {
        let cases: [(&str, Option<&[u8]>, &str); 25] = [
            ("/", None, "http://localhost"),
            ("/", Some(b"example.com"), "http://example.com"),
            ("/", Some(b"Example.COM:8080"), "http://example.com:8080"),
            ("/", Some(b"example.com:80"), "http://example.com"),
            ("/", Some(b"example.com:443"), "http://example.com:443"),
            ("/", Some(b"example.com:"), "http://example.com"),
            ("/", Some(b"[2001:DB8::1]:81"), "http://[2001:db8::1]:81"),
            ("/", Some(b"127.0.0.1:3000"), "http://localhost:3000"),
            ("/", Some(b"[::1]"), "http://localhost"),
            ("*", Some(b"example.com"), "http://example.com"),
            ("http://example.com/", None, "http://example.com"),
            ("https://example.com:443/", None, "https://example.com"),
            ("https://example.com:80/", Some(b"other.com"), "https://example.com:80"),
            ("https://me:pw@example.com/", None, "https://example.com"),
            ("ftp://example.com/", None, "http://example.com"),
            ("example.com:81", Some(b"other.com"), "http://example.com:81"),
            ("https://1.2.3/", Some(b"other.com"), "https://localhost"),
            ("/", Some(b""), "http://localhost"),
            ("/", Some(b"a b"), "http://localhost"),
            ("/", Some(b"a/b"), "http://localhost"),
            ("/", Some(b"me@example.com"), "http://localhost"),
            ("/", Some(b"example.com:port"), "http://localhost"),
            ("/", Some(b"example.com:+80"), "http://localhost"),
            ("/", Some(b"caf\xc3\xa9.fr"), "http://localhost"),
            ("/", Some(b"\xff"), "http://localhost"),
        ];
        for (target, host, origin) in cases {
            assert_eq!(of_request(target, host).origin(), origin, "{target} {host:?}");
        }
    }

    #[test]
    fn U3_U5_what_is_printed_has_no_credentials() {
        let url = NextUrl::parse("https://ada:secret@example.com:81/a?b#c").unwrap();
        let href = "https://example.com:81/a?b#c";
        assert_eq!(url.href(), href);
        assert_eq!(url.to_string(), href);
        assert_eq!(serde_json::to_string(&url).unwrap(), format!("{href:?}"));
        assert_eq!(format!("{url:?}"), format!("NextUrl({href})"));
        assert_eq!(url.origin(), "https://example.com:81");
    }

    #[test]
    fn U7_parameters_and_search_are_one() {
        let mut url = of_request("/a?b=%20&c", None);
        url.search_params_mut().set("b", "1").append("d", "&");
        assert_eq!(url.search(), "?b=1&c=&d=%26");
        assert_eq!(url.href(), "http://localhost/a?b=1&c=&d=%26");
        url.set_search("?e=%20");
        assert_eq!(url.search_params().iter().collect::<Vec<_>>(), [("e", " ")]);
        assert_eq!(url.search(), "?e=%20");
        url.search_params_mut().delete("e");
        assert_eq!((url.search(), url.href().as_str()), ("", "http://localhost/a"));
        url.search_params_mut().append("f", "2");
        assert_eq!(url.href(), "http://localhost/a?f=2");
    }

    #[test]
    fn U13_a_clone_is_independent_and_keeps_everything() {
        let before = NextUrl::parse("https://ada:secret@example.com/docs/a?b=1").unwrap().with_base_path("/docs");
        let mut clone = before.clone();
        assert_eq!((clone.username(), clone.password(), clone.base_path()), ("ada", "secret", "/docs"));
        clone.search_params_mut().set("b", "2");
        clone.set_host("example.org:81");
        clone.set_pathname("/c");
        clone.set_username("");
        assert_eq!(before.href(), "https://example.com/docs/a?b=1");
        assert_eq!(before.username(), "ada");
        assert_eq!(clone.href(), "https://example.org:81/docs/c?b=2");
    }

    #[test]
    fn a_url_can_be_sent_and_shared() {
        fn check<T: Send + Sync + 'static>() {}
        check::<NextUrl>();
        check::<UrlParseError>();
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn no_request_panics(
            target in r#"(https?://[a-zA-Z0-9.:@\[\]%-]{0,12})?[/*][!-~\u{80}-\u{10ffff}]{0,24}"#,
            host in prop::collection::vec(any::<u8>(), 0..16),
            base_path in "(/?[a/?#. ]{0,4})",
        ) {
            let Ok(uri) = target.parse::<Uri>() else { return Ok(()) };
            let mut headers = HeaderMap::new();
            headers.extend(HeaderValue::from_bytes(&host).map(|host| (HOST, host)));
            let url = NextUrl::of_request(&uri, &headers, Some(&base_path));
            prop_assert!(url.pathname().starts_with('/'));
            let path = if uri.path() == "*" { "/*" } else { uri.path() };
            let below = path.strip_prefix(url.base_path()).unwrap();
            prop_assert_eq!(url.pathname(), if below.is_empty() { "/" } else { below });
            prop_assert_eq!(url.search().strip_prefix('?').unwrap_or_default(), uri.query().unwrap_or_default());
            prop_assert_eq!(url.search_params(), &SearchParams::from(url.search()));
            // The origin is sound whatever was sent, so the URL is one, too.
            let again = NextUrl::parse(&url.href()).unwrap();
            prop_assert_eq!(again.origin(), url.origin());
            prop_assert_eq!(url.join("").unwrap().href(), again.href());
        }
    }
}
