//! Redirects: paths that have moved.

use super::condition::Condition;
use super::destination::{self, CompiledDestination, Target};
use super::error::RuleError;
use super::index::Rules;
use super::source::{self, Source};
use super::subject::Subject;
use super::when::When;
use crate::location;
use crate::problem::Chain;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LOCATION, REFRESH};
use http::{HeaderValue, StatusCode};
use std::borrow::Cow;

/// A path that has moved: an entry of `redirects()` in `next.config.js` (NEXT-SPEC O4).
///
/// ```
/// use route_runtime::{Condition, Redirect};
///
/// let redirects = [
///     Redirect::new("/blog/:slug", "/news/:slug"),
///     Redirect::permanent("/docs/:path*", "https://docs.example.com/:path*"),
///     Redirect::new("/", "/beta").has([Condition::cookie("beta")]),
/// ];
///
/// // In a constant a mistake is the compiler's to find.
/// let checked = const { Redirect::new("/old-blog/:slug", "/blog/:slug?from=old#top") };
/// ```
///
/// ```compile_fail
/// # use route_runtime::Redirect;
/// // the source `old` does not begin with `/`
/// let redirect = const { Redirect::new("old", "/new") };
/// ```
///
/// # Sources
///
/// A source is the whole path, in upper or lower case (O12). It is compared segment by segment, decoded: `/café` is also `/caf%C3%A9`, and
/// the `%2F` of `/a%2Fb` is no slash. A slash at the end and the query do not count (P6).
///
/// | in a source | matches (P5) |
/// | --- | --- |
/// | `/about` | itself |
/// | `/:name` | one segment |
/// | `/blog-:id`, `/:slug.json`, `/:a-:b` | a part of a segment |
/// | `/:name*`, `/:name+`, `/:name?` | any number of segments, at least one, at most one |
/// | `/docs(.*)`, `/(.*)`, `/:name(.*)` | any text, slashes too |
/// | `/((?!api\|_next/static).*)` | any text that does not begin so; a `.` in it is any character |
/// | `/:id(\\d+)`, `/(a\|b)` | what the regex matches, with the feature `matcher-regex`; in linear time, and without look-arounds and backreferences |
///
/// A backslash makes text of `( ) { } : * + ?`. A source has at most 1,024 bytes and 32 parameters and groups. However many of them take
/// any number of segments, the time is at most the length of the source times that of the path.
///
/// # Destinations
///
/// A destination is a path, or a URL with `http` or `https`. `:name` in its path, query or fragment is the parameter; one of several
/// segments is written `:name*`. The query of the request goes along, but for names that the destination has, too (O5). A parameter that
/// the destination does not name goes nowhere (O6). What a client sends cannot make another host of the destination, nor another
/// parameter of its query.
#[derive(Clone, Debug)]
#[must_use = "a redirect does nothing until an app has it"]
pub struct Redirect {
    when: When,
    destination: Cow<'static, str>,
    status: u16,
}

impl Redirect {
    /// A redirect with 307, which keeps the method and the body: `permanent: false`.
    ///
    /// # Panics
    ///
    /// If the source or the destination is none, or they do not fit; in a `const` the compiler says so.
    #[track_caller]
    pub const fn new(source: &'static str, destination: &'static str) -> Self {
        let names = match source::check(source) {
            Ok(names) => names,
            Err(error) => panic!("{}", error.message(source).as_str()),
        };
        if let Err(error) = destination::check(destination, &names, Target::Anywhere) {
            panic!("{}", error.message(destination, &names).as_str());
        }
        Self { when: When::new(Source::new(source)), destination: Cow::Borrowed(destination), status: 307 }
    }

    /// A redirect with 308, which clients may remember: `permanent: true`.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[track_caller]
    pub const fn permanent(source: &'static str, destination: &'static str) -> Self {
        Self::new(source, destination).with_status(308)
    }

    /// A redirect that is known only at run time: [`new`](Self::new) with an error in the place of the panic.
    ///
    /// ```
    /// # use route_runtime::Redirect;
    /// let moved = [("/old/:id", "/new/:id"), ("/old", "/new/:id")];
    /// let [good, bad] = moved.map(|(from, to)| Redirect::try_new(from, to));
    /// assert!(good.is_ok());
    /// # #[cfg(not(feature = "matcher-regex"))]
    /// assert!(bad.unwrap_err().to_string().contains("names `:id`, which the source `/old` does not capture"));
    /// ```
    ///
    /// # Errors
    ///
    /// What [`new`](Self::new) panics for.
    pub fn try_new(source: impl Into<String>, destination: impl Into<String>) -> Result<Self, RuleError> {
        let (source, destination) = (Source::try_new(source.into())?, destination.into());
        destination::try_check(&destination, &source, Target::Anywhere)?;
        Ok(Self { when: When::new(source), destination: destination.into(), status: 307 })
    }

    /// Sets the status: 301, 302, 303, 307 or 308. `statusCode` in `next.config.js`.
    ///
    /// # Panics
    ///
    /// If it is another; in a `const` the compiler says so.
    #[track_caller]
    pub const fn with_status(mut self, status: u16) -> Self {
        assert!(is_redirect(status), "{}", NO_STATUS);
        self.status = status;
        self
    }

    /// [`with_status`](Self::with_status) with an error in the place of the panic.
    ///
    /// # Errors
    ///
    /// If it is another status.
    pub fn try_with_status(mut self, status: u16) -> Result<Self, RuleError> {
        if !is_redirect(status) {
            return Err(RuleError::new(NO_STATUS));
        }
        self.status = status;
        Ok(self)
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

    /// Compares the source with the whole path, and takes the destination as it is: `basePath: false` (P8, O11).
    pub const fn without_base_path(mut self) -> Self {
        self.when.base_path = false;
        self
    }
}

const NO_STATUS: &str = "a redirect cannot have this status\nhelp: use 301, 302, 303, 307 or 308";

const fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// Redirects, ready for requests.
#[derive(Debug)]
pub(crate) struct Redirects {
    rules: Rules<CompiledRedirect>,
}

#[derive(Debug)]
struct CompiledRedirect {
    destination: CompiledDestination,
    status: StatusCode,
}

impl Redirects {
    pub(crate) fn compile(redirects: Vec<Redirect>) -> Result<Self, RuleError> {
        let rules = Rules::compile(
            "redirects",
            redirects,
            |redirect| &redirect.when,
            |redirect, when| {
                Ok(CompiledRedirect {
                    destination: CompiledDestination::new(
                        &redirect.destination,
                        Target::Anywhere,
                        &redirect.when.source,
                        when,
                    )?,
                    status: StatusCode::from_u16(redirect.status).map_err(|_| RuleError::new(NO_STATUS))?,
                })
            },
        );
        Ok(Self { rules: rules? })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The answer of the first redirect that applies.
    pub(crate) fn answer(&self, subject: Subject<'_>) -> Option<Response> {
        let found = self.rules.matches(subject, 0).next()?;
        let CompiledRedirect { destination, status } = found.rule;
        let location = destination.location(found.base_path, subject.query, &found.params);
        match location::header(location) {
            Ok(location) => Some(answer(*status, &location)),
            // What no URL contains was encoded.
            Err(error) => {
                tracing::error!(error = %Chain(&*error), "a redirect has no location");
                Some(StatusCode::INTERNAL_SERVER_ERROR.into_response())
            }
        }
    }
}

/// The text of the answer is the destination; its type is said, so that no browser takes it for a page (O4).
fn answer(status: StatusCode, location: &HeaderValue) -> Response {
    const TEXT: HeaderValue = HeaderValue::from_static("text/plain;charset=UTF-8");
    let headers = [(LOCATION, location.clone()), (CONTENT_TYPE, TEXT)];
    let mut answer = (status, headers, location.as_bytes().to_vec()).into_response();
    if status == StatusCode::PERMANENT_REDIRECT
        && let Ok(refresh) = HeaderValue::from_bytes(&[b"0;url=", location.as_bytes()].concat())
    {
        answer.headers_mut().insert(REFRESH, refresh);
    }
    answer
}
