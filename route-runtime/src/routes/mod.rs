mod display;

pub(crate) use display::Listing;

use crate::cache::{Cache, CacheOfRoutes};
use crate::route::RouteInfo;
use crate::router;
use crate::table::{Clash, first_clash};
use axum::Router;
use axum::routing::MethodRouter;
use std::fmt;

/// A table of routes, made by [`routes!`](crate::routes): an `axum::Router<S>` that has not been built yet.
///
/// ```
/// use route_runtime::{route, routes};
///
/// #[route("/items/[slug]")]
/// async fn GET(slug: String) -> String { slug }
///
/// async fn legacy() -> &'static str { "still here" }
///
/// // On its own ...
/// let app: axum::Router = routes![GET].into_router();
/// // ... or in the app that is there already.
/// let app: axum::Router = axum::Router::new()
///     .route("/legacy", axum::routing::get(legacy))
///     .merge(routes![GET]);
/// ```
///
/// It prints as `next build` prints it; without a router to be turned into, name its state:
///
/// ```
/// # use route_runtime::{route, routes, Routes};
/// #[route("/items/[slug]")]
/// async fn GET(slug: String) -> String { slug }
///
/// let routes: Routes = routes![GET];
/// assert!(routes.to_string().contains("ƒ /items/[slug]  GET"));
/// ```
///
/// # Paths
///
/// A path matches as the route is written: no trailing slash is added or taken away, and an empty segment is none.
/// Precedence is Next's (T1): static, dynamic, catch-all, optional catch-all, at each level. (Below `Router::nest_service`, axum
/// itself takes a doubled slash behind its prefix for one.)
///
/// # Methods
///
/// Each pattern answers `HEAD` by its `GET` handler, `OPTIONS` with 204 and any other method it lacks with 405, both with
/// `Allow` (R5, R8, R11, R12). An axum route of other methods may share the pattern; `Allow` then lists ours. Two routers that
/// were both made from `Routes` and share a pattern are refused by axum: [`merge`](Self::merge) the `Routes` instead.
pub struct Routes<S = ()> {
    entries: Vec<Entry<S>>,
}

/// One handler of a table.
pub(crate) struct Entry<S> {
    pub(crate) info: &'static RouteInfo,
    /// The handler under its method, and nothing else.
    pub(crate) method_router: fn(&'static RouteInfo, &CacheOfRoutes) -> MethodRouter<S>,
    /// The cache of its table, if that has one.
    pub(crate) cache: Option<CacheOfRoutes>,
}

impl<S> Entry<S> {
    pub(crate) fn new(
        info: &'static RouteInfo,
        method_router: fn(&'static RouteInfo, &CacheOfRoutes) -> MethodRouter<S>,
    ) -> Self {
        Self { info, method_router, cache: None }
    }
}

impl<S> Routes<S> {
    /// An empty table, the same as `routes![]`.
    ///
    /// ```
    /// let nothing: axum::Router = route_runtime::Routes::new().into_router();
    /// ```
    pub fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// What is known of each handler, in the order in which they were listed.
    ///
    /// ```
    /// # use route_runtime::{route, routes};
    /// #[route("/health")]
    /// async fn GET() -> &'static str { "ok" }
    ///
    /// let routes = routes![GET];
    /// for route in routes.routes() {
    ///     println!("{} {} at {}:{}", route.method(), route.pattern(), route.file(), route.line());
    /// }
    /// # let _: axum::Router = routes.into_router();
    /// ```
    pub fn routes(&self) -> impl ExactSizeIterator<Item = &'static RouteInfo> {
        self.entries.iter().map(|entry| entry.info)
    }

    /// Unites two tables. Their methods on a common path become one.
    ///
    /// ```
    /// # use route_runtime::{route, routes};
    /// mod items {
    ///     # use route_runtime::route;
    ///     #[route("/items")]
    ///     pub async fn GET() -> &'static str { "all" }
    ///     #[route("/items")]
    ///     pub async fn POST() -> &'static str { "made" }
    /// }
    ///
    /// let app: axum::Router = routes![items::GET].merge(routes![items::POST]).into_router();
    /// ```
    ///
    /// # Panics
    ///
    /// If a route of one clashes with a route of the other; within one `routes!` the compiler says so. The message names both,
    /// with file and line. [`try_merge`](Self::try_merge) returns it instead.
    #[track_caller]
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        match self.try_merge(other) {
            Ok(routes) => routes,
            Err(conflict) => panic!("{conflict}"),
        }
    }

    /// Unites two tables, or says which of their routes clash.
    ///
    /// # Errors
    ///
    /// The rules are those that the compiler runs over each `routes!`: one method twice on one path, a page beside a route, and
    /// NEXT-SPEC T15 and T18 to T20.
    ///
    /// ```
    /// # use route_runtime::{route, routes, Routes};
    /// #[route("/items")]
    /// async fn GET() -> &'static str { "all" }
    ///
    /// let twice: Result<Routes, _> = routes![GET].try_merge(routes![GET]);
    /// assert!(twice.unwrap_err().to_string().starts_with("`GET /items` is listed twice"));
    /// ```
    pub fn try_merge(mut self, other: Self) -> Result<Self, RouteConflict> {
        self.entries.extend(other.entries);
        let infos: Vec<_> = self.routes().collect();
        match first_clash(&infos) {
            None => Ok(self),
            Some(clash) => Err(RouteConflict { first: infos[clash.first], second: infos[clash.second], clash }),
        }
    }

    /// Gives these routes a cache of their own: a store, or a [`Cache`] with settings. Routes that have been given one before keep it.
    ///
    /// What they keep is there, and [`Cache::current`] in and below their handlers is it, also where the table is merged or nested. Unless the cache
    /// has a namespace, it gets the name of the first route's crate. Without a cache of their own, routes have the one of their
    /// [`App`](crate::App::cache), else the [global](Cache::global) one.
    ///
    /// ```
    /// use route_runtime::{MemoryStore, revalidate_tag, route, routes};
    ///
    /// #[route("/refresh")]
    /// async fn POST() -> route_runtime::Result<&'static str> {
    ///     revalidate_tag("items", "max").await?; // in the store below
    ///     Ok("done")
    /// }
    ///
    /// let app: axum::Router = routes![POST].cache(MemoryStore::new()).into_router();
    /// ```
    #[must_use]
    pub fn cache(mut self, cache: impl Into<Cache>) -> Self {
        let cache = cache.into().for_routes(None, self.routes().next());
        let cache = CacheOfRoutes::new(cache);
        for entry in &mut self.entries {
            entry.cache.get_or_insert_with(|| cache.clone());
        }
        self
    }

    pub(crate) fn into_entries(self) -> Vec<Entry<S>> {
        self.entries
    }

    pub(crate) fn push(&mut self, entry: Entry<S>) {
        self.entries.push(entry);
    }
}

impl<S> Routes<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// Builds the router. `S` is the state that the handlers' extractors ask for; give it with `Router::with_state`.
    ///
    /// ```
    /// use axum::extract::State;
    /// use route_runtime::{route, routes};
    ///
    /// #[route("/greeting")]
    /// async fn GET(State(greeting): State<String>) -> String { greeting }
    ///
    /// let app: axum::Router = routes![GET].into_router().with_state("hello".to_owned());
    /// ```
    ///
    /// A literal segment that begins with `:` or `*` is refused at start-up by a host that nests or merges this router, unless
    /// the host has called `Router::without_v07_checks`.
    pub fn into_router(self) -> Router<S> {
        router::build(self.entries)
    }
}

impl<S> From<Routes<S>> for Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn from(routes: Routes<S>) -> Self {
        routes.into_router()
    }
}

impl<S> Default for Routes<S> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Clone for Routes<S> {
    fn clone(&self) -> Self {
        Self { entries: self.entries.clone() }
    }
}

impl<S> fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.routes()).finish()
    }
}

impl<S> Clone for Entry<S> {
    fn clone(&self) -> Self {
        Self { info: self.info, method_router: self.method_router, cache: self.cache.clone() }
    }
}

/// Two routes that cannot stand in one table.
///
/// ```
/// # use route_runtime::{route, routes, Routes};
/// mod blog {
///     # use route_runtime::route;
///     #[route("/blog/[id]")]
///     pub async fn GET(id: String) -> String { id }
/// }
/// mod comments {
///     # use route_runtime::route;
///     #[route("/blog/[post]/comments")]
///     pub async fn GET(post: String) -> String { post }
/// }
///
/// let conflict = Routes::<()>::try_merge(routes![blog::GET], routes![comments::GET]).unwrap_err();
/// assert_eq!(conflict.first().pattern(), "/blog/[id]");
/// assert_eq!(conflict.second().pattern(), "/blog/[post]/comments");
/// ```
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RouteConflict {
    clash: Clash,
    first: &'static RouteInfo,
    second: &'static RouteInfo,
}

impl RouteConflict {
    /// The route that was in the table before the other.
    pub fn first(&self) -> &'static RouteInfo {
        self.first
    }

    /// The route that clashes with it.
    pub fn second(&self) -> &'static RouteInfo {
        self.second
    }
}

impl fmt::Display for RouteConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.clash.message(self.first, self.second).as_str())
    }
}

impl fmt::Debug for RouteConflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RouteConflict").field("first", &self.first).field("second", &self.second).finish()
    }
}

impl std::error::Error for RouteConflict {}
