mod display;

pub(crate) use display::{Age, Line, Listing, Mark};

use crate::cache::{Cache, CacheOfRoutes};
use crate::handler::ListPaths;
use crate::prerender::{Gate, KnownPaths, Place, Prerender, StaticRoute};
use crate::route::RouteInfo;
use crate::route_manifest::RouteManifest;
use crate::router;
use crate::table::{Clash, first_clash};
use axum::Router;
use axum::routing::MethodRouter;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A table of routes, made by [`routes!`](crate::routes): an `axum::Router<S>` that has not been built yet.
///
/// ```
/// use route_runtime::{route, routes};
///
/// #[route("/authors/[slug]")]
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
/// #[route("/genres/[slug]")]
/// async fn GET(slug: String) -> String { slug }
///
/// let routes: Routes = routes![GET];
/// assert!(routes.to_string().contains("ƒ /genres/[slug]  GET"));
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
    pub(crate) method_router: MakeHandler<S>,
    /// The paths of `generate_static_params`, if the route has it.
    pub(crate) list_paths: Option<ListPaths<S>>,
    /// What it lists.
    pub(crate) known: Arc<KnownPaths>,
    /// The cache of its table, if that has one.
    pub(crate) cache: Option<CacheOfRoutes>,
    /// What tells it from the same handler in another table. It stays when tables are merged or cloned.
    number: u64,
}

/// Makes a handler that finds its answers in this cache, if it keeps them, behind this gate, if its options ask for one.
pub(crate) type MakeHandler<S> = fn(&'static RouteInfo, &CacheOfRoutes, Option<&Gate<S>>) -> MethodRouter<S>;

impl<S> Entry<S> {
    pub(crate) fn new(
        info: &'static RouteInfo,
        method_router: MakeHandler<S>,
        list_paths: Option<ListPaths<S>>,
    ) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);

        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Self { info, method_router, list_paths, known: Arc::default(), cache: None, number }
    }

    /// The cache of its answers: its table's or else its app's.
    pub(crate) fn cache_or(&self, of_app: &CacheOfRoutes) -> CacheOfRoutes {
        self.cache.as_ref().unwrap_or(of_app).numbered(self.number)
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
    /// #[route("/alive")]
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

    /// The table as data that tools can read: JSON, by way of serde.
    ///
    /// ```
    /// use route_runtime::{Routes, route, routes};
    ///
    /// #[route("/items/[id]", revalidate = 60)]
    /// async fn GET(id: u64) -> String { id.to_string() }
    ///
    /// let routes: Routes = routes![GET];
    /// let manifest = routes.manifest();
    /// assert_eq!(manifest.routes[0].params[0].ty.as_deref(), Some("u64"));
    /// println!("{}", serde_json::to_string_pretty(&manifest)?);
    /// # Ok::<_, serde_json::Error>(())
    /// ```
    pub fn manifest(&self) -> RouteManifest {
        RouteManifest::new(&self.routes().collect::<Vec<_>>(), None)
    }

    /// Unites two tables. Their methods on a common path become one.
    ///
    /// ```
    /// # use route_runtime::{route, routes};
    /// mod notes {
    ///     # use route_runtime::route;
    ///     #[route("/notes")]
    ///     pub async fn GET() -> &'static str { "all" }
    ///     #[route("/notes")]
    ///     pub async fn POST() -> &'static str { "made" }
    /// }
    ///
    /// let app: axum::Router = routes![notes::GET].merge(routes![notes::POST]).into_router();
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
    /// #[route("/tags")]
    /// async fn GET() -> &'static str { "all" }
    ///
    /// let twice: Result<Routes, _> = routes![GET].try_merge(routes![GET]);
    /// assert!(twice.unwrap_err().to_string().starts_with("`GET /tags` is listed twice"));
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

    /// The routes with `generate_static_params`, and how the paths of each are listed (NEXT-SPEC G9).
    #[cfg(test)]
    pub(crate) fn listed_paths(&self) -> impl Iterator<Item = (&'static RouteInfo, ListPaths<S>)> {
        self.entries.iter().filter_map(|entry| Some((entry.info, entry.list_paths?)))
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

    /// Makes the answers that are known before anybody asks, as [`Routes::prerender`] does, in an app with this state: give the router the
    /// same one.
    ///
    /// ```
    /// use axum::extract::State;
    /// use route_runtime::{Result, not_found, route, routes};
    ///
    /// #[route(GET "/greetings/[language]", revalidate = 60, generate_static_params = |State(known): State<Greetings>| languages(known))]
    /// async fn greeting(language: String, State(greetings): State<Greetings>) -> Result<String> {
    ///     let found = greetings.iter().find(|(known, _)| *known == language);
    ///     Ok(found.ok_or_else(not_found)?.1.to_owned())
    /// }
    ///
    /// type Greetings = Vec<(&'static str, &'static str)>;
    ///
    /// async fn languages(greetings: Greetings) -> Vec<&'static str> {
    ///     greetings.iter().map(|(language, _)| *language).collect()
    /// }
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), route_runtime::PrerenderError> {
    /// let state = vec![("en", "hello"), ("fr", "bonjour")];
    /// let routes = routes![greeting];
    /// let report = routes.prerender_with(&state).await?;
    /// assert_eq!(report.paths().collect::<Vec<_>>(), ["/greetings/en", "/greetings/fr"]);
    /// let router: axum::Router = routes.into_router().with_state(state);
    /// # Ok(())
    /// # }
    /// ```
    pub fn prerender_with(&self, state: &S) -> Prerender {
        let sources = self.static_routes(&CacheOfRoutes::default());
        let sources = sources.into_iter().map(|route| route.with_state(state.clone()));
        Prerender::new(sources.collect(), self.routes().collect(), Place::default())
    }

    /// The routes whose answers are kept. The cache is that of routes that have none of their own.
    pub(crate) fn static_routes(&self, of_app: &CacheOfRoutes) -> Vec<StaticRoute<S>> {
        StaticRoute::of_table(&self.entries, of_app)
    }
}

impl Routes {
    /// Makes the answers that are known before anybody asks, and keeps them: of every cached route without parameters, and of the paths
    /// that `generate_static_params` lists. It is what `next build` does (NEXT-SPEC G9, I12), here when the program starts.
    ///
    /// What is in the cache and fresh is not made again. A terminal shows a bar meanwhile, with the feature `progress`; the report prints
    /// what was made. Where the router will be nested, say [`under`](Prerender::under) which path. An [`App`](crate::App::prerender) makes
    /// its own.
    ///
    /// ```
    /// use route_runtime::{Routes, page, route, routes};
    ///
    /// #[page("/contact", revalidate = false)]
    /// async fn contact() -> &'static str { "contact" }
    ///
    /// #[route(GET "/offers/[id]", revalidate = 60, generate_static_params = async || [1, 2])]
    /// async fn offer(id: u32) -> String { format!("offer {id}") }
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), route_runtime::PrerenderError> {
    /// let routes: Routes = routes![contact, offer];
    /// let report = routes.prerender().await?;
    /// assert_eq!(report.paths().collect::<Vec<_>>(), ["/contact", "/offers/1", "/offers/2"]);
    /// let router = routes.into_router();
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// One path or list, or several, could not be made. All the others were, and [`PrerenderError`](crate::PrerenderError) has both; a
    /// program may log it and serve all the same.
    pub fn prerender(&self) -> Prerender {
        self.prerender_with(&())
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
        Self {
            info: self.info,
            method_router: self.method_router,
            list_paths: self.list_paths,
            known: self.known.for_clone(),
            cache: self.cache.clone(),
            // A table is prerendered, and a clone of it becomes the router.
            number: self.number,
        }
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
