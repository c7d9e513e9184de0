//! Rewrites: paths that other routes answer.

use super::condition::Condition;
use super::destination::{self, CompiledDestination, Target};
use super::error::RuleError;
use super::index::Rules;
use super::source::{self, Source};
use super::subject::Subject;
use super::when::When;
use std::borrow::Cow;

/// A path that another route answers, unseen by the client: an entry of `rewrites()` in `next.config.js` (NEXT-SPEC O8).
///
/// The source is written as that of a [`Redirect`](crate::Redirect#sources), the destination is a path of this app. The query of the request
/// goes along. A parameter of the source that the path of the destination names stands there; if it names none, all of them are added to the
/// query (O6). Of several values for one name in the query, that of the destination counts, then that of the path, then that of the request.
///
/// ```
/// use route_runtime::Rewrite;
///
/// let user = Rewrite::new("/@:name", "/users/:name");
/// // `/search/shoes?page=2` is answered as `/search?page=2&term=shoes`.
/// let search = const { Rewrite::new("/search/:term", "/search") };
/// ```
///
/// Another server's URL is refused: hand requests to a proxy in the app's fallback.
///
/// ```compile_fail
/// # use route_runtime::Rewrite;
/// // is another server's, and a rewrite stays in the app
/// let rewrite = const { Rewrite::new("/api/:path*", "https://api.example.com/:path*") };
/// ```
#[derive(Clone, Debug)]
#[must_use = "a rewrite does nothing until an app has it"]
pub struct Rewrite {
    when: When,
    destination: Cow<'static, str>,
}

impl Rewrite {
    /// A rewrite.
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
        if let Err(error) = destination::check(destination, &names, Target::Route) {
            panic!("{}", error.message(destination, &names).as_str());
        }
        Self { when: When::new(Source::new(source)), destination: Cow::Borrowed(destination) }
    }

    /// A rewrite that is known only at run time: [`new`](Self::new) with an error in the place of the panic.
    ///
    /// ```
    /// # use route_runtime::Rewrite;
    /// assert!(Rewrite::try_new("/:lang/docs", "/docs/:lang").is_ok());
    /// assert!(Rewrite::try_new("/docs", "docs").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// What [`new`](Self::new) panics for.
    pub fn try_new(source: impl Into<String>, destination: impl Into<String>) -> Result<Self, RuleError> {
        let (source, destination) = (Source::try_new(source.into())?, destination.into());
        destination::try_check(&destination, &source, Target::Route)?;
        Ok(Self { when: When::new(source), destination: destination.into() })
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

    /// Compares the source with the whole path, and takes the destination as the whole path: `basePath: false` (P8, O11).
    pub const fn without_base_path(mut self) -> Self {
        self.when.base_path = false;
        self
    }
}

/// The rewrites of an app: what `rewrites()` returns in `next.config.js` (NEXT-SPEC O8).
///
/// A list by itself is [`after`](Self::after).
///
/// ```
/// use route_runtime::{Rewrite, Rewrites};
///
/// let rewrites: Rewrites = [Rewrite::new("/@:name", "/users/:name")].into();
/// let rewrites = Rewrites::new()
///     .before([Rewrite::new("/about", "/pages/about")])
///     .fallback([Rewrite::new("/:path*", "/old/:path*")]);
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "rewrites do nothing until an app has them"]
pub struct Rewrites {
    before: Vec<Rewrite>,
    after: Vec<Rewrite>,
    fallback: Vec<Rewrite>,
}

impl Rewrites {
    /// No rewrites yet.
    pub const fn new() -> Self {
        Self { before: Vec::new(), after: Vec::new(), fallback: Vec::new() }
    }

    /// Adds rewrites that come before all routes: `beforeFiles`.
    pub fn before(mut self, rewrites: impl IntoIterator<Item = Rewrite>) -> Self {
        self.before.extend(rewrites);
        self
    }

    /// Adds rewrites that come after the routes without parameters, and before the others: `afterFiles`.
    pub fn after(mut self, rewrites: impl IntoIterator<Item = Rewrite>) -> Self {
        self.after.extend(rewrites);
        self
    }

    /// Adds rewrites that come after all routes: `fallback`.
    pub fn fallback(mut self, rewrites: impl IntoIterator<Item = Rewrite>) -> Self {
        self.fallback.extend(rewrites);
        self
    }

    pub(crate) fn compile(self) -> Result<CompiledRewrites, RuleError> {
        Ok(CompiledRewrites {
            before: RewriteList::compile("rewrites.before", self.before)?,
            after: RewriteList::compile("rewrites.after", self.after)?,
            fallback: RewriteList::compile("rewrites.fallback", self.fallback)?,
        })
    }
}

impl<const N: usize> From<[Rewrite; N]> for Rewrites {
    fn from(rewrites: [Rewrite; N]) -> Self {
        Self::new().after(rewrites)
    }
}

impl From<Vec<Rewrite>> for Rewrites {
    fn from(rewrites: Vec<Rewrite>) -> Self {
        Self { after: rewrites, ..Self::new() }
    }
}

/// The rewrites of an app, ready for requests.
#[derive(Debug)]
pub(crate) struct CompiledRewrites {
    pub(crate) before: RewriteList,
    pub(crate) after: RewriteList,
    pub(crate) fallback: RewriteList,
}

/// One of the lists of rewrites, ready for requests.
#[derive(Debug)]
pub(crate) struct RewriteList {
    rules: Rules<CompiledDestination>,
}

/// What a request is to be answered as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rewritten {
    /// The whole path, with the base path.
    pub(crate) path: String,
    /// Without a `?`; `""` if there is none.
    pub(crate) query: String,
    /// Where in the list to go on, for a request that is rewritten again.
    pub(crate) next: usize,
}

impl RewriteList {
    fn compile(list: &'static str, rewrites: Vec<Rewrite>) -> Result<Self, RuleError> {
        let rules = Rules::compile(
            list,
            rewrites,
            |rewrite| &rewrite.when,
            |rewrite, when| CompiledDestination::new(&rewrite.destination, Target::Route, &rewrite.when.source, when),
        );
        Ok(Self { rules: rules? })
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The request as the first rewrite from the place `from` on makes it.
    pub(crate) fn rewrite(&self, subject: Subject<'_>, from: usize) -> Option<Rewritten> {
        let found = self.rules.matches(subject, from).next()?;
        Some(Rewritten {
            path: found.rule.path(found.base_path, &found.params),
            query: found.rule.query(subject.query, &found.params),
            next: found.index + 1,
        })
    }
}
