//! What a store of cached answers is.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::entry::{CacheEntry, Freshness};

/// A place where cached answers are kept, in this process or shared with others.
///
/// Keys and tags are strings that no other cache on the same store has: they begin with its namespace.
///
/// All instants are the store's: each [`get`](Self::get) tells what time it is there, so that processes whose clocks differ agree.
/// `cache_conformance!` runs the suite that the stores of this crate pass.
///
/// ```
/// use route_runtime::{App, CacheEntry, CacheStore, Lookup, MemoryStore, StoreFuture, route, routes};
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use std::time::Duration;
///
/// /// A store that counts what the one below is asked.
/// #[derive(Clone, Default)]
/// struct Counted {
///     below: Arc<MemoryStore>,
///     reads: Arc<AtomicU64>,
/// }
///
/// impl CacheStore for Counted {
///     fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Lookup> {
///         self.reads.fetch_add(1, Ordering::Relaxed);
///         self.below.get(key)
///     }
///
///     fn set<'a>(&'a self, key: &'a str, entry: Arc<CacheEntry>) -> StoreFuture<'a, ()> {
///         self.below.set(key, entry)
///     }
///
///     fn invalidate<'a>(&'a self, tags: &'a [Arc<str>], serve_stale: Duration) -> StoreFuture<'a, ()> {
///         self.below.invalidate(tags, serve_stale)
///     }
///
///     fn is_shared(&self) -> bool {
///         self.below.is_shared()
///     }
/// }
///
/// #[route("/counted", revalidate = 60)]
/// async fn GET() -> &'static str { "hello" }
///
/// let store = Counted::default();
/// let app: axum::Router = App::new(routes![GET]).cache(store.clone()).into_router();
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let request = axum::http::Request::get("/counted").body(axum::body::Body::empty()).unwrap();
/// assert_eq!(app.oneshot(request).await.unwrap().status(), 200);
/// assert!(store.reads.load(Ordering::Relaxed) > 0);
/// # });
/// ```
#[doc(alias = "cacheHandler")]
#[doc(alias = "CacheHandler")]
pub trait CacheStore: Send + Sync + 'static {
    /// What is kept under a key, what its tags say of it, and the time; all three as of one moment.
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Lookup>;

    /// Keeps an entry, in place of another one of that key, unless that one [began](CacheEntry::began) later. It may be dropped at any time, and must be once it has
    /// [expired](CacheEntry::expires_at).
    fn set<'a>(&'a self, key: &'a str, entry: Arc<CacheEntry>) -> StoreFuture<'a, ()>;

    /// Makes all entries stale that have one of these tags and whose generation began until now; those that are still there when
    /// `serve_stale` has passed have expired then. Zero: they expire at once.
    #[doc(alias = "revalidateTag")]
    #[doc(alias = "updateTags")]
    fn invalidate<'a>(&'a self, tags: &'a [Arc<str>], serve_stale: Duration) -> StoreFuture<'a, ()>;

    /// Whether other processes see what is kept here: then keys name the build, so that an old program's values are not read by a
    /// new one.
    fn is_shared(&self) -> bool {
        true
    }
}

/// What a store has under a key.
///
/// ```
/// use route_runtime::{CacheStore, Lookup, MemoryStore};
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let store = MemoryStore::new();
/// let Lookup { now, found } = store.get("nothing yet").await?;
/// assert!(found.is_none());
/// assert!(store.get("nothing yet").await?.now >= now);
/// # Ok::<(), route_runtime::StoreError>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The time, on the store's clock.
    pub now: StoreInstant,
    /// The entry, if there is one.
    pub found: Option<Found>,
}

/// An entry, and what its tags say of it.
///
/// ```
/// use route_runtime::{CacheEntry, CacheStore, CachedValue, Found, Freshness, Life, MemoryStore};
/// use std::sync::Arc;
/// use std::time::Duration;
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let store = MemoryStore::new();
/// let began = store.get("posts").await?.now;
/// let (life, value) = (Life::Hours.lifetimes(), CachedValue::Data("[1]".into()));
/// let entry = CacheEntry { began, life, retry_at: None, tags: ["posts".into()].into(), value };
/// store.set("posts", Arc::new(entry.clone())).await?;
/// store.invalidate(&["posts".into()], Duration::from_secs(60)).await?;
///
/// let Found { entry: kept, tags } = store.get("posts").await?.found.unwrap();
/// assert_eq!((&*kept, tags), (&entry, Freshness::Stale));
/// # Ok::<(), route_runtime::StoreError>(())
/// # }).unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct Found {
    /// The entry.
    pub entry: Arc<CacheEntry>,
    /// The worst that an instant of one of its tags says of it: see [`TagInstants::freshness`](super::TagInstants::freshness).
    pub tags: Freshness,
}

/// An instant on a store's clock: microseconds since a moment that the store has chosen.
///
/// ```
/// use route_runtime::StoreInstant;
/// use std::time::Duration;
///
/// let began = StoreInstant::from_micros(1_000_000);
/// let now = began.after(Duration::from_secs(2));
/// assert!(now > began);
/// assert_eq!(now.as_micros(), 3_000_000);
/// assert_eq!((now.since(began), began.since(now)), (Duration::from_secs(2), Duration::ZERO));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StoreInstant(u64);

impl StoreInstant {
    /// The instant so many microseconds after the store's first.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }

    /// The microseconds since the store's first instant.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// The time since an earlier instant; zero if that is later.
    pub const fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }

    /// The instant so much later.
    pub const fn after(self, time: Duration) -> Self {
        let micros = time.as_micros();
        // A later one than the last is the last.
        Self(self.0.saturating_add(if micros > u64::MAX as u128 { u64::MAX } else { micros as u64 }))
    }
}

/// What a store answers with: a value that is there at once, or one to wait for.
///
/// A store in memory has nothing to wait for, and neither a box nor a timer is made for it.
///
/// ```
/// use route_runtime::{StoreError, StoreFuture};
///
/// # async fn ask_the_server() -> std::io::Result<u64> { Ok(8) }
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// // Of a table in memory, and of a server.
/// let there = StoreFuture::ready(Ok(7));
/// let asked = StoreFuture::new(async { ask_the_server().await.map_err(StoreError::new) });
/// assert_eq!((there.await?, asked.await?), (7, 8));
/// # Ok::<(), StoreError>(())
/// # }).unwrap();
/// ```
pub struct StoreFuture<'a, T>(Reply<'a, T>);

enum Reply<'a, T> {
    /// `None` once it was taken.
    Ready(Option<Result<T, StoreError>>),
    Waits(Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>),
}

impl<'a, T> StoreFuture<'a, T> {
    /// A value that is there.
    pub fn ready(value: Result<T, StoreError>) -> Self {
        Self(Reply::Ready(Some(value)))
    }

    /// A value to wait for.
    pub fn new(future: impl Future<Output = Result<T, StoreError>> + Send + 'a) -> Self {
        Self(Reply::Waits(Box::pin(future)))
    }

    /// The value, if it is there.
    pub(crate) fn take_ready(&mut self) -> Option<Result<T, StoreError>> {
        match &mut self.0 {
            Reply::Ready(value) => value.take(),
            Reply::Waits(_) => None,
        }
    }
}

impl<T: Unpin> Future for StoreFuture<'_, T> {
    type Output = Result<T, StoreError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        match &mut self.0 {
            Reply::Ready(value) => match value.take() {
                Some(value) => Poll::Ready(value),
                None => Poll::Pending,
            },
            Reply::Waits(future) => future.as_mut().poll(cx),
        }
    }
}

/// Why a store did not do what it was asked: it cannot be reached, or what it has cannot be read.
///
/// ```
/// use route_runtime::StoreError;
/// use std::error::Error;
///
/// let error = StoreError::new("the server has gone away");
/// assert_eq!(error.to_string(), "the cache's store failed");
/// assert_eq!(error.source().unwrap().to_string(), "the server has gone away");
/// ```
#[derive(Debug, thiserror::Error)]
#[error("the cache's store failed")]
pub struct StoreError(#[source] Box<dyn std::error::Error + Send + Sync>);

impl StoreError {
    /// A failure with this cause.
    pub fn new(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self(cause.into())
    }
}

impl<T> fmt::Debug for StoreFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreFuture").finish_non_exhaustive()
    }
}
