//! The routes of a program as data: what [`Routes::manifest`](crate::Routes::manifest) and [`App::manifest`](crate::App::manifest) return.
//!
//! [`RouteManifest`] has the schema, and an example of all of it.

mod app;
mod config;

pub use app::{AppManifest, Condition, Header, HeaderRule, Middleware, Redirect, Rewrite, Rewrites, When};
pub use config::Config;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::route::{Method, MethodSet, RouteInfo, RouteKind, SegmentKind};

/// The routes of a program as data, and what stands around them, for tools that read it: what `next build` writes as
/// `routes-manifest.json` and `app-path-routes-manifest.json`.
///
/// It owns what it says, and reads what it has written. The names are those of `next.config.js` and of the segment config, in
/// `camelCase`, because that is where these words come from; values are what the attribute or `next.config.js` has for them. What was not
/// set is left out, and reading fills it in.
///
/// What is code is not in it: layers, the fallback and merged routers of axum, and what belongs to a place and not to the program, such as
/// trusted proxies and a public URL.
///
/// # Schema
///
/// | name | type | |
/// | --- | --- | --- |
/// | `version` | number | of this schema: 1. It grows when a name goes or changes its meaning, not when one is added |
/// | `routes` | list of [`Handler`] | one for each handler, in the order of the table |
/// | `app` | [`AppManifest`] | what stands around the routes; of an [`App`](crate::App) alone |
///
/// Of a handler:
///
/// | name | type | |
/// | --- | --- | --- |
/// | `method` | string | `GET` for a page |
/// | `allow` | list of strings | all methods that its pattern answers, as the header `Allow` has them |
/// | `pattern` | string | in Next's syntax, without route groups |
/// | `kind` | `"route"`, `"page"` | |
/// | `params` | list of [`Param`] | the dynamic segments of the pattern, from left to right |
/// | `config` | [`Config`] | its options |
/// | `cached` | boolean | whether its answers are stored |
/// | `scope` | string | the option `scope` |
/// | `module`, `file`, `line` | strings, number | where it is |
///
/// ```standalone_crate
/// use route_runtime::{App, HeaderRule, NextRequest, Redirect, Rewrite, RouteManifest, middleware, page, route, routes};
/// use serde_json::json;
///
/// #[page("/")]
/// async fn home() -> &'static str { "home" }
///
/// #[route(GET "/items/[item-id]/[[...rest]]", revalidate = 60, tags = ["items"], max_duration = 5)]
/// async fn item(item_id: u64) -> String { item_id.to_string() }
///
/// #[middleware(matcher = { source = "/items/:path*", has = header("authorization") })]
/// async fn guard(req: NextRequest) {}
///
/// let app: App = App::new(routes![home, item])
///     .middleware(guard)
///     .redirects([Redirect::permanent("/old/:slug", "/items/:slug")])
///     .rewrites([Rewrite::new("/first", "/items/1")])
///     .headers([HeaderRule::new("/:path*").header("x-frame-options", "DENY")]);
/// let manifest: RouteManifest = app.manifest();
///
/// let [home, item] = &manifest.routes[..] else { panic!("two routes") };
/// let guard = &manifest.app.as_ref().unwrap().middleware[0];
/// let expected = json!({
///     "version": 1,
///     "routes": [
///         {
///             "method": "GET",
///             "allow": ["GET", "HEAD", "OPTIONS"],
///             "pattern": "/",
///             "kind": "page",
///             "cached": false,
///             "module": module_path!(), "file": file!(), "line": home.line,
///         },
///         {
///             "method": "GET",
///             "allow": ["GET", "HEAD", "OPTIONS"],
///             "pattern": "/items/[item-id]/[[...rest]]",
///             "kind": "route",
///             "params": [
///                 { "name": "item-id", "argument": "item_id", "kind": "dynamic", "type": "u64" },
///                 { "name": "rest", "kind": "optional-catch-all" }, // the handler does not take it
///             ],
///             "config": { "revalidate": 60, "tags": ["items"], "maxDuration": 5 },
///             "cached": true,
///             "module": module_path!(), "file": file!(), "line": item.line,
///         },
///     ],
///     "app": {
///         "trailingSlash": "never",
///         "headers": [{ "source": "/:path*", "headers": [{ "key": "x-frame-options", "value": "DENY" }] }],
///         "redirects": [{ "source": "/old/:slug", "destination": "/items/:slug", "status": 308 }],
///         "middleware": [{
///             "name": "guard",
///             "matcher": [{ "source": "/items/:path*", "has": [{ "type": "header", "key": "authorization" }] }],
///             "file": file!(), "line": guard.line,
///         }],
///         "rewrites": { "after": [{ "source": "/first", "destination": "/items/1" }] },
///     },
/// });
/// assert_eq!(serde_json::to_value(&manifest)?, expected);
/// assert_eq!(serde_json::from_value::<RouteManifest>(expected)?, manifest);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
#[doc(alias = "routes-manifest.json")]
pub struct RouteManifest {
    /// The version of the schema, 1.
    pub version: u32,
    /// One for each handler, in the order of the table.
    pub routes: Vec<Handler>,
    /// What stands around the routes; `None` for a table without an app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<AppManifest>,
}

/// One handler of a [`RouteManifest`].
///
/// ```
/// use route_runtime::{RouteKind, Routes, route, routes};
///
/// #[route("/items")]
/// async fn POST() {}
///
/// let routes: Routes = routes![POST];
/// let handler = &routes.manifest().routes[0];
/// assert_eq!((&*handler.method, &*handler.pattern, handler.kind), ("POST", "/items", RouteKind::Route));
/// assert_eq!(handler.allow, ["OPTIONS", "POST"]);
/// assert!(handler.file.ends_with(".rs") && handler.line > 0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Handler {
    /// The method that it was written for; `GET` for a page.
    pub method: String,
    /// All methods that its pattern answers, sorted: those of the handlers that share it, `OPTIONS`, and `HEAD` beside `GET`.
    pub allow: Vec<String>,
    /// The pattern in Next's syntax, without route groups.
    pub pattern: String,
    /// Route handler or page.
    pub kind: RouteKind,
    /// The dynamic segments of the pattern, from left to right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub params: Vec<Param>,
    /// The options given in the attribute.
    #[serde(default, skip_serializing_if = "Config::is_empty")]
    pub config: Config,
    /// Whether its answers are stored.
    pub cached: bool,
    /// The option `scope`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The path of the module that it is in, beginning with its crate.
    pub module: String,
    /// The source file of the attribute, as [`file!`] gives it.
    pub file: String,
    /// The line of the attribute, from 1.
    pub line: u32,
}

/// One dynamic segment of a [`Handler`]'s pattern.
///
/// ```
/// use route_runtime::{Routes, SegmentKind, route, routes};
///
/// #[route("/files/[...path]")]
/// mod files {
///     pub async fn GET(Params { path }: Params) -> String { path.join("/") }
///     pub async fn DELETE() {}
/// }
///
/// let routes: Routes = routes![files::route];
/// let manifest = routes.manifest();
/// let param = &manifest.routes[0].params[0];
/// assert_eq!((&*param.name, param.kind, param.ty.as_deref()), ("path", SegmentKind::CatchAll, Some("Vec<String>")));
/// assert_eq!(manifest.routes[1].params[0].ty, None); // DELETE does not take it
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Param {
    /// The name as the pattern has it.
    pub name: String,
    /// The name of the argument or field, where it is another: `item_id` for `[item-id]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
    /// `"dynamic"`, `"catch-all"` or `"optional-catch-all"`.
    pub kind: SegmentKind,
    /// Its type as the handler, or its `Params`, names it: `"u64"`, `"Vec<String>"`, `"Option<Vec<String>>"`; `None` where the handler does
    /// not take it, or in a way of axum's.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<String>,
}

impl RouteManifest {
    pub(crate) fn new(routes: &[&'static RouteInfo], app: Option<AppManifest>) -> Self {
        let mut methods: BTreeMap<&str, MethodSet> = BTreeMap::new();
        for route in routes {
            methods.entry(route.pattern()).or_default().insert(route.table_method());
        }
        let handler = |route: &&'static RouteInfo| {
            let allow = methods.get(route.pattern()).copied().unwrap_or_default().allowed();
            Handler::new(route, allow)
        };
        Self { version: 1, routes: routes.iter().map(handler).collect(), app }
    }
}

impl Handler {
    fn new(route: &'static RouteInfo, allow: MethodSet) -> Self {
        Self {
            method: route.method().to_string(),
            allow: allow.iter().map(Method::as_str).map(str::to_owned).collect(),
            pattern: route.pattern().to_owned(),
            kind: route.kind(),
            params: params(route).collect(),
            config: Config::new(route.config()),
            cached: route.is_cached(),
            scope: route.scope().map(str::to_owned),
            module: route.module().to_owned(),
            file: route.file().to_owned(),
            line: route.line(),
        }
    }
}

fn params(route: &'static RouteInfo) -> impl Iterator<Item = Param> {
    let segments = route.segments().iter().enumerate();
    segments.filter(|(_, segment)| segment.kind() != SegmentKind::Static).map(|(position, segment)| {
        let taken = route.param_at(position);
        Param {
            name: segment.text().to_owned(),
            argument: taken.map(|(_, name, _)| *name).filter(|name| *name != segment.text()).map(str::to_owned),
            kind: segment.kind(),
            ty: taken.map(|(.., ty)| (*ty).to_owned()),
        }
    })
}
