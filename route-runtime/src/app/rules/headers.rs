//! Header rules: headers for all answers of a path.

use super::condition::Condition;
use super::error::RuleError;
use super::index::Rules;
use super::params::{Params, Value};
use super::source::{Names, Source};
use super::subject::Subject;
use super::template::Template;
use super::when::{CompiledWhen, When};
use crate::app::added_headers::frames_a_message;
use crate::route_manifest;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::borrow::Cow;

/// Headers for all answers of a path, 404s too: an entry of `headers()` in `next.config.js` (NEXT-SPEC O1).
///
/// The source is written as that of a [`Redirect`](crate::Redirect#sources). Of several values for one header the last rule's counts;
/// `Set-Cookie` is sent for each (O2). A parameter of the source may stand in names and values (O3), percent-encoded as the client has sent
/// it, `;` and `,` always; any other text with a colon is text.
///
/// ```
/// use route_runtime::HeaderRule;
///
/// let rules = [
///     HeaderRule::new("/:path*").header("x-frame-options", "DENY").header("x-content-type-options", "nosniff"),
///     HeaderRule::new("/users/:id").header("x-user", "user-:id"),
/// ];
/// ```
#[doc(alias = "headers")]
#[derive(Clone, Debug)]
#[must_use = "a header rule does nothing until an app has it"]
pub struct HeaderRule {
    when: When,
    headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

impl HeaderRule {
    pub(crate) fn manifest(&self) -> route_manifest::HeaderRule {
        let header = |(key, value): &(Cow<'static, str>, Cow<'static, str>)| route_manifest::Header {
            key: key.clone().into_owned(),
            value: value.clone().into_owned(),
        };
        route_manifest::HeaderRule { when: self.when.manifest(), headers: self.headers.iter().map(header).collect() }
    }

    /// A rule without headers.
    ///
    /// # Panics
    ///
    /// If the source is none; in a `const` the compiler says so.
    #[track_caller]
    pub const fn new(source: &'static str) -> Self {
        Self { when: When::new(Source::new(source)), headers: Vec::new() }
    }

    /// A rule that is known only at run time: [`new`](Self::new) with an error in the place of the panic.
    ///
    /// ```
    /// # use route_runtime::HeaderRule;
    /// let path = String::from("/docs/:path*");
    /// let rule = HeaderRule::try_new(path).unwrap().header("x-robots-tag", String::from("noindex"));
    /// ```
    ///
    /// # Errors
    ///
    /// What [`new`](Self::new) panics for.
    pub fn try_new(source: impl Into<String>) -> Result<Self, RuleError> {
        Ok(Self { when: When::new(Source::try_new(source.into())?), headers: Vec::new() })
    }

    /// Adds a header. One that is none, whatever the parameters, is an error when the app starts; where a parameter makes it so, it is
    /// logged as an error and left out.
    pub fn header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds conditions, of which all must be met (P9).
    ///
    /// ```
    /// use route_runtime::{Condition, HeaderRule};
    ///
    /// let rules = [
    ///     // Embedded by one site, and kept from search engines on every host but the real one.
    ///     HeaderRule::new("/embed/:path*").has([Condition::query("widget")]).header("x-frame-options", "ALLOWALL"),
    ///     HeaderRule::new("/:path*").missing([Condition::host("shop.example")]).header("x-robots-tag", "noindex"),
    ///     // Of the whole host, with an app below `/docs`.
    ///     HeaderRule::new("/:path*").without_base_path().header("x-served-by", "docs"),
    /// ];
    /// ```
    pub fn has(mut self, conditions: impl IntoIterator<Item = Condition>) -> Self {
        self.when.has.extend(conditions);
        self
    }

    /// Adds conditions, of which none may be met (P9).
    pub fn missing(mut self, conditions: impl IntoIterator<Item = Condition>) -> Self {
        self.when.missing.extend(conditions);
        self
    }

    /// Compares the source with the whole path: `basePath: false` (P8, O11).
    pub const fn without_base_path(mut self) -> Self {
        self.when.base_path = false;
        self
    }
}

/// Header rules, ready for requests.
#[derive(Debug)]
pub(crate) struct HeaderRules {
    rules: Rules<Vec<Header>>,
}

#[derive(Debug)]
enum Header {
    Fixed(HeaderName, HeaderValue),
    WithParams { name: Template, value: Template },
}

impl HeaderRules {
    pub(crate) fn compile(rules: Vec<HeaderRule>) -> Result<Self, RuleError> {
        let rules = Rules::compile(
            "headers",
            rules,
            |rule| &rule.when,
            |rule, when| {
                let names = rule.when.source.names()?;
                rule.headers.iter().map(|(name, value)| Header::compile(name, value, &names, when)).collect()
            },
        );
        Ok(Self { rules: rules? })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The headers for the answer to a request. Without any, nothing is allocated.
    pub(crate) fn headers(&self, subject: Subject<'_>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for found in self.rules.matches(subject, 0) {
            for header in found.rule {
                let Some((name, value)) = header.fill(&found.params) else { continue };
                if name == SET_COOKIE {
                    headers.append(name, value);
                } else {
                    headers.insert(name, value);
                }
            }
        }
        headers
    }
}

impl Header {
    fn compile(name: &str, value: &str, names: &Names<'_>, when: &CompiledWhen) -> Result<Self, RuleError> {
        let is_param = |name: &str| names.get(name).is_some() || when.condition_captures(name);
        let template = |text: &str| Template::new(text, is_param, str::to_owned);
        let (name, value) = (template(name), template(value));
        if name.names().chain(value.names()).next().is_some() {
            return Ok(Self::WithParams { name, value });
        }
        let none = Params::default();
        let (name, value) = (fill(&name, &none), fill(&value, &none));
        let valid_name = name.parse().map_err(|_| RuleError::new(format!("`{name}` is no name of a header")));
        if let Ok(name) = &valid_name
            && frames_a_message(name)
        {
            return Err(RuleError::new(format!("`{name}` is the server's own to send")));
        }
        let valid_value =
            value.parse().map_err(|_| RuleError::new(format!("`{}` is no value of a header", value.escape_debug())));
        Ok(Self::Fixed(valid_name?, valid_value?))
    }

    fn fill(&self, params: &Params<'_>) -> Option<(HeaderName, HeaderValue)> {
        let (name, value) = match self {
            Self::Fixed(name, value) => return Some((name.clone(), value.clone())),
            Self::WithParams { name, value } => (fill(name, params), fill(value, params)),
        };
        match (name.parse(), value.parse()) {
            (Ok(name), Ok(value)) => Some((name, value)),
            _ => {
                tracing::error!(name, value, "a header rule made what is no header, which was left out");
                None
            }
        }
    }
}

/// A parameter is one value: what would begin another, or an attribute of a cookie, is percent-encoded, too.
fn fill(template: &Template, params: &Params<'_>) -> String {
    template.fill(params, |text: &mut String, value: Option<&Value<'_>>| {
        let encoded = value.map(|value| value.encoded.replace(';', "%3B").replace(',', "%2C"));
        text.extend(encoded);
    })
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::app::rules::testing::Request;
    use crate::problem::testing::logged;

    fn headers(rules: impl Into<Vec<HeaderRule>>, request: &Request<'_>) -> Vec<String> {
        let headers = HeaderRules::compile(rules.into()).unwrap().headers(request.subject());
        headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect()
    }

    #[test]
    fn O3_a_parameter_adds_no_attribute_and_no_value() {
        let rules = [HeaderRule::new("/:lang").header("set-cookie", "lang=:lang; Path=/").header("vary", ":lang")];
        let request = Request::new("/en;Domain=evil.com,x");
        let lines = ["set-cookie: lang=en%3BDomain=evil.com%2Cx; Path=/", "vary: en%3BDomain=evil.com%2Cx"];
        assert_eq!(headers(rules, &request), lines);
    }

    #[test]
    fn what_frames_a_message_is_refused() {
        for name in ["content-length", "Transfer-Encoding", "connection"] {
            let error = HeaderRules::compile(vec![HeaderRule::new("/a").header(name, "1")]).unwrap_err();
            assert!(error.to_string().contains("is the server's own to send"), "{error}");
        }
    }

    #[test]
    fn O2_C11_the_last_rule_counts_and_cookies_accumulate() {
        let rules = [
            const { HeaderRule::new("/:path*") }.header("X-A", "1").header("set-cookie", "a=1").header("x-a", "2"),
            HeaderRule::new("/a").header("x-a", "3").header("Set-Cookie", "b=1").header("x-b", "4"),
            HeaderRule::new("/a").header("x-c", "5").has([Condition::cookie("c")]),
            HeaderRule::new("/a").header("x-b", "6").missing([Condition::cookie("c")]),
        ];
        let a = headers(rules.clone(), &Request::new("/a"));
        assert_eq!(a, ["x-a: 3", "set-cookie: a=1", "set-cookie: b=1", "x-b: 6"]);
        assert_eq!(headers(rules.clone(), &Request::new("/")), ["x-a: 2", "set-cookie: a=1"]);
        let with_cookie = Request::new("/a").header("cookie", "c=1");
        assert_eq!(headers(rules, &with_cookie), ["x-a: 3", "set-cookie: a=1", "set-cookie: b=1", "x-b: 4", "x-c: 5"]);

        let none = HeaderRules::compile(vec![HeaderRule::new("/a").header("x-a", "1")]).unwrap();
        assert_eq!(none.headers(Request::new("/b").subject()).capacity(), 0);
    }

    #[test]
    fn O3_parameters_stand_in_names_and_values_and_other_text_is_text() {
        let cases = [
            ("/:path", "x-path", ":path", "/my-path", "x-path: my-path"),
            ("/:path", "some:path", "1", "/my-path", "somemy-path: 1"),
            ("/:path", "x-a", "some:value*", "/my-path", "x-a: some:value*"),
            ("/:path*", "x-a", "/:path*", "/a/b", "x-a: /a/b"),
            ("/:path*", "x-a", "/:path", "/a/b", "x-a: /a/b"),
            ("/:path*", "x-a", "[:path*]", "/", "x-a: []"),
            ("/:path", "x-a", ":path(b)?c", "/a", "x-a: a(b)?c"),
            ("/:path", "x-a", ":paths", "/a", "x-a: :paths"),
            ("/:path", "x-a", r"\:path", "/a", "x-a: :path"),
            ("/a", "x-a", ":path 12:30", "/a", "x-a: :path 12:30"),
            ("/:path", "x-a", ":path", "/%C3%A9%0D%0A", "x-a: %C3%A9%0D%0A"),
        ];
        for (source, name, value, path, expected) in cases {
            let rule = HeaderRule::try_new(source).unwrap().header(name, value);
            assert_eq!(headers([rule], &Request::new(path)), [expected], "{source} {name} {value} {path}");
        }
    }

    #[test]
    fn P8_the_base_path_is_before_the_source() {
        let rules =
            [HeaderRule::new("/a").header("x-a", "1"), HeaderRule::new("/b").header("x-b", "1").without_base_path()];
        for (path, expected) in [("/base/a", "x-a: 1"), ("/b", "x-b: 1"), ("/a", ""), ("/base/b", "")] {
            let found = headers(rules.clone(), &Request::new(path).base_path("/base"));
            assert_eq!(found.join("\n"), expected, "{path}");
        }
    }

    #[test]
    fn O3_what_a_parameter_makes_no_header_of_is_logged_and_left_out() {
        let rule = HeaderRule::new("/:path").header("x-:path", "1").header("x-a", ":path").header("x-b", "2");
        for (path, expected) in [("/a(b", &["x-a: a(b", "x-b: 2"][..]), ("/a\nb: 1", &["x-b: 2"])] {
            let (found, log) = logged(|| headers([rule.clone()], &Request::new(path)));
            assert_eq!(found, expected);
            assert_eq!(log.matches("ERROR").count(), 3 - expected.len(), "{log}");
        }
    }

    #[test]
    fn O1_what_is_no_header_is_refused_when_the_app_starts() {
        let cases = [
            ("x a", "1", "`headers[1]`, source `/a`: `x a` is no name of a header"),
            ("", "1", "`headers[1]`, source `/a`: `` is no name of a header"),
            ("x-a", "1\r\nx-b: 2", "`headers[1]`, source `/a`: `1\\r\\nx-b: 2` is no value of a header"),
        ];
        for (name, value, expected) in cases {
            let rules = vec![HeaderRule::new("/"), HeaderRule::new("/a").header(name, value)];
            assert_eq!(HeaderRules::compile(rules).unwrap_err().to_string(), expected);
        }
        assert!(HeaderRule::try_new("a").is_err());
    }
}
