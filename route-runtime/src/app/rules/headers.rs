//! Header rules: headers for all answers of a path.

use super::condition::Condition;
use super::error::RuleError;
use super::index::Rules;
use super::params::{Params, Value};
use super::source::{Names, Source};
use super::subject::Subject;
use super::template::Template;
use super::when::{CompiledWhen, When};
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::borrow::Cow;

/// Headers for all answers of a path, 404s too: an entry of `headers()` in `next.config.js` (NEXT-SPEC O1).
///
/// The source is written as that of a [`Redirect`](crate::Redirect#sources). Of several values for one header the last rule's counts;
/// `Set-Cookie` is sent for each (O2). A parameter of the source may stand in names and values (O3), percent-encoded as the client has sent
/// it; any other text with a colon is text.
///
/// ```
/// use route_runtime::HeaderRule;
///
/// let rules = [
///     HeaderRule::new("/:path*").header("x-frame-options", "DENY").header("x-content-type-options", "nosniff"),
///     HeaderRule::new("/users/:id").header("x-user", "user-:id"),
/// ];
/// ```
#[derive(Clone, Debug)]
#[must_use = "a header rule does nothing until an app has it"]
pub struct HeaderRule {
    when: When,
    headers: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

impl HeaderRule {
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

fn fill(template: &Template, params: &Params<'_>) -> String {
    template
        .fill(params, |text: &mut String, value: Option<&Value<'_>>| text.extend(value.map(|value| &*value.encoded)))
}
