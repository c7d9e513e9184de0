//! A store that fails and hangs as it is told.

use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use route_runtime::testing::ManualClock;
use route_runtime::{CacheEntry, CacheStore, Lookup, MemoryStore, StoreError, StoreFuture};

/// A store in memory that does not always answer, with a clock that is turned by hand. Its clones are one store.
#[derive(Clone)]
pub struct Moody(Arc<Inner>);

struct Inner {
    store: MemoryStore,
    clock: ManualClock,
    mood: AtomicU8,
    gets: AtomicU32,
}

impl Moody {
    pub fn new() -> Self {
        let clock = ManualClock::new();
        let store = MemoryStore::new().with_clock(&clock);
        Self(Arc::new(Inner { store, clock, mood: AtomicU8::new(0), gets: AtomicU32::new(0) }))
    }

    /// Lets time pass.
    pub fn advance(&self, seconds: u64) {
        self.0.clock.advance(Duration::from_secs(seconds));
    }

    pub fn works(&self) {
        self.0.mood.store(0, SeqCst);
    }

    pub fn fails(&self) {
        self.0.mood.store(1, SeqCst);
    }

    pub fn hangs(&self) {
        self.0.mood.store(2, SeqCst);
    }

    /// How often it was asked for a key.
    pub fn gets(&self) -> u32 {
        self.0.gets.load(SeqCst)
    }

    fn or_not<'a, T: Send + 'a>(&'a self, works: impl FnOnce() -> StoreFuture<'a, T>) -> StoreFuture<'a, T> {
        match self.0.mood.load(SeqCst) {
            0 => works(),
            1 => StoreFuture::ready(Err(StoreError::new("it is told to fail"))),
            _ => StoreFuture::new(pending()),
        }
    }
}

impl CacheStore for Moody {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Lookup> {
        self.0.gets.fetch_add(1, SeqCst);
        self.or_not(|| self.0.store.get(key))
    }

    fn set<'a>(&'a self, key: &'a str, entry: Arc<CacheEntry>) -> StoreFuture<'a, ()> {
        self.or_not(|| self.0.store.set(key, entry))
    }

    fn invalidate<'a>(&'a self, tags: &'a [Arc<str>], serve_stale: Duration) -> StoreFuture<'a, ()> {
        self.or_not(|| self.0.store.invalidate(tags, serve_stale))
    }

    fn is_shared(&self) -> bool {
        false
    }
}
