//! What stands around the routes: a request comes in here, and goes on to the router.
//!
//! Each step of its way is one module, in the order of NEXT-SPEC P2: [`origin`], [`canonical`], the header rules and redirects of
//! [`rules`], [`middleware`], the rewrites of [`rules`], and the router. [`service`] takes it from step to step.

mod added_headers;
mod base_path;
mod canonical;
mod error;
mod given;
mod middleware;
mod no_route;
mod origin;
mod report;
mod rules;
mod service;
mod stages;
mod target;
mod timing;
mod unbound;

pub(crate) use base_path::BasePath;
pub use canonical::TrailingSlash;
pub(crate) use canonical::{canonical, respelt, with_sound_escapes};
pub use error::AppError;
pub use given::{HasState, IntoRoutes};
pub use middleware::{Middleware, MiddlewareDescriptor, MiddlewareFn, MiddlewareFuture, MiddlewareResponse, RunsIn};
pub use origin::{ClientIp, InvalidProxy, MissingClientIp, PublicUrl, PublicUrlError, TrustedProxies};
pub(crate) use origin::{Origin, hide_client};
pub(crate) use report::ReportBeside;
pub use report::RequestError;
pub use rules::{Condition, HeaderRule, Matcher, MatcherEntry, Redirect, Rewrite, Rewrites, RuleError, Source};

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use axum::Router;
use tower_layer::layer_fn;

use crate::cache::{Cache, CacheOfRoutes, WithCache};
use crate::prerender::{AppPlace, Place, Prerender, StaticRoute};
use crate::route::RouteInfo;
use crate::route_manifest::{self, RouteManifest};
use crate::router::{self, Built};
use crate::routes::Listing;
use middleware::Entry;
use no_route::NoRoute;
use report::Reporter;
use service::{AppService, Pieces};
use stages::Stages;

/// An app: the routes, and what stands around them.
///
/// ```
/// use axum::http::HeaderMap;
/// use route_runtime::{
///     App, HeaderRule, Middleware, NextRequest, NextResponse, Redirect, middleware, route, routes,
/// };
///
/// #[route("/account/[user]")]
/// async fn GET(user: String) -> String {
///     user
/// }
///
/// #[middleware(matcher = "/account/:path*")]
/// async fn guard(req: NextRequest) -> Middleware {
///     if req.cookies().has("session") {
///         NextResponse::next().into()
///     } else {
///         NextResponse::redirect("/login").into()
///     }
/// }
///
/// let app: axum::Router = App::new(routes![GET])
///     .middleware(guard)
///     .redirects(const { [Redirect::permanent("/users/:user", "/account/:user")] })
///     .headers([HeaderRule::new("/:path*").header("x-frame-options", "DENY")])
///     .into_router();
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let get = |path: &str| axum::http::Request::get(path).body(axum::body::Body::empty()).unwrap();
/// let response = app.clone().oneshot(get("/users/ada?tab=1")).await.unwrap();
/// assert_eq!((response.status(), &response.headers()["location"]), (308.try_into().unwrap(), &"/account/ada?tab=1".parse().unwrap()));
/// let response = app.oneshot(get("/account/ada")).await.unwrap();
/// assert_eq!((response.status(), &response.headers()["location"]), (307.try_into().unwrap(), &"/login".parse().unwrap()));
/// # });
/// ```
///
/// # The way of a request
///
/// The order is Next's (NEXT-SPEC P2):
///
/// 1. the origin, behind [proxies](Self::trusted_proxies);
/// 2. the path: another spelling of it is [redirected](Self::trailing_slash) to the one that the routes have;
/// 3. [`headers`](Self::headers), which are kept for the answer;
/// 4. [`redirects`](Self::redirects);
/// 5. each [`middleware`](Self::middleware) that matches, in the order in which they were added;
/// 6. the [`rewrites`](Self::rewrites) that come before the routes;
/// 7. the routes, after whose static paths come the rewrites of the second kind;
/// 8. the rewrites that are a fallback, and the [`fallback`](Self::fallback).
///
/// # In an app that is there
///
/// [`into_router`](Self::into_router) makes an ordinary `axum::Router<S>`, to be nested, or merged. It answers everything below the
/// place where it is put, so the host's fallback belongs into [`fallback`](Self::fallback), or is kept by
/// [`without_fallback`](Self::without_fallback). Where only the routes are wanted, merge the [`Routes`](crate::Routes).
///
/// Below a `nest`, its prefix is a base path: handlers and middleware see paths without it, and redirects lead below it. A request that is
/// rewritten has the parameters of its new path alone, not those of a prefix. Give the state [before](Self::with_state) a second `nest`:
/// an app that is still to get one is a fallback, and axum hands a fallback on through one `nest` only.
#[doc(alias = "next.config.js")]
#[doc(alias = "nextConfig")]
pub struct App<S = ()> {
    routers: Built<S>,
    routes: Vec<&'static RouteInfo>,
    /// Those of the routes whose answers are kept.
    static_routes: Vec<StaticRoute<S>>,
    fallback: Option<Router<S>>,
    middlewares: Vec<Entry<S>>,
    settings: Settings,
    /// What the routes look for their cache in, which is known when the router is finished.
    cache_of_routes: CacheOfRoutes,
}

/// What was asked for, as it was written.
#[derive(Default)]
struct Settings {
    base_path: String,
    trailing_slash: TrailingSlash,
    headers: Vec<HeaderRule>,
    redirects: Vec<Redirect>,
    rewrites: Rewrites,
    trusted_proxies: Vec<String>,
    public_url: Option<String>,
    reporter: Option<Arc<Reporter>>,
    cache: Option<Cache>,
    cache_namespace: Option<String>,
    leaves_the_rest: bool,
}

impl<S> App<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// An app of these routes: those of `routes!`, or of an [`#[app_dir]`](macro@crate::app_dir).
    ///
    /// ```
    /// # use route_runtime::{App, route, routes};
    /// #[route("/health")]
    /// async fn GET() -> &'static str { "ok" }
    ///
    /// let app: axum::Router = App::new(routes![GET]).into_router();
    /// ```
    pub fn new(routes: impl IntoRoutes<S>) -> Self {
        let routes = routes.into_routes();
        let infos = routes.routes().collect();
        let cache_of_routes = CacheOfRoutes::default();
        let static_routes = routes.static_routes(&cache_of_routes);
        let Built { router, catch_alls } = router::build_apart(routes.into_entries(), &cache_of_routes);
        Self {
            routes: infos,
            static_routes,
            // Being explicit, this fallback is one that axum refuses to merge with another.
            routers: Built { router: router.fallback_service(NoRoute), catch_alls },
            fallback: None,
            middlewares: Vec::new(),
            settings: Settings::default(),
            cache_of_routes,
        }
    }

    /// Adds a middleware: a function with [`#[middleware]`](macro@crate::middleware) (NEXT-SPEC P1).
    ///
    /// Those that match a request run in the order in which they were added. Each sees what the ones before it have made of the
    /// request; the first that answers is the last. The answer of one does not pass through those before it, but gets their headers
    /// and cookies.
    ///
    /// ```
    /// use route_runtime::{App, MiddlewareNext, NextRequest, NextResponse, middleware, routes};
    ///
    /// #[middleware(matcher = "/api/:path*")]
    /// async fn request_id(req: NextRequest) -> MiddlewareNext {
    ///     let mut headers = req.headers().clone();
    ///     headers.insert("x-request-id", "7".parse().unwrap());
    ///     NextResponse::next().with_request_headers(headers)
    /// }
    ///
    /// let app: axum::Router = App::new(routes![]).middleware(request_id).into_router();
    /// ```
    #[doc(alias = "proxy")]
    #[doc(alias = "middleware.ts")]
    #[doc(alias = "proxy.ts")]
    #[must_use]
    pub fn middleware<F, A, M>(mut self, middleware: F) -> Self
    where
        F: RunsIn<S, A, M>,
    {
        self.middlewares.push(middleware.entry());
        self
    }

    /// Adds redirects: `redirects()` of `next.config.js` (NEXT-SPEC O4 to O7). The first that matches is taken.
    ///
    /// In a `const` block the compiler checks them; elsewhere [`into_router`](Self::into_router) does.
    ///
    /// ```
    /// use route_runtime::{App, Redirect, routes};
    ///
    /// let app: axum::Router = App::new(routes![])
    ///     .redirects(const { [Redirect::permanent("/old/:slug", "/new/:slug")] })
    ///     .into_router();
    /// ```
    #[must_use]
    pub fn redirects(mut self, redirects: impl IntoIterator<Item = Redirect>) -> Self {
        self.settings.redirects.extend(redirects);
        self
    }

    /// Adds rewrites: `rewrites()` of `next.config.js` (NEXT-SPEC O8). A list is tried after the static routes and before the
    /// dynamic ones; [`Rewrites`] has all three places.
    ///
    /// ```
    /// use route_runtime::{App, Rewrite, Rewrites, routes};
    ///
    /// let app: axum::Router = App::new(routes![])
    ///     .rewrites(Rewrites::new().before([Rewrite::new("/", "/home")]).fallback([Rewrite::new("/:path*", "/legacy/:path*")]))
    ///     .into_router();
    /// ```
    #[must_use]
    pub fn rewrites(mut self, rewrites: impl Into<Rewrites>) -> Self {
        self.settings.rewrites.extend(rewrites.into());
        self
    }

    /// Adds headers to answers: `headers()` of `next.config.js` (NEXT-SPEC O1 to O3).
    ///
    /// They are on every answer of a path that matches, redirects and 404s among them, and win over those of a route (H6), not of a middleware, but for
    /// `Set-Cookie`, `Vary` and the challenges of an authentication, which are added to the route's.
    ///
    /// ```
    /// use route_runtime::{App, HeaderRule, routes};
    ///
    /// let app: axum::Router = App::new(routes![])
    ///     .headers([HeaderRule::new("/:path*").header("x-content-type-options", "nosniff")])
    ///     .into_router();
    /// ```
    #[must_use]
    pub fn headers(mut self, headers: impl IntoIterator<Item = HeaderRule>) -> Self {
        self.settings.headers.extend(headers);
        self
    }

    /// Puts the app below a path: `basePath` of `next.config.js` (NEXT-SPEC O11, P8, Q13).
    ///
    /// Routes, and the sources and destinations of redirects and rewrites, are written without it, and handlers see the path without it;
    /// what is outside is 404, or the [`fallback`](Self::fallback)'s. A redirect that a handler or a middleware returns is sent as it is:
    /// change a copy of `req.next_url()` to stay below. `/` and nothing are no base path.
    ///
    /// ```
    /// # use route_runtime::{App, NextRequest, route, routes};
    /// #[route("/staff")]
    /// async fn GET(req: NextRequest) -> String {
    ///     let url = req.next_url();
    ///     format!("{} {}", url.base_path(), url.pathname()) // "/docs /staff"
    /// }
    ///
    /// let app: axum::Router = App::new(routes![GET]).base_path("/docs").into_router();
    /// ```
    #[doc(alias = "basePath")]
    #[must_use]
    pub fn base_path(mut self, base_path: impl Into<String>) -> Self {
        self.settings.base_path = base_path.into();
        self
    }

    /// Says how paths end: `trailingSlash` of `next.config.js` (NEXT-SPEC O13 to O15, P19). Others are redirected, with 308.
    ///
    /// So are doubled slashes, backslashes, dot segments and escapes that are not needed; what cannot be decoded is 400. (In an app with
    /// nothing before its routes, a parameter is given as it was sent, as by [`Routes`](crate::Routes).)
    ///
    /// ```
    /// use route_runtime::{App, TrailingSlash, route, routes};
    ///
    /// #[route("/imprint")]
    /// async fn GET() -> &'static str { "about" } // answers `/imprint/`; `/imprint` is redirected
    ///
    /// let app: axum::Router = App::new(routes![GET]).trailing_slash(TrailingSlash::Always).into_router();
    /// ```
    #[doc(alias = "trailingSlash")]
    #[must_use]
    pub fn trailing_slash(mut self, trailing_slash: TrailingSlash) -> Self {
        self.settings.trailing_slash = trailing_slash;
        self
    }

    /// Believes these proxies what they say of the client: addresses, ranges as `10.0.0.0/8`, and names as `loopback`; see
    /// [`TrustedProxies`].
    ///
    /// From the peer that is one of them, `Forwarded` or `X-Forwarded-For`, `-Proto`, `-Host` and `-Port` give the origin of
    /// [`next_url`](crate::NextRequest::next_url) and the [`ClientIp`]. From any other they are ignored (NEXT-SPEC Q12). Who the peer is
    /// must be known: [`serve`](Self::serve) does, and axum's `into_make_service_with_connect_info`.
    ///
    /// ```
    /// use route_runtime::{App, routes};
    ///
    /// let app: axum::Router = App::new(routes![]).trusted_proxies(["127.0.0.1", "10.0.0.0/8"]).into_router();
    /// ```
    #[doc(alias = "X-Forwarded-For")]
    #[doc(alias = "X-Forwarded-Host")]
    #[must_use]
    pub fn trusted_proxies(mut self, proxies: impl IntoIterator<Item: Into<String>>) -> Self {
        self.settings.trusted_proxies.extend(proxies.into_iter().map(Into::into));
        self
    }

    /// The scheme and host at which clients know the app, whatever a request says.
    ///
    /// ```
    /// use route_runtime::{App, routes};
    ///
    /// let app: axum::Router = App::new(routes![]).public_url("https://shop.example").into_router();
    /// ```
    #[must_use]
    pub fn public_url(mut self, url: impl Into<String>) -> Self {
        self.settings.public_url = Some(url.into());
        self
    }

    /// Tells a function of each failure: an error that is answered with 500, a panic, a timeout, in a handler or in a middleware
    /// (NEXT-SPEC J2, J3).
    ///
    /// It is called once for each, after the log has been written and before the answer is sent, so it should hand over what takes
    /// time. Redirects, 404s and mistakes of the client are no failures; nor is a stream that breaks off, which is logged. What
    /// axum's own handlers do, beside the routes or in the fallback, is not told.
    ///
    /// ```
    /// use route_runtime::{App, routes};
    ///
    /// let app: axum::Router = App::new(routes![])
    ///     .on_request_error(|error| eprintln!("{} {}: {}", error.method(), error.path(), error.error()))
    ///     .into_router();
    /// ```
    #[doc(alias = "onRequestError")]
    #[doc(alias = "instrumentation")]
    #[must_use]
    pub fn on_request_error(mut self, report: impl Fn(RequestError) + Send + Sync + 'static) -> Self {
        self.settings.reporter = Some(Arc::new(report));
        self
    }

    /// Gives the app a cache of its own: a store, or a [`Cache`] with settings.
    ///
    /// What its routes keep is there, unless their table has [its own](crate::Routes::cache); and [`Cache::current`] in handlers, middleware,
    /// extractors, layers and the fallback is it. Without one it is the [global](Cache::global) one.
    ///
    /// ```
    /// use route_runtime::{App, Cache, MemoryStore, routes};
    /// use std::time::Duration;
    ///
    /// let app: axum::Router = App::new(routes![]).cache(MemoryStore::new()).into_router();
    ///
    /// let patient = Cache::new(MemoryStore::new()).with_timeout(Duration::from_secs(1));
    /// let app: axum::Router = App::new(routes![]).cache(patient).into_router();
    /// ```
    #[doc(alias = "cacheHandler")]
    #[doc(alias = "cacheHandlers")]
    #[must_use]
    pub fn cache(mut self, cache: impl Into<Cache>) -> Self {
        self.settings.cache = Some(cache.into());
        self
    }

    /// The namespace of the app's cache: apps of different namespaces can have one store.
    ///
    /// Unless this, or [`Cache::with_namespace`], says otherwise, it is the name of the first route's crate.
    ///
    /// ```
    /// use route_runtime::{App, MemoryStore, routes};
    ///
    /// let app: axum::Router = App::new(routes![]).cache(MemoryStore::new()).cache_namespace("shop").into_router();
    /// ```
    #[doc(alias = "buildId")]
    #[must_use]
    pub fn cache_namespace(mut self, namespace: impl Into<String>) -> Self {
        self.settings.cache_namespace = Some(namespace.into());
        self
    }

    /// Adds axum routes beside those of the app: what has layers of its own, or no attribute. (Two tables of routes are one with
    /// [`Routes::merge`](crate::Routes::merge).)
    ///
    /// The app does not know their paths: a rewrite of the second kind comes before them, as before dynamic routes.
    ///
    /// ```
    /// use axum::routing::get;
    /// use route_runtime::{App, routes};
    ///
    /// let app: axum::Router = App::new(routes![])
    ///     .merge(axum::Router::new().route("/legacy", get(async || "still here")))
    ///     .into_router();
    /// ```
    ///
    /// # Panics
    ///
    /// As axum's `Router::merge`: if both have a route of one path, or the router has a fallback, which belongs into
    /// [`fallback`](Self::fallback).
    #[track_caller]
    #[must_use]
    pub fn merge(mut self, router: Router<S>) -> Self {
        self.routers.router = self.routers.router.merge(router);
        self
    }

    /// Who answers when no route does: an axum router that is there already, or a reverse proxy. Without one it is 404.
    ///
    /// It is given the request as the middleware left it, and its path as the client sent it, with the base path.
    ///
    /// ```
    /// use route_runtime::{App, routes};
    ///
    /// let legacy = axum::Router::new().fallback(async || "the old site");
    /// let app: axum::Router = App::new(routes![]).fallback(legacy).into_router();
    /// ```
    #[doc(alias = "notFound")]
    #[doc(alias = "not-found")]
    #[must_use]
    pub fn fallback(mut self, router: impl Into<Router<S>>) -> Self {
        self.fallback = Some(router.into());
        self
    }

    /// Leaves what no route takes to the host in whose router this one is nested or merged, with the host's fallback.
    ///
    /// Redirects, rewrites and middleware then act on the paths of the routes alone. A state is given [before](Self::with_state).
    ///
    /// ```
    /// use axum::Router;
    /// use route_runtime::{App, route, routes};
    ///
    /// #[route("/catalogue")]
    /// async fn GET() -> &'static str { "catalogue" }
    ///
    /// let app: Router = Router::new()
    ///     .fallback(async || "the host's")
    ///     .merge(App::new(routes![GET]).without_fallback().into_router());
    /// ```
    #[must_use]
    pub fn without_fallback(mut self) -> Self {
        self.settings.leaves_the_rest = true;
        self
    }

    /// Gives the state, so that the app can be [served](App::serve).
    ///
    /// ```
    /// use axum::extract::State;
    /// use route_runtime::{App, route, routes};
    ///
    /// #[route("/words")]
    /// async fn GET(State(greeting): State<String>) -> String { greeting }
    ///
    /// let app: App = App::new(routes![GET]).with_state("hello".to_owned());
    /// ```
    pub fn with_state(self, state: S) -> App {
        App {
            routers: Built {
                router: self.routers.router.with_state(state.clone()),
                catch_alls: self.routers.catch_alls.with_state(state.clone()),
            },
            routes: self.routes,
            static_routes: self.static_routes.into_iter().map(|route| route.with_state(state.clone())).collect(),
            fallback: self.fallback.map(|fallback| fallback.with_state(state.clone())),
            middlewares: self.middlewares.into_iter().map(|entry| entry.with_state(state.clone())).collect(),
            settings: self.settings,
            cache_of_routes: self.cache_of_routes,
        }
    }

    /// Builds the router.
    ///
    /// # Panics
    ///
    /// If a redirect, rewrite, header rule, matcher, proxy, or the base path is not sound, with the entry's text. What is written in a
    /// `const` block has been refused by the compiler. [`try_into_router`](Self::try_into_router) returns the error.
    #[track_caller]
    pub fn into_router(self) -> Router<S> {
        match self.try_into_router() {
            Ok(router) => router,
            Err(error) => panic!("{error}"),
        }
    }

    /// Builds the router, or says what of the app is not sound.
    ///
    /// # Errors
    ///
    /// [`AppError`] names the entry.
    ///
    /// ```
    /// use route_runtime::{App, Redirect, routes};
    ///
    /// let from_a_file = Redirect::try_new("/old/:slug", "/new/:slug")?;
    /// let app: axum::Router = App::new(routes![]).redirects([from_a_file]).try_into_router()?;
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    pub fn try_into_router(self) -> Result<Router<S>, AppError> {
        let cache = self.settle_cache();
        let leaves_the_rest = self.settings.leaves_the_rest;
        let stages = Stages::compile(self.settings, self.middlewares, &self.routes)?;
        let (is_empty, keeps_paths) = (stages.is_empty(), stages.keeps_paths());
        let Built { router, catch_alls } = self.routers;
        let all = router.clone().merge(catch_alls.clone());
        let pieces = Pieces { stages: Arc::new(stages), router: all, fallback: self.fallback };
        let router = match (&() as &dyn Any).downcast_ref::<S>() {
            Some(no_state) => {
                let app = AppService::new(pieces, no_state.clone());
                let routes = match (is_empty, keeps_paths) {
                    // Where nothing stands before the routes, they are asked first.
                    (true, _) => router.merge(app.before_each(catch_alls)),
                    (_, true) => app.before_each(router.merge(catch_alls)),
                    (_, false) => Router::new(),
                };
                match leaves_the_rest {
                    false => app.as_fallback(routes),
                    true if keeps_paths => routes.reset_fallback(),
                    true => return Err(AppError::MovedPaths),
                }
            }
            None if leaves_the_rest => return Err(AppError::StateComesLater),
            None if is_empty => router.reset_fallback().merge(unbound::fallback(pieces)),
            None => unbound::fallback(pieces),
        };
        let router = match cache {
            Some(cache) => router.layer(layer_fn(move |route| WithCache::new(route, cache.clone()))),
            None => router,
        };
        Ok(if cfg!(debug_assertions) { timing::tell(router) } else { router })
    }

    /// The routes, and what stands around them, as data that tools can read: JSON, by way of serde. A state is not needed.
    ///
    /// Axum routes that were [merged](Self::merge) are not in it: axum does not tell them.
    ///
    /// ```
    /// use route_runtime::{App, Redirect, route, routes};
    ///
    /// #[route("/items")]
    /// async fn GET() -> &'static str { "items" }
    ///
    /// let app: App = App::new(routes![GET]).redirects([Redirect::permanent("/things", "/items")]);
    /// let manifest = app.manifest();
    /// assert_eq!(manifest.routes[0].pattern, "/items");
    /// assert_eq!(manifest.app.unwrap().redirects[0].destination, "/items");
    /// ```
    pub fn manifest(&self) -> RouteManifest {
        let Settings { base_path, trailing_slash, headers, redirects, rewrites, .. } = &self.settings;
        let around = route_manifest::App {
            base_path: Some(base_path.clone()).filter(|base_path| !matches!(&**base_path, "" | "/")),
            trailing_slash: *trailing_slash,
            headers: headers.iter().map(HeaderRule::manifest).collect(),
            redirects: redirects.iter().map(Redirect::manifest).collect(),
            middleware: self
                .middlewares
                .iter()
                .map(|entry| route_manifest::Middleware::new(entry.info, entry.matcher))
                .collect(),
            rewrites: rewrites.manifest(),
        };
        RouteManifest::new(&self.routes, Some(around))
    }

    /// Makes the answers that are known before anybody asks, as [`App::prerender`] does, in an app whose state comes later: give the
    /// router the same state.
    ///
    /// ```
    /// use axum::extract::State;
    /// use route_runtime::{App, route, routes};
    ///
    /// #[route(GET "/motto", revalidate = 60)]
    /// async fn greeting(State(greeting): State<String>) -> String { greeting }
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), route_runtime::PrerenderError> {
    /// let state = "hello".to_owned();
    /// let app = App::new(routes![greeting]);
    /// app.prerender_with(&state).await?;
    /// let router: axum::Router = app.into_router().with_state(state);
    /// # Ok(())
    /// # }
    /// ```
    pub fn prerender_with(&self, state: &S) -> Prerender {
        self.settle_cache();
        let place =
            AppPlace { base_path: self.settings.base_path.clone(), trailing_slash: self.settings.trailing_slash };
        let routes = self.static_routes.iter().map(|route| route.clone().with_state(state.clone()));
        Prerender::new(routes.collect(), self.routes.clone(), Place { app: Some(place), ..Place::default() })
    }

    /// Gives the app a cache, unless it has been given one.
    pub(crate) fn or_cache(mut self, cache: impl FnOnce() -> Cache) -> Self {
        self.settings.cache.get_or_insert_with(cache);
        self
    }

    /// The cache of the app, if it has one of its own. The routes know it from now on.
    fn settle_cache(&self) -> Option<CacheOfRoutes> {
        let cache = match (self.settings.cache.clone(), self.settings.cache_namespace.clone()) {
            (None, None) => return None,
            (cache, namespace) => {
                cache.unwrap_or_else(Cache::global).for_routes(namespace, self.routes.first().copied())
            }
        };
        self.cache_of_routes.set(cache);
        Some(self.cache_of_routes.clone())
    }
}

impl<S> App<S>
where
    S: Clone + Send + Sync + 'static,
    Self: HasState,
{
    /// Makes the answers that are known before anybody asks, and keeps them: of every cached route without parameters, and of the paths
    /// that `generate_static_params` lists. It is what `next build` does (NEXT-SPEC G9, I12), here when the program starts.
    ///
    /// Handlers run as for a request that nothing has changed: redirects, middleware and rewrites do not. What is in the cache and fresh
    /// is not made again, so that of many processes with one [store](Self::cache) the first does the work. A terminal shows a bar
    /// meanwhile, with the feature `progress`.
    ///
    /// Say it last: the answers are kept in the [cache](Self::cache) and for the [base path](Self::base_path) that the app has by now.
    ///
    /// ```
    /// use route_runtime::{App, MemoryStore, route, routes};
    ///
    /// #[route("/drinks/[slug]", revalidate = 60, dynamic_params = false)]
    /// mod drinks {
    ///     pub async fn GET(Params { slug }: Params) -> String { format!("the drink {slug}") }
    ///
    ///     pub async fn generate_static_params() -> Vec<Params> {
    ///         ["tea", "coffee"].map(|slug| Params { slug: slug.to_owned() }).into()
    ///     }
    /// }
    ///
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let app = App::new(routes![drinks::route]).base_path("/blog").cache(MemoryStore::new());
    /// let report = app.prerender().await?;
    /// println!("{report}"); // the table, with the paths
    /// assert_eq!(report.paths().collect::<Vec<_>>(), ["/blog/drinks/tea", "/blog/drinks/coffee"]);
    ///
    /// let router: axum::Router = app.into_router();
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// One path or list, or several, could not be made. All the others were, and [`PrerenderError`](crate::PrerenderError) has both; a
    /// program may log it and serve all the same.
    #[doc(alias = "next build")]
    #[doc(alias = "generateStaticParams")]
    pub fn prerender(&self) -> Prerender {
        self.as_app().prerender_with(&())
    }

    /// Serves the app as `next start` does: on this machine, at the port that the variable `PORT` names, else at 3000.
    ///
    /// It is [`serve`](Self::serve) for programs that are tried out. What goes wrong is written to standard error, unless the program has
    /// a subscriber of [`tracing`](https://docs.rs/tracing) of its own; `RUST_LOG=debug`, or `RUST_LOG=shop=debug` for one crate, shows more.
    /// Behind a proxy, in a container or for other machines, say where: `serve("0.0.0.0:3000")`.
    ///
    /// ```no_run
    /// # use route_runtime::{App, route, routes};
    /// # #[route("/start")]
    /// # async fn GET() -> &'static str { "hello" }
    /// #[tokio::main]
    /// async fn main() -> std::io::Result<()> {
    ///     App::new(routes![GET]).start().await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`serve`](Self::serve), or `PORT` is no port.
    #[doc(alias = "next start")]
    #[cfg(feature = "start")]
    pub async fn start(self) -> std::io::Result<()> {
        crate::serve::start(self.into_app()).await
    }

    /// Serves the app until Ctrl-C or SIGTERM, and prints its routes and the address first.
    ///
    /// [`Server`](crate::Server) has the settings.
    ///
    /// ```no_run
    /// # use route_runtime::{App, route, routes};
    /// # #[route("/hello")]
    /// # async fn GET() -> &'static str { "hello" }
    /// #[tokio::main]
    /// async fn main() -> std::io::Result<()> {
    ///     App::new(routes![GET]).serve("127.0.0.1:3000").await
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The address cannot be listened at; or the app is not sound, as [`try_into_router`](Self::try_into_router) says it.
    #[doc(alias = "next start")]
    #[cfg(feature = "serve")]
    pub async fn serve(self, addr: impl tokio::net::ToSocketAddrs) -> std::io::Result<()> {
        let (table, base_path) = (self.to_string(), self.settings.base_path.clone());
        let router = self.into_app().try_into_router().map_err(std::io::Error::other)?;
        let server = crate::Server::new(router).bind(addr).await?;
        println!("{table}\n\nListening on http://{}{base_path}", server.local_addr());
        server.run().await;
        Ok(())
    }
}

/// The routes, as [`Routes`](crate::Routes) prints them.
impl<S> fmt::Display for App<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Listing(&self.routes).fmt(f)
    }
}

impl<S> fmt::Debug for App<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("routes", &self.routes).finish_non_exhaustive()
    }
}
