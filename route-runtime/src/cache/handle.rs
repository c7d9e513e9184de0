//! A cache: a store, and what is its own in it.

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::build_id;
use super::current;
use super::entry::CacheEntry;
use super::flight::Flights;
use super::guard::{Guard, Probed};
use super::key::{CacheKey, Namespace};
use super::memory::MemoryStore;
use super::store::{CacheStore, Lookup};
use crate::route::RouteInfo;

/// A cache: a store, and a namespace in it. Clones are the same cache.
///
/// Answers of routes, values of cached functions and what `fetch` has fetched are kept in the cache of the [`App`](crate::App::cache) or
/// the [`Routes`](crate::Routes::cache) that are answering, else in the [global](Self::global) one, which is in memory unless another
/// was [installed](Self::install).
///
/// ```
/// use route_runtime::{App, Cache, MemoryStore, routes};
/// use std::time::Duration;
///
/// let cache = Cache::new(MemoryStore::new()).with_namespace("shop").with_timeout(Duration::from_millis(100));
/// let app: axum::Router = App::new(routes![]).cache(cache.clone()).into_router();
///
/// // Outside of requests, the clone is how to reach what the app has kept.
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// cache.revalidate_tag("posts", "max").await?;
/// # Ok::<_, route_runtime::RevalidateError>(())
/// # }).unwrap();
/// ```
///
/// # A store that fails
///
/// No request fails by its store, and none waits for it longer than the [timeout](Self::with_timeout) at each use. When a read fails or takes
/// too long, it is as if nothing was kept, and the store is asked for a small key of the cache's own. If it answers, the key was at fault,
/// and a line of the log says so. If not, handlers run as if nothing was kept, and keep nothing, until it does; one line of the log says
/// so, and one that it is over. When a write fails, nothing is written until one succeeds. An invalidation is always tried, and one
/// that is lost is an error.
#[doc(alias = "IncrementalCache")]
#[derive(Clone)]
pub struct Cache(pub(super) Arc<Inner>);

pub(super) struct Inner {
    guard: Arc<Guard>,
    /// Given, or found when it is first asked for.
    namespace: OnceLock<Namespace>,
    settings: Settings,
    pub(super) flights: Arc<Flights>,
}

#[derive(Clone)]
struct Settings {
    build_id: Option<Arc<str>>,
    timeout: Duration,
    max_body: usize,
}

static GLOBAL: OnceLock<Cache> = OnceLock::new();

/// Set when the global cache is one that was installed.
static IS_INSTALLED: AtomicBool = AtomicBool::new(false);

impl Cache {
    /// A cache in this store.
    ///
    /// ```
    /// use route_runtime::{Cache, MemoryStore};
    ///
    /// let cache = Cache::new(MemoryStore::new());
    /// ```
    pub fn new(store: impl CacheStore) -> Self {
        let settings = Settings { build_id: None, timeout: Duration::from_millis(200), max_body: 8 * 1024 * 1024 };
        let guard = Guard::new(store);
        if guard.is_shared() {
            // Its keys name the build, which takes a while to be found out: the sooner it begins, the fewer requests come before.
            build_id::known();
        }
        Self::of(Arc::new(guard), OnceLock::new(), settings)
    }

    fn of(guard: Arc<Guard>, namespace: OnceLock<Namespace>, settings: Settings) -> Self {
        Self(Arc::new(Inner { guard, namespace, settings, flights: Arc::default() }))
    }

    fn with(self, change: impl FnOnce(&mut Settings)) -> Self {
        let mut settings = self.0.settings.clone();
        change(&mut settings);
        let namespace = self.0.namespace.get().map(|namespace| Namespace::new(namespace.name().to_owned()));
        Self::of(Arc::clone(&self.0.guard), namespace.map(OnceLock::from).unwrap_or_default(), settings)
    }

    /// Gives it a namespace: what has another does not meet it on the same store, neither keys nor tags.
    ///
    /// Without one it gets the one of the first [`App`](crate::App::cache) or [`Routes`](crate::Routes::cache) that uses it, which is the name
    /// of their crate; a cache that is used before, or by none, has the name of the program's file.
    ///
    /// ```
    /// use route_runtime::{Cache, MemoryStore};
    ///
    /// let shop = Cache::new(MemoryStore::new()).with_namespace("shop");
    /// let blog = shop.clone().with_namespace("blog"); // another cache in the same store
    /// assert_eq!((shop.namespace(), blog.namespace()), ("shop", "blog"));
    /// ```
    #[must_use]
    pub fn with_namespace(self, namespace: impl Into<String>) -> Self {
        let namespace = OnceLock::from(Namespace::new(namespace.into()));
        Self::of(Arc::clone(&self.0.guard), namespace, self.0.settings.clone())
    }

    /// Says which build of the program this is. On a store that several processes [share](CacheStore::is_shared), one build does not
    /// read what another has kept; tags are common to all.
    ///
    /// Without it the build is what the environment's `ROUTE_BUILD_ID` says, else a hash of the program's file.
    ///
    /// ```
    /// # use route_runtime::{Cache, MemoryStore};
    /// # let store = MemoryStore::new();
    /// let cache = Cache::new(store).with_build_id("2026-11-28.1");
    /// ```
    #[must_use]
    pub fn with_build_id(self, build_id: impl Into<String>) -> Self {
        self.with(|settings| settings.build_id = Some(build_id.into().into()))
    }

    /// How long a request waits for the store at each use; 200 ms unless said otherwise. Then it goes on as if nothing was kept.
    ///
    /// An invalidation is given 5 seconds, because it cannot go on without.
    ///
    /// ```
    /// # use route_runtime::{Cache, MemoryStore};
    /// # use std::time::Duration;
    /// # let store = MemoryStore::new();
    /// let cache = Cache::new(store).with_timeout(Duration::from_millis(50));
    /// ```
    #[must_use]
    pub fn with_timeout(self, timeout: Duration) -> Self {
        self.with(|settings| settings.timeout = timeout)
    }

    /// The largest body that is kept, in bytes; 8 MiB unless said otherwise. A larger answer is sent, and not kept.
    ///
    /// ```
    /// # use route_runtime::{Cache, MemoryStore};
    /// # let store = MemoryStore::new();
    /// let cache = Cache::new(store).with_max_body(1024 * 1024);
    /// ```
    #[must_use]
    pub fn with_max_body(self, bytes: usize) -> Self {
        self.with(|settings| settings.max_body = bytes)
    }

    /// Makes a cache the [global](Self::global) one. Call it before the first request.
    ///
    /// ```
    /// use route_runtime::{Cache, MemoryStore};
    ///
    /// Cache::install(Cache::new(MemoryStore::new()).with_namespace("shop"))?;
    /// assert_eq!(Cache::global().namespace(), "shop");
    /// assert!(Cache::install(MemoryStore::new()).is_err());
    /// # Ok::<_, route_runtime::AlreadyInstalled>(())
    /// ```
    ///
    /// # Errors
    ///
    /// One was installed before, or the global cache was used, and with it the one in memory that it is without this.
    pub fn install(cache: impl Into<Self>) -> Result<(), AlreadyInstalled> {
        GLOBAL.set(cache.into()).map_err(|_| AlreadyInstalled)?;
        IS_INSTALLED.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Whether the program has given the process a cache.
    #[inline]
    pub(super) fn is_installed() -> bool {
        IS_INSTALLED.load(Ordering::Relaxed)
    }

    /// The cache of what has none of its own: the one that was [installed](Self::install), else one in memory.
    ///
    /// ```
    /// use route_runtime::Cache;
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// Cache::global().revalidate_path("/posts").await?;
    /// # Ok::<_, route_runtime::RevalidateError>(())
    /// # }).unwrap();
    /// ```
    pub fn global() -> Self {
        Self::global_ref().clone()
    }

    pub(crate) fn global_ref() -> &'static Self {
        GLOBAL.get_or_init(|| Self::new(MemoryStore::new()))
    }

    /// The cache of the app or the table that is answering; outside of a request, and where those have none of their own, the
    /// [global](Self::global) one.
    ///
    /// It is found in handlers, middleware, extractors and layers of the app, in functions that they call, in the streams that handlers
    /// return, and in what is given to [`spawn`](crate::spawn) and [`after`](crate::after()).
    ///
    /// ```
    /// use route_runtime::{App, Cache, MemoryStore, route, routes};
    ///
    /// #[route("/namespace")]
    /// async fn GET() -> String { Cache::current().namespace().to_owned() }
    ///
    /// let app: axum::Router = App::new(routes![GET]).cache(MemoryStore::new()).cache_namespace("shop").into_router();
    /// # use tower::ServiceExt;
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// # let request = http::Request::get("/namespace").body(axum::body::Body::empty()).unwrap();
    /// # let body = app.oneshot(request).await.unwrap().into_body();
    /// # assert_eq!(axum::body::to_bytes(body, 99).await.unwrap(), "shop");
    /// # });
    /// ```
    pub fn current() -> Self {
        current::current().unwrap_or_else(Self::global)
    }

    /// The namespace: see [`with_namespace`](Self::with_namespace).
    pub fn namespace(&self) -> &str {
        self.names().name()
    }

    /// The largest body that is kept, in bytes.
    pub(crate) fn max_body(&self) -> usize {
        self.0.settings.max_body
    }

    /// The cache as an app or a table uses it: in the namespace that was asked for, else in its own, else in one that has the name of the
    /// crate.
    pub(crate) fn for_routes(self, asked: Option<String>, first: Option<&RouteInfo>) -> Self {
        let krate = || first?.module().split("::").next().filter(|krate| !krate.is_empty()).map(str::to_owned);
        let namespace = match asked.clone().or_else(krate) {
            Some(name) => self.0.namespace.get_or_init(|| Namespace::new(name)).name(),
            None => self.namespace(),
        };
        match asked {
            Some(asked) if asked != namespace => self.with_namespace(asked),
            _ => self,
        }
    }

    pub(super) fn names(&self) -> &Namespace {
        self.0.namespace.get_or_init(|| Namespace::new(name_of_program()))
    }

    /// A key of this cache, put together of these pieces, in one string.
    pub(crate) fn key(&self, pieces: &[&str]) -> CacheKey {
        self.names().key(pieces)
    }

    /// The tags of an entry of this cache that the program has named, as it has named them.
    pub(crate) fn named_tags<'a>(&'a self, entry: &'a CacheEntry) -> impl Iterator<Item = &'a str> {
        self.names().named_tags(entry)
    }

    /// What the store has under a key; `None` if it does not say.
    #[inline]
    pub(super) async fn look_up(&self, key: &CacheKey) -> Option<Lookup> {
        let Inner { guard, settings, .. } = &*self.0;
        if !guard.is_shared() {
            return guard.get(&key.0, settings.timeout, || self.probed()).await;
        }
        let key = match self.known_build() {
            Some(build) => self.names().key_of_build(&build, key),
            // It is waited for no longer than the store.
            None => Box::pin(tokio::time::timeout(settings.timeout, self.shared_key(key))).await.ok()?,
        };
        guard.get(&key, settings.timeout, || self.probed()).await
    }

    /// Keeps an entry, if the store does.
    pub(super) async fn put(&self, key: &CacheKey, entry: Arc<CacheEntry>) {
        let Inner { guard, settings, .. } = &*self.0;
        let key = match guard.is_shared() {
            false => Cow::Borrowed(&*key.0),
            true => Cow::Owned(self.shared_key(key).await),
        };
        guard.set(&key, entry, settings.timeout, || self.probed()).await;
    }

    /// What the store is asked for to see whether it answers: a small key, which nothing else has.
    #[cold]
    fn probed(&self) -> Probed {
        Probed { key: self.key(&["probe"]), limit: self.0.settings.timeout }
    }

    async fn shared_key(&self, key: &CacheKey) -> String {
        let build = match self.known_build() {
            Some(build) => build,
            None => build_id::own().await,
        };
        self.names().key_of_build(&build, key)
    }

    fn known_build(&self) -> Option<Arc<str>> {
        self.0.settings.build_id.clone().or_else(build_id::known)
    }

    pub(super) fn guard(&self) -> &Guard {
        &self.0.guard
    }
}

/// The name of the program's file, as a crate would have it.
fn name_of_program() -> String {
    let path = std::env::current_exe().unwrap_or_default();
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    // What Linux says of a file that was replaced while its program runs.
    name.trim_end_matches(" (deleted)").replace('-', "_")
}

/// A store is a cache with the settings that one has unless said otherwise.
impl<T: CacheStore> From<T> for Cache {
    fn from(store: T) -> Self {
        Self::new(store)
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field("namespace", &self.0.namespace.get().map(Namespace::name))
            .field("timeout", &self.0.settings.timeout)
            .field("max_body", &self.0.settings.max_body)
            .finish_non_exhaustive()
    }
}

/// There is a global cache, installed or in use.
///
/// ```
/// use route_runtime::{Cache, MemoryStore};
///
/// Cache::global();
/// let error = Cache::install(MemoryStore::new()).unwrap_err();
/// assert!(error.to_string().starts_with("the global cache is in use"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the global cache is in use: install one once, before the first request")]
pub struct AlreadyInstalled;
