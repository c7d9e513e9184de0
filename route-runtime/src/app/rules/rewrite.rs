//! Rewrites: paths that other routes answer.

use super::condition::Condition;
use super::destination::{self, CompiledDestination, Target};
use super::error::RuleError;
use super::index::Rules;
use super::source::{self, Source};
use super::subject::Subject;
use super::when::When;
use crate::route_manifest;
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
    ///
    /// ```
    /// use route_runtime::{Condition, Rewrite};
    ///
    /// // One path, answered by two routes.
    /// let beta = Rewrite::new("/", "/beta").has([Condition::cookie("beta").with_value("yes")]);
    /// let landing = Rewrite::new("/", "/landing").missing([Condition::cookie("session")]);
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
}

impl Rewrite {
    fn manifest(&self) -> route_manifest::Rewrite {
        route_manifest::Rewrite { when: self.when.manifest(), destination: self.destination.clone().into_owned() }
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
#[doc(alias = "rewrites")]
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
    #[doc(alias = "beforeFiles")]
    pub fn before(mut self, rewrites: impl IntoIterator<Item = Rewrite>) -> Self {
        self.before.extend(rewrites);
        self
    }

    /// Adds rewrites that come after the routes without parameters, and before the others: `afterFiles`.
    ///
    /// ```
    /// use route_runtime::{App, Rewrite, Rewrites, route, routes};
    ///
    /// #[route("/articles/[slug]")]
    /// async fn GET(slug: String) -> String { slug }
    ///
    /// let rewrites = Rewrites::new().after([Rewrite::new("/a/:slug", "/articles/:slug")]);
    /// let app: axum::Router = App::new(routes![GET]).rewrites(rewrites).into_router();
    /// # use tower::ServiceExt;
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let request = axum::http::Request::get("/a/tea").body(axum::body::Body::empty()).unwrap();
    /// let body = app.oneshot(request).await.unwrap().into_body();
    /// assert_eq!(axum::body::to_bytes(body, 100).await.unwrap(), "tea");
    /// # });
    /// ```
    #[doc(alias = "afterFiles")]
    pub fn after(mut self, rewrites: impl IntoIterator<Item = Rewrite>) -> Self {
        self.after.extend(rewrites);
        self
    }

    /// Adds rewrites that come after all routes: `fallback`.
    pub fn fallback(mut self, rewrites: impl IntoIterator<Item = Rewrite>) -> Self {
        self.fallback.extend(rewrites);
        self
    }

    pub(crate) fn manifest(&self) -> route_manifest::Rewrites {
        let list = |rewrites: &[Rewrite]| rewrites.iter().map(Rewrite::manifest).collect();
        route_manifest::Rewrites {
            before: list(&self.before),
            after: list(&self.after),
            fallback: list(&self.fallback),
        }
    }

    pub(crate) fn extend(&mut self, more: Self) {
        self.before.extend(more.before);
        self.after.extend(more.after);
        self.fallback.extend(more.fallback);
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

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::app::rules::testing::Request;

    /// Path and query that the first rewrite makes, and where to go on.
    fn rewritten(rewrites: impl Into<Rewrites>, request: &Request<'_>) -> Option<(String, usize)> {
        let rewrites = rewrites.into().compile().unwrap();
        let Rewritten { path, query, next } = rewrites.after.rewrite(request.subject(), 0)?;
        Some((format!("{path}?{query}"), next))
    }

    #[test]
    fn O6_O8_the_queries_of_the_request_of_the_parameters_and_of_the_destination_are_merged() {
        let cases = [
            ("/a", "/b", "/a", "/b?"),
            ("/a", "/b", "/a?c=1", "/b?c=1"),
            ("/a/:c", "/b/:c", "/a/x?c=1", "/b/x?c=1"),
            ("/a/:c", "/b", "/a/x", "/b?c=x"),
            ("/a/:c/:d", "/b", "/a/x/y?d=1&e=2", "/b?e=2&c=x&d=y"),
            ("/a/:c/:d", "/b/:c", "/a/x/y", "/b/x?"),
            ("/a/:c", "/b?c=1", "/a/x?c=2", "/b?c=1"),
            ("/a/:c", "/b?d=:c", "/a/x?d=2", "/b?c=x&d=x"),
            ("/a/:c", "/b", "/a/x%26d=1", "/b?c=x%26d%3D1"),
            ("/a/:c*", "/b", "/a/x/y%2Fz", "/b?c=x&c=y%2Fz"),
            ("/a/:c(.*)", "/b", "/a/x/y", "/b?c=x%2Fy"),
            ("/a/:c*", "/b", "/a?d=1", "/b?d=1"),
            ("/a/(.*)", "/b", "/a/x", "/b?"),
            ("/a/:c*", "/b/:c*", "/a/x//y", ""),
            ("/a/:c(.*)", "/:c", "/a//x", "/x?"),
            ("/a/:c*", "/:c*", "/a", "/?"),
            ("/a", "/café x", "/a", "/caf%C3%A9%20x?"),
            ("/@:name", "/users/:name", "/@%C3%A9", "/users/%C3%A9?"),
        ];
        for (source, destination, target, expected) in cases {
            let found = rewritten([Rewrite::try_new(source, destination).unwrap()], &Request::new(target));
            assert_eq!(found.map(|found| found.0).unwrap_or_default(), expected, "{source} {destination} {target}");
        }
    }

    #[test]
    fn O8_P8_the_first_rewrite_applies_and_the_next_place_goes_on() {
        let rewrites = vec![
            Rewrite::new("/a", "/never").has([Condition::header("x-a")]),
            Rewrite::new("/a", "/one"),
            Rewrite::new("/:all*", "/two"),
            Rewrite::new("/b", "/four").missing([Condition::header("x-a")]),
        ];
        let list = Rewrites::from(rewrites).compile().unwrap().after;
        let cases = [
            ("/base/a", 0, Some(("/base/one", 2))),
            ("/base/a", 2, Some(("/base/two", 3))),
            ("/base/a", 3, None),
            ("/base", 0, Some(("/base/two", 3))),
            ("/base/b", 3, Some(("/base/four", 4))),
            ("/base/b", 9, None),
            ("/b", 0, None),
        ];
        for (path, from, expected) in cases {
            let found = list.rewrite(Request::new(path).base_path("/base").subject(), from);
            let found = found.as_ref().map(|rewritten| (&*rewritten.path, rewritten.next));
            assert_eq!(found, expected, "{path} from {from}");
        }
    }

    #[test]
    fn O8_there_are_three_lists_and_an_error_names_its_place() {
        let rewrites = Rewrites::new()
            .before([const { Rewrite::new("/a", "/before") }])
            .after([Rewrite::new("/a", "/after")])
            .fallback([Rewrite::new("/a", "/fallback")]);
        let rewrites = rewrites.compile().unwrap();
        let lists = [(&rewrites.before, "/before"), (&rewrites.after, "/after"), (&rewrites.fallback, "/fallback")];
        for (list, path) in lists {
            assert_eq!(list.rewrite(Request::new("/a").subject(), 0).unwrap().path, path);
        }
        let is_empty = |list: &RewriteList| list.rewrite(Request::new("/a").subject(), 0).is_none();
        let rewrites = Rewrites::from([Rewrite::new("/a", "/b")]).compile().unwrap();
        assert!(is_empty(&rewrites.before) && !is_empty(&rewrites.after) && is_empty(&rewrites.fallback));
    }

    #[test]
    fn O8_what_leads_out_of_the_app_is_refused_in_words() {
        let cases = [
            (
                "https://example.com/b",
                "the destination `https://example.com/b` is another server's, and a rewrite stays in the app\nhelp: hand such \
                 requests to a proxy in `App::fallback`",
            ),
            ("/b#c", "the destination `/b#c` has a fragment, which only clients see\nhelp: leave out what follows `#`"),
            (
                "//example.com",
                "the destination `//example.com` leads to another host\nhelp: write `https://example.com` if it should, or else \
                 one `/`",
            ),
        ];
        for (destination, expected) in cases {
            assert_eq!(Rewrite::try_new("/a", destination).unwrap_err().to_string(), expected);
        }
        assert!(Rewrite::try_new("/:a*", "/:a").is_err());
        assert!(Rewrite::try_new("a", "/a").is_err());
    }
}
