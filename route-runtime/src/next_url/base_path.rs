//! The prefix below which an app is served.

use super::NextUrl;
use super::parse::{encode_path, without_tabs_and_newlines};

/// The base path of a URL: the one that the app has, and how much of this URL's path it is.
#[derive(Clone, Default)]
pub(super) struct BasePath {
    /// `/docs`, or `""`.
    configured: String,
    /// The bytes at the start of the path that are the base path: its whole length, or 0.
    len: usize,
}

impl BasePath {
    /// Looks for the base path that an app has in a whole path.
    pub(super) fn find(configured: &str, path: &str) -> Self {
        let configured = sound(configured);
        let rest = path.strip_prefix(configured.as_str());
        let is_below = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        Self { len: if is_below { configured.len() } else { 0 }, configured }
    }

    /// Cuts a whole path after the base path.
    pub(super) fn split<'a>(&self, path: &'a str) -> (&'a str, &'a str) {
        path.split_at_checked(self.len).unwrap_or(("", path))
    }
}

impl NextUrl {
    /// The base path, if the URL is below it, else `""`: `nextUrl.basePath` (NEXT-SPEC U8).
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// let inside = NextUrl::parse("https://example.com/docs/intro")?.with_base_path("/docs");
    /// assert_eq!((inside.base_path(), inside.pathname()), ("/docs", "/intro"));
    /// assert_eq!(inside.href(), "https://example.com/docs/intro");
    ///
    /// let outside = NextUrl::parse("https://example.com/docs-old")?.with_base_path("/docs");
    /// assert_eq!((outside.base_path(), outside.pathname()), ("", "/docs-old"));
    /// # Ok(())
    /// # }
    /// ```
    #[doc(alias = "basePath")]
    #[doc(alias = "request.nextUrl.basePath")]
    pub fn base_path(&self) -> &str {
        self.base_path.split(self.target.path()).0
    }

    /// The URL as an app with this base path sees it: `new NextURL(url, { nextConfig: { basePath } })` (NEXT-SPEC U8).
    ///
    /// The base path is recognised where whole segments of the path begin with it, as they are spelt; then
    /// [`pathname`](Self::pathname) is without it, and [`href`](Self::href) with it. [`join`](Self::join) and
    /// [`set_href`](Self::set_href) look for it again. `""` and `/` are no base path.
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// let url = NextUrl::parse("https://example.com/docs/intro")?.with_base_path("/docs");
    /// assert_eq!(url.join("setup")?.pathname(), "/setup");
    /// assert_eq!(url.join("/docs")?.pathname(), "/");
    /// assert_eq!(url.join("/about")?.base_path(), "");
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_base_path(mut self, base_path: &str) -> Self {
        self.base_path = BasePath::find(base_path, self.target.path());
        self
    }

    /// Finds the base path of `other` in this URL.
    pub(super) fn with_base_path_of(self, other: &Self) -> Self {
        self.with_base_path(&other.base_path.configured)
    }

    /// Puts the URL below another base path, or below none if it is empty: `nextUrl.basePath = ..` (NEXT-SPEC U8).
    ///
    /// The slash at its start may be left out. The root has no slash behind a base path. Unlike in Next.js, it is from now on
    /// also the base path that [`set_href`](Self::set_href) looks for.
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// let mut url = NextUrl::parse("https://example.com/intro")?;
    /// url.set_base_path("docs");
    /// assert_eq!(url.href(), "https://example.com/docs/intro");
    /// url.set_pathname("/");
    /// assert_eq!(url.href(), "https://example.com/docs");
    /// url.set_base_path("");
    /// assert_eq!(url.href(), "https://example.com/");
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_base_path(&mut self, base_path: &str) {
        let base_path = sound(base_path);
        self.target.set_path(join(&base_path, self.pathname()));
        self.base_path = BasePath { len: base_path.len(), configured: base_path };
    }

    /// The path without the base path, percent-encoded, at least `/`: `nextUrl.pathname` (NEXT-SPEC U6, U8, U12).
    ///
    /// That of a request is as it was sent.
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// assert_eq!(NextUrl::parse("https://example.com/a%2Fb/?c")?.pathname(), "/a%2Fb/");
    /// assert_eq!(NextUrl::parse("https://example.com")?.pathname(), "/");
    /// # Ok(())
    /// # }
    /// ```
    pub fn pathname(&self) -> &str {
        match self.base_path.split(self.target.path()).1 {
            "" => "/",
            path => path,
        }
    }

    /// Writes the path below the base path: `nextUrl.pathname = ..` (NEXT-SPEC U6).
    ///
    /// What no path can hold is percent-encoded, `?` and `#` too; dot segments are done, `\` becomes `/`, and the slash at the
    /// start may be left out. A `%` stays, so a text that may have one is encoded before.
    ///
    /// ```
    /// # use route_runtime::{NextUrl, UrlParseError};
    /// # fn main() -> Result<(), UrlParseError> {
    /// let mut url = NextUrl::parse("https://example.com/a?b")?;
    /// url.set_pathname("café/./menu?");
    /// assert_eq!(url.href(), "https://example.com/caf%C3%A9/menu%3F?b");
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_pathname(&mut self, pathname: &str) {
        let pathname = encode_path(&without_tabs_and_newlines(pathname));
        self.target.set_path(join(self.base_path(), &pathname));
    }
}

/// `/docs` of `docs`, `/docs` and `/docs/`; `""` of `""` and `/`.
fn sound(base_path: &str) -> String {
    let mut path = encode_path(base_path);
    path.truncate(path.trim_end_matches('/').len());
    path
}

/// The root has no slash behind a base path.
fn join(base_path: &str, pathname: &str) -> String {
    match (base_path, pathname) {
        ("", _) => pathname.to_owned(),
        (_, "/") => base_path.to_owned(),
        _ => format!("{base_path}{pathname}"),
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn url(path: &str) -> NextUrl {
        NextUrl::parse(&format!("http://a{path}")).unwrap()
    }

    #[test]
    fn U8_U12_the_base_path_is_recognised_at_whole_segments() {
        let cases = [
            // path, base path as configured, base path, pathname
            ("/docs/a", "/docs", "/docs", "/a"),
            ("/docs/a/", "/docs", "/docs", "/a/"),
            ("/docs", "/docs", "/docs", "/"),
            ("/docs/", "/docs", "/docs", "/"),
            ("/docs//a", "/docs", "/docs", "//a"),
            ("/docs/a", "docs", "/docs", "/a"),
            ("/docs/a", "/docs/", "/docs", "/a"),
            ("/docs/v2/a", "/docs/v2", "/docs/v2", "/a"),
            ("/my%20docs/a", "/my docs", "/my%20docs", "/a"),
            ("/docs-old/a", "/docs", "", "/docs-old/a"),
            ("/Docs/a", "/docs", "", "/Docs/a"),
            ("/a/docs", "/docs", "", "/a/docs"),
            ("/", "/docs", "", "/"),
            ("/docs/a", "", "", "/docs/a"),
            ("/docs/a", "/", "", "/docs/a"),
        ];
        for (path, configured, base_path, pathname) in cases {
            let url = url(path).with_base_path(configured);
            assert_eq!((url.base_path(), url.pathname()), (base_path, pathname), "{path} {configured}");
            assert_eq!(url.href(), format!("http://a{path}"), "{configured}");
        }
    }

    #[test]
    fn U8_the_base_path_is_written() {
        let cases = [
            ("/a", "/docs", "/docs/a"),
            ("/a", "docs", "/docs/a"),
            ("/a/", "docs/", "/docs/a/"),
            ("/", "/docs", "/docs"),
            ("/a", "", "/a"),
            ("/a", "/", "/a"),
            ("/a", "/x/../my docs?#", "/my%20docs%3F%23/a"),
        ];
        for (path, base_path, href) in cases {
            let mut url = url(path);
            url.set_base_path("/before");
            url.set_base_path(base_path);
            assert_eq!(url.href(), format!("http://a{href}"), "{path} {base_path}");
            assert_eq!(url.pathname(), path);
        }
    }

    #[test]
    fn U4_U14_the_base_path_is_looked_for_again() {
        let mut url = url("/docs/a").with_base_path("/docs");
        for (href, base_path, pathname) in
            [("http://b/docs/c", "/docs", "/c"), ("http://b/c", "", "/c"), ("http://b/docs", "/docs", "/")]
        {
            url.set_href(href).unwrap();
            assert_eq!((url.href().as_str(), url.base_path(), url.pathname()), (href, base_path, pathname));
        }
        url.set_base_path("/v2");
        url.set_href("http://b/v2/c").unwrap();
        assert_eq!((url.base_path(), url.pathname()), ("/v2", "/c"));
    }

    #[test]
    fn U8_a_pathname_is_written_below_the_base_path() {
        for (pathname, href) in
            [("/b", "/docs/b"), ("b/", "/docs/b/"), ("/", "/docs"), ("", "/docs"), ("/../b", "/docs/b")]
        {
            let mut url = url("/docs/a").with_base_path("/docs");
            url.set_pathname(pathname);
            assert_eq!(url.href(), format!("http://a{href}"), "{pathname}");
            assert_eq!(url.base_path(), "/docs");
        }
    }
}
