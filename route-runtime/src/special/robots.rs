//! robots.txt: [`Robots`](crate::Robots), its rules, and what can be wrong with them (NEXT-SPEC M1 to M3).

use std::borrow::Cow;
use std::fmt::Display;

use axum::response::{IntoResponse, Response};
use http::StatusCode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

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
/// ```standalone_crate
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
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let app: axum::Router = routes![GET].into_router();
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
#[doc(alias = "MetadataRoute.Robots")]
#[doc(alias = "robots.txt")]
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
    ///
    /// ```
    /// use route_runtime::{Robots, RobotsRule};
    ///
    /// let rule = RobotsRule::new().user_agent("Bingbot").allow("/").disallow("/drafts").crawl_delay(0.5);
    /// let text = Robots::new().rule(rule).into_text().unwrap();
    /// assert_eq!(text, "User-Agent: Bingbot\nAllow: /\nDisallow: /drafts\nCrawl-delay: 0.5\n\n");
    /// ```
    #[doc(alias = "userAgent")]
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
    #[doc(alias = "crawlDelay")]
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
///
/// ```
/// use route_runtime::robots::RobotsError;
/// use route_runtime::{Robots, RobotsRule};
///
/// let error = Robots::new().rule(RobotsRule::new().crawl_delay(-1)).into_text().unwrap_err();
/// assert_eq!(error, RobotsError::CrawlDelay(-1.0));
///
/// let error = Robots::new().rule(RobotsRule::new().directive("No: such", "thing")).into_text().unwrap_err();
/// assert!(error.to_string().starts_with("`No: such` is not the name of a directive"));
/// ```
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
///
/// ```
/// use route_runtime::RobotsRule;
///
/// let one = RobotsRule::new().disallow("/drafts");
/// let many = RobotsRule::new().disallow(["/drafts", "/private"]);
/// let owned = RobotsRule::new().disallow((2020..2024).map(|year| format!("/{year}")).collect::<Vec<_>>());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a text nor a list of texts",
    note = "`&str`, `String`, and arrays, slices and `Vec`s of those are; `collect` an iterator"
)]
pub trait OneOrMany {
    /// Calls `with` for each text that says something.
    ///
    /// ```
    /// use route_runtime::robots::OneOrMany;
    /// use route_runtime::{Robots, RobotsRule};
    ///
    /// /// The drafts of each year.
    /// struct Drafts(std::ops::Range<u32>);
    ///
    /// impl OneOrMany for Drafts {
    ///     fn each(self, with: &mut dyn FnMut(&str)) {
    ///         self.0.for_each(|year| with(&format!("/{year}/drafts")));
    ///     }
    /// }
    ///
    /// let text = Robots::new().rule(RobotsRule::new().disallow(Drafts(2024..2026))).into_text().unwrap();
    /// assert_eq!(text, "User-Agent: *\nDisallow: /2024/drafts\nDisallow: /2025/drafts\n\n");
    /// ```
    fn each(self, with: &mut dyn FnMut(&str));
}

macro_rules! one {
    ($($text:ty),+) => {
        $(impl OneOrMany for $text {
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

impl<T: AsRef<str>> OneOrMany for &[T] {
    fn each(self, with: &mut dyn FnMut(&str)) {
        self.iter().for_each(|text| with(text.as_ref()));
    }
}

impl<T: AsRef<str>, const N: usize> OneOrMany for [T; N] {
    fn each(self, with: &mut dyn FnMut(&str)) {
        self.as_slice().each(with);
    }
}

impl<T: AsRef<str>, const N: usize> OneOrMany for &[T; N] {
    fn each(self, with: &mut dyn FnMut(&str)) {
        self.as_slice().each(with);
    }
}

impl<T: AsRef<str>> OneOrMany for Vec<T> {
    fn each(self, with: &mut dyn FnMut(&str)) {
        self.as_slice().each(with);
    }
}

impl<T: AsRef<str>> OneOrMany for &Vec<T> {
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

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::problem::testing::{logged, parts};
    use crate::testing::cases;
    use proptest::prelude::*;
    use texting_robots::Robot;

    fn text(robots: Robots) -> String {
        robots.into_text().unwrap()
    }

    #[test]
    fn M2_the_lines_of_a_rule_have_an_order() {
        let robots = Robots::new()
            .sitemap("https://www.example.com/sitemap.xml")
            .host("https://www.example.com")
            .rule(RobotsRule::new().allow("/").user_agent("Googlebot"))
            .rule(
                RobotsRule::new()
                    .directive("Noarchive", ["/a", "/b"])
                    .crawl_delay(2)
                    .disallow(["/", "/x"])
                    .allow(vec!["/y"])
                    .user_agent(["Applebot", "Bingbot"])
                    .user_agent(String::from("DuckDuckBot")),
            )
            .sitemap([String::from("https://www.example.com/2.xml")]);
        assert_eq!(
            text(robots),
            "User-Agent: Googlebot
Allow: /

User-Agent: Applebot
User-Agent: Bingbot
User-Agent: DuckDuckBot
Allow: /y
Disallow: /
Disallow: /x
Crawl-delay: 2
Noarchive: /a
Noarchive: /b

Host: https://www.example.com
Sitemap: https://www.example.com/sitemap.xml
Sitemap: https://www.example.com/2.xml
"
        );
    }

    #[test]
    fn M2_M3_what_says_nothing_is_left_out() {
        for (robots, expected) in [
            (Robots::new(), ""),
            (Robots::new().rule(RobotsRule::new()), "User-Agent: *\n\n"),
            (
                Robots::new()
                    .rule(RobotsRule::new().user_agent("").allow("").disallow("").crawl_delay(0))
                    .host("")
                    .sitemap(""),
                "User-Agent: *\n\n",
            ),
            (Robots::new().rule(RobotsRule::new().disallow([""; 0])), "User-Agent: *\n\n"),
            (Robots::new().rule(RobotsRule::new().disallow([""])), "User-Agent: *\nDisallow: \n\n"),
            (Robots::new().host("a").host("b"), "Host: b\n"),
            (Robots::new().host("a").host(""), ""),
            (
                Robots::new().rule(RobotsRule::new().crawl_delay(1).crawl_delay(0.5)),
                "User-Agent: *\nCrawl-delay: 0.5\n\n",
            ),
            (Robots::new().rule(RobotsRule::new().crawl_delay(1).crawl_delay(0)), "User-Agent: *\n\n"),
        ] {
            assert_eq!(text(robots), expected);
        }
    }

    #[test]
    fn what_a_robot_could_take_for_the_end_of_a_line_is_percent_encoded() {
        for (value, line) in [
            ("/a\nDisallow: /", "/a%0ADisallow: /"),
            ("/a\r\n\r\nUser-Agent: *", "/a%0D%0A%0D%0AUser-Agent: *"),
            ("/\u{b}\u{c}\u{1c}\u{1d}\u{1e}\u{85}\u{2028}\u{2029}", "/%0B%0C%1C%1D%1E%C2%85%E2%80%A8%E2%80%A9"),
            ("/\0\u{7f}", "/%00%7F"),
            ("\n", "%0A"),
            ("/*/a$ é日 %0A", "/*/a$ é日 %0A"),
        ] {
            let robots = Robots::new()
                .rule(RobotsRule::new().user_agent(value).allow(value).disallow([value]).directive("X", value))
                .host(value)
                .sitemap(value);
            assert_eq!(
                text(robots),
                format!(
                    "User-Agent: {line}\nAllow: {line}\nDisallow: {line}\nX: {line}\n\nHost: {line}\nSitemap: {line}\n"
                )
            );
        }
    }

    #[test]
    fn what_is_no_directive_and_no_delay_is_refused() {
        for name in ["", "Disallow: /\nAllow", "a b", "a:", "é", "#", "a\r"] {
            let error = Robots::new().rule(RobotsRule::new().directive(name, "x")).into_text().unwrap_err();
            assert_eq!(error, RobotsError::Directive(name.to_owned()));
        }
        for delay in [-1.0, f64::NAN, f64::INFINITY] {
            let error = Robots::new().rule(RobotsRule::new().crawl_delay(delay)).into_text().unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("the crawl delay of a robots.txt is {delay}, which is not a number of seconds")
            );
        }
        let first = Robots::new()
            .rule(RobotsRule::new().directive("a b", "x").crawl_delay(-1))
            .rule(RobotsRule::new().directive("c d", "x"));
        assert_eq!(first.into_text(), Err(RobotsError::Directive("a b".into())));
    }

    #[tokio::test]
    async fn M1_the_response_is_text_that_is_asked_for_again() {
        let response = Robots::new().host("a").into_response();
        assert_eq!(response.headers()["cache-control"], "public, max-age=0, must-revalidate");
        assert_eq!(parts(response).await, (200, "text/plain".into(), "Host: a\n".into()));
    }

    #[tokio::test]
    async fn a_robots_txt_that_cannot_be_is_a_logged_500() {
        let (response, log) = logged(|| Robots::new().rule(RobotsRule::new().directive("a b", "c")).into_response());
        assert!(!response.headers().contains_key("cache-control"));
        assert_eq!(parts(response).await, (500, String::new(), String::new()));
        assert!(log.starts_with("ERROR") && log.contains("`a b` is not the name of a directive"), "{log}");
    }

    #[test]
    fn M2_a_robot_reads_what_was_meant() {
        let robots = text(
            Robots::new()
                .rule(RobotsRule::new().allow("/private/open").disallow(["/private", "/*.pdf$"]).crawl_delay(10))
                .rule(RobotsRule::new().user_agent(["BadBot", "WorseBot"]).disallow("/"))
                .sitemap(["https://acme.com/1.xml", "https://acme.com/2.xml"]),
        );
        let robot = Robot::new("GoodBot", robots.as_bytes()).unwrap();
        for (path, allowed) in [("/", true), ("/private", false), ("/private/open", true), ("/a.pdf", false)] {
            assert_eq!(robot.allowed(path), allowed, "{path}");
        }
        assert_eq!(robot.delay, Some(10.0));
        assert_eq!(robot.sitemaps, ["https://acme.com/1.xml", "https://acme.com/2.xml"]);
        for name in ["badbot", "worsebot"] {
            assert!(!Robot::new(name, robots.as_bytes()).unwrap().allowed("/"));
        }
    }

    /// A text with what ends lines and begins directives.
    fn hostile() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[/a\r\n\u{b}\u{c}\u{85}\u{2028}\u{2029} :#*$]{0,12}",
            "/x[\r\n\u{85}\u{2028}]{1,3}(Disallow|Allow|User-Agent|Sitemap|Crawl-delay): ?(/|\\*|9|https://evil\\.example)",
        ]
    }

    /// The lines, as the robot says that takes the most for their ends: `str.splitlines` of Python.
    fn lines(text: &str) -> impl Iterator<Item = &str> {
        let ends = ['\n', '\r', '\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'];
        text.strip_suffix('\n').unwrap_or(text).split(ends)
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn no_value_adds_a_line(values in prop::collection::vec(hostile(), 6)) {
            let [agent, allow, disallow, other, host, sitemap] = std::array::from_fn(|at| [&*values[at]]);
            let robots = text(
                Robots::new()
                    .rule(RobotsRule::new().user_agent(agent).allow(allow).disallow(disallow).directive("X-Y", other))
                    .host(format!("h{}", host[0]))
                    .sitemap(sitemap),
            );
            let names: Vec<_> = lines(&robots).map(|line| line.split(':').next().unwrap_or_default()).collect();
            prop_assert_eq!(names, ["User-Agent", "Allow", "Disallow", "X-Y", "", "Host", "Sitemap"], "{:?}", robots);
        }

        #[test]
        fn a_robot_that_is_not_named_may_read_all(path in hostile()) {
            let rule = RobotsRule::new().user_agent("BadBot").disallow([path]);
            let robots = text(Robots::new().rule(rule));
            prop_assert!(Robot::new("GoodBot", robots.as_bytes()).unwrap().allowed("/page"), "{:?}", robots);
        }
    }
}
