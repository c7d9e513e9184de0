//! Conditions: what a request must have, or must not, beside its path.

use super::error::RuleError;
use super::params::Params;
use super::subject::Subject;
use crate::cookies::RequestCookies;
use crate::message::Message;
use crate::route_manifest;
use http::HeaderName;
#[cfg(feature = "matcher-regex")]
use regex::Regex;
use std::borrow::Cow;

/// What a request must have, or must not have, for a redirect, a rewrite, a header rule or a middleware: an item of `has` or `missing`
/// in `next.config.js` (NEXT-SPEC P9).
///
/// Without [`with_value`](Self::with_value) it asks for anything that is not empty.
///
/// ```
/// use route_runtime::{Condition, Redirect};
///
/// let redirect = Redirect::new("/old/:path*", "/new/:path*")
///     .has([Condition::host("example.com"), Condition::cookie("beta").with_value("yes")])
///     .missing([Condition::header("x-internal")]);
/// ```
///
/// # Values
///
/// A value is compared as a whole, in upper and lower case as it is written. With the feature `matcher-regex` one that holds any of
/// `\ ^ $ * + ? ( ) [ ] { } |` is a regex, and its named groups are parameters of the destination: `(?<version>\d+)`. Without the
/// feature such a value is refused. A `.` alone makes no regex: `example.com` is that name.
#[doc(alias = "has")]
#[doc(alias = "missing")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    kind: Kind,
    key: Cow<'static, str>,
    value: Option<Cow<'static, str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Header,
    Cookie,
    Query,
    Host,
}

impl Condition {
    /// A request header: `{ type: 'header', key: name }`. Of one that is sent several times the values are joined with `, `.
    ///
    /// # Panics
    ///
    /// If this is no name of a header; in a `const` the compiler says so.
    #[track_caller]
    pub const fn header(name: &'static str) -> Self {
        if !is_header_name(name) {
            panic!("{}", no_header_name(name).as_str());
        }
        Self { kind: Kind::Header, key: Cow::Borrowed(name), value: None }
    }

    /// A cookie of the request, decoded: `{ type: 'cookie', key: name }`.
    pub const fn cookie(name: &'static str) -> Self {
        Self { kind: Kind::Cookie, key: Cow::Borrowed(name), value: None }
    }

    /// A parameter of the query, decoded, the last of its name: `{ type: 'query', key: name }`.
    ///
    /// ```
    /// use route_runtime::{Condition, Redirect};
    ///
    /// // `/feed?format=rss` leads to `/feed.xml?format=rss`.
    /// let redirect = Redirect::new("/feed", "/feed.xml").has([Condition::query("format").with_value("rss")]);
    /// ```
    pub const fn query(name: &'static str) -> Self {
        Self { kind: Kind::Query, key: Cow::Borrowed(name), value: None }
    }

    /// The host that is asked for, in lower case and without its port: `{ type: 'host', value: host }`.
    ///
    /// # Panics
    ///
    /// As [`with_value`](Self::with_value).
    #[track_caller]
    pub const fn host(host: &'static str) -> Self {
        Self { kind: Kind::Host, key: Cow::Borrowed(""), value: None }.with_value(host)
    }

    /// Asks for this value. See [values](Self#values).
    ///
    /// # Panics
    ///
    /// If the value is a regex, and the feature `matcher-regex` is off; in a `const` the compiler says so. A regex that cannot be
    /// compiled is an error when the app starts.
    #[track_caller]
    pub const fn with_value(mut self, value: &'static str) -> Self {
        if is_regex(value) && !cfg!(feature = "matcher-regex") {
            panic!("{}", needs_regex(value).as_str());
        }
        // A constant drops nothing. There is nothing to drop, unless the condition came from a file.
        std::mem::forget(self.value.replace(Cow::Borrowed(value)));
        self
    }

    /// A condition that is known only at run time, as `next.config.js` writes it: `{ type: kind, key, value }`. The key of a `host` is
    /// not looked at.
    ///
    /// ```
    /// # use route_runtime::Condition;
    /// let condition = Condition::try_new("cookie", "beta", Some("yes".to_owned())).unwrap();
    /// assert_eq!(condition, Condition::cookie("beta").with_value("yes"));
    /// assert!(Condition::try_new("cooky", "beta", None).is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// If the kind is none of `header`, `cookie`, `query` and `host`, or what the other constructors panic for.
    pub fn try_new(kind: &str, key: impl Into<String>, value: Option<String>) -> Result<Self, RuleError> {
        let key = key.into();
        let kind = match kind {
            "header" if !is_header_name(&key) => return Err(RuleError::new(no_header_name(&key).as_str())),
            "header" => Kind::Header,
            "cookie" => Kind::Cookie,
            "query" => Kind::Query,
            "host" if value.is_none() => return Err(RuleError::new("a condition `host` has no value")),
            "host" => Kind::Host,
            _ => {
                let error = format!("unknown condition `{kind}`\nhelp: write `header`, `cookie`, `query` or `host`");
                return Err(RuleError::new(error));
            }
        };
        if let Some(value) = value.as_deref().filter(|value| is_regex(value) && !cfg!(feature = "matcher-regex")) {
            return Err(RuleError::new(needs_regex(value).as_str()));
        }
        Ok(Self { kind, key: key.into(), value: value.map(Cow::Owned) })
    }

    /// As `next.config.js` writes it.
    pub(super) fn manifest(&self) -> route_manifest::Condition {
        let (kind, has_key) = match self.kind {
            Kind::Header => ("header", true),
            Kind::Cookie => ("cookie", true),
            Kind::Query => ("query", true),
            Kind::Host => ("host", false),
        };
        route_manifest::Condition {
            kind: kind.to_owned(),
            key: has_key.then(|| self.key.as_ref().to_owned()),
            value: self.value.as_deref().map(str::to_owned),
        }
    }

    pub(super) fn compile(&self) -> Result<CompiledCondition, RuleError> {
        let key = match self.kind {
            Kind::Header => match self.key.parse() {
                Ok(name) => Key::Header(name),
                Err(_) => return Err(RuleError::new(no_header_name(&self.key).as_str())),
            },
            Kind::Cookie => Key::Cookie(self.key.clone()),
            Kind::Query => Key::Query(self.key.clone()),
            Kind::Host => Key::Host,
        };
        let value = match &self.value {
            None => Value::Any,
            #[cfg(feature = "matcher-regex")]
            Some(value) if is_regex(value) => match Regex::new(&format!("^(?:{value})$")) {
                Ok(regex) => Value::Regex(regex),
                Err(error) => return Err(RuleError::new(format!("the regex `{value}` cannot be run\nnote: {error}"))),
            },
            // A host is compared in lower case.
            Some(value) if self.kind == Kind::Host => Value::Text(value.to_ascii_lowercase().into()),
            Some(value) => Value::Text(value.clone()),
        };
        Ok(CompiledCondition { key, value })
    }
}

const fn is_regex(value: &str) -> bool {
    let value = value.as_bytes();
    let mut i = 0;
    while i < value.len() {
        if matches!(value[i], b'\\' | b'^' | b'$' | b'*' | b'+' | b'?' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'|')
        {
            return true;
        }
        i += 1;
    }
    false
}

/// RFC 9110, 5.6.2: a token.
const fn is_header_name(name: &str) -> bool {
    let name = name.as_bytes();
    let mut i = 0;
    while i < name.len() {
        let is_token = name[i].is_ascii_alphanumeric()
            || matches!(
                name[i],
                b'!' | b'#' | b'$' | b'%' | b'&' | b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~'
            );
        if !is_token {
            return false;
        }
        i += 1;
    }
    !name.is_empty()
}

const fn no_header_name(name: &str) -> Message {
    Message::new().push("`").push(name).push("` is no name of a header")
}

const fn needs_regex(value: &str) -> Message {
    let message = Message::new().push("the value `").push(value).push("` is a regex");
    message.push("\nhelp: enable the feature `matcher-regex` of route-runtime")
}

/// A condition as it is compared with requests.
#[derive(Debug)]
pub(super) struct CompiledCondition {
    key: Key,
    value: Value,
}

#[derive(Debug)]
enum Key {
    Header(HeaderName),
    Cookie(Cow<'static, str>),
    Query(Cow<'static, str>),
    Host,
}

#[derive(Debug)]
enum Value {
    /// Anything but nothing.
    Any,
    Text(Cow<'static, str>),
    #[cfg(feature = "matcher-regex")]
    Regex(Regex),
}

impl CompiledCondition {
    /// Whether it captures a parameter of this name.
    #[cfg_attr(not(feature = "matcher-regex"), expect(unused_variables, reason = "only a regex captures"))]
    pub(super) fn captures(&self, name: &str) -> bool {
        match &self.value {
            #[cfg(feature = "matcher-regex")]
            Value::Regex(regex) => regex.capture_names().flatten().any(|known| known == name),
            Value::Any | Value::Text(_) => false,
        }
    }

    #[cfg_attr(not(feature = "matcher-regex"), expect(unused_variables, reason = "only a regex captures"))]
    pub(super) fn is_met<'a>(&'a self, subject: &Subject<'a>, params: &mut Params<'a>) -> bool {
        let Some(found) = self.key.find(subject) else { return false };
        match &self.value {
            Value::Any => !found.is_empty(),
            Value::Text(value) => found == *value,
            #[cfg(feature = "matcher-regex")]
            Value::Regex(regex) => {
                let Some(captures) = regex.captures(&found) else { return false };
                for name in regex.capture_names().flatten() {
                    if let Some(value) = captures.name(name) {
                        params.set_text(name, value.as_str());
                    }
                }
                true
            }
        }
    }
}

impl Key {
    fn find<'a>(&self, subject: &Subject<'a>) -> Option<Cow<'a, str>> {
        match self {
            Self::Header(name) => {
                let mut lines =
                    subject.headers.get_all(name).iter().map(|line| String::from_utf8_lossy(line.as_bytes()));
                let first = lines.next()?;
                Some(lines.fold(first, |joined, line| joined + ", " + line))
            }
            Self::Cookie(name) => {
                let cookie = RequestCookies::new(subject.headers).get(name)?;
                Some(Cow::Owned(cookie.value().to_owned()))
            }
            Self::Query(name) => {
                let pairs = form_urlencoded::parse(subject.query.unwrap_or_default().as_bytes());
                pairs.filter(|(key, _)| key == name).last().map(|(_, value)| value)
            }
            Self::Host => Some(host_name(subject.host())),
        }
    }
}

/// The host without its port, in lower case. The colons of an IPv6 address are inside its brackets.
fn host_name(host: &str) -> Cow<'_, str> {
    let end = if host.starts_with('[') { host.find(']').map(|end| end + 1) } else { host.find(':') };
    let name = host.get(..end.unwrap_or(host.len())).unwrap_or_default();
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::app::rules::testing::Request;

    fn is_met(condition: &Condition, request: &Request<'_>) -> bool {
        condition.compile().unwrap().is_met(&request.subject(), &mut Params::default())
    }

    #[test]
    fn P9_without_a_value_anything_that_is_not_empty_will_do() {
        let request = Request::new("/?a=1&empty=&twice=1&twice=&caf%C3%A9=1")
            .header("x-a", "1")
            .header("x-empty", "")
            .header("cookie", "a=1; empty=; flag");
        let cases = [
            (Condition::header("x-a"), true),
            (Condition::header("X-A"), true),
            (Condition::header("x-empty"), false),
            (Condition::header("x-b"), false),
            (Condition::cookie("a"), true),
            (Condition::cookie("A"), false),
            (Condition::cookie("empty"), false),
            (Condition::cookie("flag"), true),
            (Condition::query("a"), true),
            (Condition::query("A"), false),
            (Condition::query("empty"), false),
            (Condition::query("twice"), false),
            (Condition::query("café"), true),
            (Condition::query("b"), false),
        ];
        for (condition, met) in cases {
            assert_eq!(is_met(&condition, &request), met, "{condition:?}");
        }
        assert!(!is_met(&Condition::query("a"), &Request::new("/")));
    }

    #[test]
    fn P9_a_value_is_the_whole_value() {
        let request = Request::new("/?a=1&a=two+words")
            .header("x-a", "one")
            .header("x-a", "two")
            .header("x-text", "café")
            .header("cookie", "a=caf%C3%A9");
        let cases = [
            (Condition::header("x-a").with_value("one"), false),
            (Condition::header("x-a").with_value("one, two"), true),
            (Condition::header("x-text").with_value("café"), true),
            (Condition::header("x-text").with_value("CAFé"), false),
            (Condition::header("x-text").with_value("caf."), false),
            (Condition::cookie("a").with_value("café"), true),
            (Condition::cookie("a").with_value("caf"), false),
            (Condition::query("a").with_value("two words"), true),
            (Condition::query("a").with_value("1"), false),
            (Condition::query("b").with_value(""), false),
        ];
        for (condition, met) in cases {
            assert_eq!(is_met(&condition, &request), met, "{condition:?}");
        }
    }

    #[test]
    fn P9_a_host_is_its_name_without_the_port_in_lower_case() {
        let cases = [
            ("example.com", "example.com", true),
            ("example.com", "EXAMPLE.com:8080", true),
            ("Example.com", "example.com", true),
            ("example.com", "www.example.com", false),
            ("example.com", "exampleXcom", false),
            ("example.com", "", false),
            ("127.0.0.1", "127.0.0.1:80", true),
        ];
        for (value, host, met) in cases {
            assert_eq!(is_met(&Condition::host(value), &Request::new("/").host(host)), met, "{value} and {host}");
        }
        for (host, name) in [("[::1]:80", "[::1]"), ("[::1]", "[::1]"), ("[::1", "[::1"), (":80", ""), ("é:1", "é")] {
            assert_eq!(host_name(host), name);
        }
    }

    #[test]
    fn P9_a_condition_of_a_file_is_checked_as_those_of_the_code_are() {
        let value = || Some("yes".to_owned());
        let cases = [
            (Condition::try_new("header", "x-a", value()), Ok(Condition::header("x-a").with_value("yes"))),
            (Condition::try_new("cookie", "a", None), Ok(Condition::cookie("a"))),
            (Condition::try_new("query", "a", value()), Ok(Condition::query("a").with_value("yes"))),
            (Condition::try_new("host", "", value()), Ok(Condition::host("yes"))),
            (Condition::try_new("host", "", None), Err("a condition `host` has no value")),
            (Condition::try_new("header", "x a", None), Err("`x a` is no name of a header")),
            (Condition::try_new("header", "", None), Err("`` is no name of a header")),
            (
                Condition::try_new("path", "a", None),
                Err("unknown condition `path`\nhelp: write `header`, `cookie`, `query` or `host`"),
            ),
        ];
        for (condition, expected) in cases {
            assert_eq!(condition.map_err(|error| error.to_string()), expected.map_err(str::to_owned));
        }
    }

    #[cfg(not(feature = "matcher-regex"))]
    #[test]
    fn P9_a_regex_needs_the_feature() {
        for value in [r"\d", "^a", "a$", "a*", "a+", "a?", "(a", "a)", "[a", "a]", "{a", "a}", "a|b"] {
            let error = Condition::try_new("cookie", "a", Some(value.to_owned())).unwrap_err();
            let expected =
                format!("the value `{value}` is a regex\nhelp: enable the feature `matcher-regex` of route-runtime");
            assert_eq!(error.to_string(), expected);
        }
    }

    #[cfg(feature = "matcher-regex")]
    #[test]
    fn P9_a_regex_matches_the_whole_value_and_its_named_groups_are_parameters() {
        let request = Request::new("/?v=12&x=a/b%26c").host("eu.example.com").header("cookie", "a=yes");
        let cases: [(Condition, Option<&[&str]>); 7] = [
            (Condition::query("v").with_value(r"(?<major>\d)(?<minor>\d)"), Some(&["major=1", "minor=2"])),
            (Condition::query("v").with_value(r"\d"), None),
            (Condition::query("v").with_value("1|12"), Some(&[])),
            (Condition::query("x").with_value("(?<text>.*)"), Some(&["text=a%2Fb%26c"])),
            (Condition::cookie("a").with_value("YES|yes(?<more>no)?"), Some(&[])),
            (Condition::host(r"(?<region>[^.]+)\.example\.com"), Some(&["region=eu"])),
            (Condition::header("x-a").with_value(".*"), None),
        ];
        for (condition, expected) in cases {
            let compiled = condition.compile().unwrap();
            let mut params = Params::default();
            let met = compiled.is_met(&request.subject(), &mut params);
            let found: Vec<_> = params.iter().map(|(name, value)| format!("{name}={}", value.encoded)).collect();
            assert_eq!(
                (met, found),
                (expected.is_some(), expected.unwrap_or_default().iter().map(ToString::to_string).collect())
            );
        }
        let error = Condition::cookie("a").with_value("(?=a)").compile().unwrap_err();
        assert!(error.to_string().starts_with("the regex `(?=a)` cannot be run\nnote: "), "{error}");
    }
}
