//! What is wrong with a redirect, a rewrite, a header rule or a matcher.

use std::fmt;

/// Why a redirect, a rewrite or a header rule cannot stand.
///
/// Its text says what is wrong and what to write instead, with the source in backticks. Where the rule is one of a list, it begins with
/// the list and the place in it, from 0.
///
/// ```
/// use route_runtime::Redirect;
///
/// let error = Redirect::try_new("old", "/new").unwrap_err();
/// assert_eq!(error.to_string(), "the source `old` does not begin with `/`\nhelp: write `/old`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    place: Option<Place>,
    message: String,
}

/// Where the rule stands.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Place {
    list: &'static str,
    index: usize,
    source: String,
}

impl RuleError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { place: None, message: message.into() }
    }

    pub(super) fn at(self, list: &'static str, index: usize, source: &str) -> Self {
        Self { place: Some(Place { list, index, source: source.to_owned() }), ..self }
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Place { list, index, source }) = &self.place {
            write!(f, "`{list}[{index}]`, source `{source}`: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for RuleError {}
