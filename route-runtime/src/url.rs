use crate::component;
use crate::handler::Table;
use crate::route::{Segment, SegmentKind};
use std::fmt::Display;

/// Writes the path of a route: what `GET::url(..)` does, one call for each dynamic segment from left to right.
pub struct UrlBuilder {
    rest: &'static [Segment],
    url: String,
    error: Option<UrlError>,
}

impl UrlBuilder {
    /// Begins with the literals before the first dynamic segment.
    pub fn new<R: Table>() -> Self {
        let segments = R::ROUTES.first().map_or(&[][..], |route| route.segments());
        let mut builder = Self { rest: segments, url: String::new(), error: None };
        builder.literals();
        builder
    }

    /// Fills `[name]`.
    pub fn dynamic(mut self, value: impl Display) -> Self {
        self.piece(value);
        self.next()
    }

    /// Fills `[...name]`.
    pub fn catch_all(mut self, values: impl IntoIterator<Item: Display>) -> Self {
        let before = self.url.len();
        values.into_iter().for_each(|value| self.piece(value));
        if self.url.len() == before {
            self.refuse(UrlProblem::NoSegments);
        }
        self.next()
    }

    /// Fills `[[...name]]`.
    pub fn optional_catch_all(mut self, values: Option<impl IntoIterator<Item: Display>>) -> Self {
        values.into_iter().flatten().for_each(|value| self.piece(value));
        self.next()
    }

    /// The path, whatever was put in.
    pub fn finish(self) -> String {
        if self.url.is_empty() { "/".to_owned() } else { self.url }
    }

    /// The path, unless a client that asks for it could not send these parameters.
    pub fn try_finish(self) -> Result<String, UrlError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.finish()),
        }
    }

    fn piece(&mut self, value: impl Display) {
        let value = value.to_string();
        match &*value {
            "" => self.refuse(UrlProblem::Empty),
            "." | ".." => self.refuse(UrlProblem::Dots),
            _ => {}
        }
        self.url.push('/');
        self.url.extend(component::encode(&value));
    }

    fn refuse(&mut self, problem: UrlProblem) {
        let param = self.rest.first().map_or("", Segment::text);
        self.error.get_or_insert(UrlError { param, problem });
    }

    /// Steps over the dynamic segment that has just been filled.
    fn next(mut self) -> Self {
        self.rest = self.rest.get(1..).unwrap_or_default();
        self.literals();
        self
    }

    fn literals(&mut self) {
        while let [segment, rest @ ..] = self.rest
            && segment.kind() == SegmentKind::Static
        {
            self.url.push('/');
            self.url.push_str(segment.text());
            self.rest = rest;
        }
    }
}

/// Why a parameter stands in no URL: what `GET::try_url(..)` returns.
///
/// ```
/// # use route_runtime::route;
/// #[route("/places/[slug]")]
/// async fn GET(slug: String) -> String { slug }
///
/// assert_eq!(GET::try_url("a b").unwrap(), "/places/a%20b");
/// let error = GET::try_url("..").unwrap_err();
/// assert_eq!(error.param(), "slug");
/// assert_eq!(error.to_string(), "the parameter `slug` is `.` or `..`, which clients take out of a path");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the parameter `{param}` {problem}")]
pub struct UrlError {
    param: &'static str,
    problem: UrlProblem,
}

impl UrlError {
    /// The parameter's name, as the pattern spells it.
    pub fn param(&self) -> &'static str {
        self.param
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum UrlProblem {
    #[error("is empty, or holds an empty segment")]
    Empty,
    #[error("is `.` or `..`, which clients take out of a path")]
    Dots,
    #[error("has no segments, and its catch-all needs one")]
    NoSegments,
}
