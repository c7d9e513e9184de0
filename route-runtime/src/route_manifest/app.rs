use serde::{Deserialize, Serialize};

use crate::app::{Matcher, TrailingSlash};
use crate::route::RouteInfo;

/// What stands around the routes, in a [`RouteManifest`](super::RouteManifest) of an [`App`](crate::App): what its methods were given, in
/// the order in which they were.
///
/// ```
/// use route_runtime::{App, Redirect, TrailingSlash, routes};
///
/// let app: App = App::new(routes![]).base_path("/docs").redirects([Redirect::new("/a", "/b")]);
/// let around = app.manifest().app.unwrap();
/// assert_eq!((around.base_path.as_deref(), around.trailing_slash), (Some("/docs"), TrailingSlash::Never));
/// assert_eq!((&*around.redirects[0].when.source, around.redirects[0].status), ("/a", 307));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct AppManifest {
    /// `basePath`, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base_path: Option<String>,
    /// How paths end: `"never"`, `"always"` or `"keep"`.
    pub trailing_slash: TrailingSlash,
    /// The header rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<HeaderRule>,
    /// The redirects.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redirects: Vec<Redirect>,
    /// The middleware.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub middleware: Vec<Middleware>,
    /// The rewrites.
    #[serde(skip_serializing_if = "Rewrites::is_empty")]
    pub rewrites: Rewrites,
}

/// A middleware of an [`App`](crate::App).
///
/// ```
/// use route_runtime::{App, middleware, routes};
///
/// #[middleware(matcher = ["/account/:path*", "/admin"])]
/// async fn guard() {}
///
/// let app: App = App::new(routes![]).middleware(guard);
/// let guard = &app.manifest().app.unwrap().middleware[0];
/// assert_eq!(guard.name, "guard");
/// assert_eq!(guard.matcher.iter().map(|when| &*when.source).collect::<Vec<_>>(), ["/account/:path*", "/admin"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Middleware {
    /// The function's name.
    pub name: String,
    /// It runs where one of these applies; without any, for every request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matcher: Vec<When>,
    /// It does not run for these sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// The source file of the attribute, as [`file!`] gives it.
    pub file: String,
    /// The line of the attribute, from 1.
    pub line: u32,
}

/// The requests that a rule or an entry of a matcher is for: its source, and what a request must have besides.
///
/// ```
/// use route_runtime::{App, Condition, Redirect, routes};
///
/// let redirect = Redirect::new("/a", "/b").has([Condition::query("page").with_value("2")]);
/// let app: App = App::new(routes![]).redirects([redirect]);
/// let when = &app.manifest().app.unwrap().redirects[0].when;
/// assert_eq!(
///     serde_json::to_string(when)?,
///     r#"{"source":"/a","has":[{"type":"query","key":"page","value":"2"}]}"#
/// );
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct When {
    /// The paths, as they were written.
    pub source: String,
    /// What a request must have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub has: Vec<Condition>,
    /// What a request must not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Condition>,
    /// `false` where the source is the whole path, the base path included.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub base_path: bool,
}

/// What a request has, or has not: an entry of `has` or `missing`.
///
/// ```
/// use route_runtime::{App, Condition, HeaderRule, routes};
///
/// let rule = HeaderRule::new("/").missing([Condition::host("example.com")]).header("x-a", "1");
/// let app: App = App::new(routes![]).headers([rule]);
/// let condition = &app.manifest().app.unwrap().headers[0].when.missing[0];
/// assert_eq!((&*condition.kind, condition.value.as_deref()), ("host", Some("example.com")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Condition {
    /// `"header"`, `"cookie"`, `"query"` or `"host"`: `type` in JSON.
    #[serde(rename = "type")]
    pub kind: String,
    /// The name of the header, cookie or parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The value, if one is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A redirect of an [`App`](crate::App).
///
/// ```
/// use route_runtime::{App, Redirect, routes};
///
/// let app: App = App::new(routes![]).redirects([Redirect::permanent("/a/:b", "/c/:b")]);
/// let redirect = &app.manifest().app.unwrap().redirects[0];
/// assert_eq!((&*redirect.when.source, &*redirect.destination, redirect.status), ("/a/:b", "/c/:b", 308));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Redirect {
    /// The requests that it is for. Its names stand beside the others in JSON.
    #[serde(flatten)]
    pub when: When,
    /// Where it leads.
    pub destination: String,
    /// The status of the answer.
    pub status: u16,
}

/// The rewrites of an [`App`](crate::App), by their place.
///
/// ```
/// use route_runtime::{App, Rewrite, Rewrites, routes};
///
/// let app: App = App::new(routes![]).rewrites(Rewrites::new().fallback([Rewrite::new("/:path*", "/legacy/:path*")]));
/// let rewrites = app.manifest().app.unwrap().rewrites;
/// assert_eq!((rewrites.before.len(), rewrites.after.len(), rewrites.fallback.len()), (0, 0, 1));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
#[doc(alias = "beforeFiles")]
#[doc(alias = "afterFiles")]
pub struct Rewrites {
    /// Those before the routes: `beforeFiles`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Rewrite>,
    /// Those between the static routes and the dynamic ones: `afterFiles`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Rewrite>,
    /// Those behind the routes: `fallback`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fallback: Vec<Rewrite>,
}

/// A rewrite of an [`App`](crate::App).
///
/// ```
/// use route_runtime::{App, Rewrite, routes};
///
/// let app: App = App::new(routes![]).rewrites([Rewrite::new("/a", "/b")]);
/// let rewrite = &app.manifest().app.unwrap().rewrites.after[0];
/// assert_eq!((&*rewrite.when.source, &*rewrite.destination), ("/a", "/b"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Rewrite {
    /// The requests that it is for. Its names stand beside the other in JSON.
    #[serde(flatten)]
    pub when: When,
    /// The path whose route answers.
    pub destination: String,
}

/// A header rule of an [`App`](crate::App).
///
/// ```
/// use route_runtime::{App, HeaderRule, routes};
///
/// let app: App = App::new(routes![]).headers([HeaderRule::new("/:path*").header("x-frame-options", "DENY")]);
/// let rule = &app.manifest().app.unwrap().headers[0];
/// assert_eq!((&*rule.headers[0].key, &*rule.headers[0].value), ("x-frame-options", "DENY"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct HeaderRule {
    /// The requests that it is for. Its names stand beside the other in JSON.
    #[serde(flatten)]
    pub when: When,
    /// The headers, as they were written.
    pub headers: Vec<Header>,
}

/// A header of a [`HeaderRule`].
///
/// ```
/// use route_runtime::{App, HeaderRule, routes};
///
/// let app: App = App::new(routes![]).headers([HeaderRule::new("/").header("x-a", "1")]);
/// let header = &app.manifest().app.unwrap().headers[0].headers[0];
/// assert_eq!(serde_json::to_string(header)?, r#"{"key":"x-a","value":"1"}"#);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Header {
    /// The name.
    pub key: String,
    /// The value.
    pub value: String,
}

impl Middleware {
    pub(crate) fn new(info: &RouteInfo, matcher: &Matcher) -> Self {
        let (matcher, except) = matcher.manifest();
        // It has no path, and its name stands where the pattern of a route does.
        let (name, file) = (info.pattern().to_owned(), info.file().to_owned());
        Self { name, matcher, except, file, line: info.line() }
    }
}

impl Rewrites {
    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
fn is_true(flag: &bool) -> bool {
    *flag
}
