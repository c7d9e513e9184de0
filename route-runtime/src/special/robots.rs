//! robots.txt: [`Robots`](crate::Robots), its rules, and what can be wrong with them (NEXT-SPEC M1 to M3).

use std::borrow::Cow;
use std::fmt::Display;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use self::sealed::Sealed;
use super::answer;
use crate::problem::HttpError;

/// A robots.txt, as a response: what `robots.ts` returns, `MetadataRoute.Robots` (NEXT-SPEC M1 to M3).
///
/// It is of the content type `text/plain`, and caches ask for it again each time (`public, max-age=0, must-revalidate`).
///
/// No value can add a line: line breaks and other controls are percent-encoded, in any value, and a path with them means what it meant.
/// What else a path says to a robot is for you to know: `*` and `$` are patterns, and what follows a `#` is a comment, so percent-encode what
/// a user has named.
///
/// A directive whose name is none, or a delay that is no number, is logged and answered with an empty 500; [`into_text`](Self::into_text)
/// returns it as a [`RobotsError`].
///
/// ```
/// use route_runtime::{Robots, RobotsRule, route, routes};
///
/// #[route("/robots.txt")]
/// async fn GET() -> Robots {
///     Robots::new()
///         .rule(RobotsRule::new().user_agent("*").allow("/").disallow(["/private", "/api"]))
///         .rule(RobotsRule::new().user_agent(["Applebot", "Bingbot"]).disallow("/").crawl_delay(2))
///         .host("https://acme.com")
///         .sitemap("https://acme.com/sitemap.xml")
/// }
///
/// let app: axum::Router = routes![GET].into_router();
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(
///     GET().await.into_text().unwrap(),
///     "User-Agent: *
/// Allow: /
/// Disallow: /private
/// Disallow: /api
///
/// User-Agent: Applebot
/// User-Agent: Bingbot
/// Disallow: /
/// Crawl-delay: 2
///
/// Host: https://acme.com
/// Sitemap: https://acme.com/sitemap.xml
/// "
/// );
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a robots.txt does nothing until the handler returns it"]
pub struct Robots {
    rules: String,
    host: String,
    sitemaps: String,
    /// The first mistake.
    error: Option<RobotsError>,
}

/// What some robots may read: one of `rules` (NEXT-SPEC M2, M3).
///
/// Each method takes one text or several. As in Next.js, a single text that is empty says nothing.
///
/// ```
/// use route_runtime::{Robots, RobotsRule};
///
/// // Without a user agent it is for all robots.
/// let robots = Robots::new().rule(RobotsRule::new().disallow("/drafts"));
/// assert_eq!(robots.into_text().unwrap(), "User-Agent: *\nDisallow: /drafts\n\n");
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a rule does nothing until it is added to a robots.txt"]
pub struct RobotsRule {
    user_agents: String,
    allow: String,
    disallow: String,
    crawl_delay: String,
    directives: String,
    /// The first mistake.
    error: Option<RobotsError>,
}

impl Robots {
    /// A robots.txt without rules, by which robots may read everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a rule: one of `rules`.
    pub fn rule(mut self, rule: RobotsRule) -> Self {
        self.error = self.error.or(rule.error);
        let agents = if rule.user_agents.is_empty() { "User-Agent: *\n" } else { &rule.user_agents };
        for lines in [agents, &rule.allow, &rule.disallow, &rule.crawl_delay, &rule.directives, "\n"] {
            self.rules.push_str(lines);
        }
        self
    }

    /// The host to which robots should come, of several with the same pages: `host`. The last one counts.
    pub fn host(mut self, host: impl AsRef<str>) -> Self {
        self.host.clear();
        host.as_ref().each(&mut |host| line(&mut self.host, "Host", host));
        self
    }

    /// Adds the URL of a sitemap, or of several: `sitemap`.
    pub fn sitemap(mut self, urls: impl OneOrMany) -> Self {
        urls.each(&mut |url| line(&mut self.sitemaps, "Sitemap", url));
        self
    }

    /// The text of the robots.txt, or why there is none. The response is this text.
    pub fn into_text(self) -> Result<String, RobotsError> {
        let Self { rules: mut text, host, sitemaps, error } = self;
        text.push_str(&host);
        text.push_str(&sitemaps);
        error.map_or(Ok(text), Err)
    }
}

impl RobotsRule {
    /// A rule that says nothing, to all robots.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a robot that it is for, or several: `userAgent`. Without one, it is `*`, for all.
    pub fn user_agent(mut self, names: impl OneOrMany) -> Self {
        names.each(&mut |name| line(&mut self.user_agents, "User-Agent", name));
        self
    }

    /// Adds the start of paths that may be read, or of several: `allow`.
    pub fn allow(mut self, paths: impl OneOrMany) -> Self {
        paths.each(&mut |path| line(&mut self.allow, "Allow", path));
        self
    }

    /// Adds the start of paths that may not be read, or of several: `disallow`.
    pub fn disallow(mut self, paths: impl OneOrMany) -> Self {
        paths.each(&mut |path| line(&mut self.disallow, "Disallow", path));
        self
    }

    /// How long a robot waits between two requests, in seconds: `crawlDelay`. 0 is left out, and the last one counts. With what is no number,
    /// or less than 0, there is no robots.txt: [`RobotsError::CrawlDelay`].
    pub fn crawl_delay(mut self, seconds: impl Into<f64>) -> Self {
        let seconds = seconds.into();
        self.crawl_delay.clear();
        if !(seconds.is_finite() && seconds >= 0.0) {
            self.error.get_or_insert(RobotsError::CrawlDelay(seconds));
        } else if seconds > 0.0 {
            line(&mut self.crawl_delay, "Crawl-delay", seconds);
        }
        self
    }

    /// Adds another directive, with one value or several: `Clean-param`, `Content-Signal`, .. The name has letters, digits, `-` and `_`;
    /// with another there is no robots.txt: [`RobotsError::Directive`].
    ///
    /// ```
    /// # use route_runtime::{Robots, RobotsRule};
    /// let robots = Robots::new().rule(RobotsRule::new().directive("Clean-param", "ref /articles"));
    /// assert_eq!(robots.into_text().unwrap(), "User-Agent: *\nClean-param: ref /articles\n\n");
    /// ```
    pub fn directive(mut self, name: impl AsRef<str>, values: impl OneOrMany) -> Self {
        let name = name.as_ref();
        if name.is_empty() || !name.bytes().all(|byte| matches!(byte, b'-' | b'_') || byte.is_ascii_alphanumeric()) {
            self.error.get_or_insert_with(|| RobotsError::Directive(name.to_owned()));
        } else {
            values.each(&mut |value| line(&mut self.directives, name, value));
        }
        self
    }
}

impl IntoResponse for Robots {
    fn into_response(self) -> Response {
        answer("text/plain", self.into_text())
    }
}

/// Why there is no robots.txt.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RobotsError {
    /// The name of a directive has other characters than ASCII letters, digits, `-` and `_`, or none.
    #[error("`{0}` is not the name of a directive of a robots.txt: it has letters, digits, `-` and `_`")]
    Directive(String),
    /// A delay that is no number, or less than 0.
    #[error("the crawl delay of a robots.txt is {0}, which is not a number of seconds")]
    CrawlDelay(f64),
}

impl HttpError for RobotsError {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// One text, or a list of texts: what [`RobotsRule`] takes where JavaScript has a string or an array of strings (NEXT-SPEC M3).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a text nor a list of texts",
    note = "`&str`, `String`, and arrays, slices and `Vec`s of those are; `collect` an iterator"
)]
pub trait OneOrMany: Sealed {}

impl<T: Sealed> OneOrMany for T {}

/// Keeps [`OneOrMany`] for the types it is meant for.
mod sealed {
    pub trait Sealed {
        /// Calls `with` for each text that says something.
        fn each(self, with: &mut dyn FnMut(&str));
    }
}

macro_rules! one {
    ($($text:ty),+) => {
        $(impl Sealed for $text {
            fn each(self, with: &mut dyn FnMut(&str)) {
                // Next.js takes an empty string for none.
                if !self.is_empty() {
                    with(&self);
                }
            }
        })+
    };
}

one!(&str, String, &String, Cow<'_, str>);

impl<T: AsRef<str>> Sealed for &[T] {
    fn each(self, with: &mut dyn FnMut(&str)) {
        self.iter().for_each(|text| with(text.as_ref()));
    }
}

impl<T: AsRef<str>, const N: usize> Sealed for [T; N] {
    fn each(self, with: &mut dyn FnMut(&str)) {
        self.as_slice().each(with);
    }
}

impl<T: AsRef<str>, const N: usize> Sealed for &[T; N] {
    fn each(self, with: &mut dyn FnMut(&str)) {
        self.as_slice().each(with);
    }
}

impl<T: AsRef<str>> Sealed for Vec<T> {
    fn each(self, with: &mut dyn FnMut(&str)) {
        self.as_slice().each(with);
    }
}

impl<T: AsRef<str>> Sealed for &Vec<T> {
    fn each(self, with: &mut dyn FnMut(&str)) {
        self.as_slice().each(with);
    }
}

/// Adds `name: value` and a line break.
///
/// Robots do not agree on what ends a line: that of Python's standard library takes U+0085 and U+2028 for it, too. So no control is written,
/// but its percent-encoding, which is what it would be in a URL.
fn line(text: &mut String, name: &str, value: impl Display) {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let value = value.to_string();
    text.push_str(name);
    text.push_str(": ");
    for part in value.split_inclusive(breaks) {
        let plain = part.trim_end_matches(breaks);
        text.push_str(plain);
        text.extend(utf8_percent_encode(&part[plain.len()..], NON_ALPHANUMERIC));
    }
    text.push('\n');
}
