use std::collections::HashMap;
use std::future::pending;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::cache::{
    CacheEntry, CacheStore, Found, Freshness, Lookup, StoreError, StoreFuture, StoreInstant, TagInstants,
};

/// A store that fails, hangs and waits as it is told, by a clock that is turned by hand.
#[derive(Default)]
pub(in crate::cache) struct Scripted {
    entries: Mutex<HashMap<String, Arc<CacheEntry>>>,
    tags: Mutex<HashMap<Arc<str>, TagInstants>>,
    micros: AtomicU64,
    reads: AtomicU8,
    writes: AtomicU8,
    /// The end of keys that are not as the others are, and how they are.
    odd: Mutex<Option<(&'static str, Mood)>>,
    pub(in crate::cache) gets: AtomicU32,
    pub(in crate::cache) sets: AtomicU32,
}

/// What becomes of a use of the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(in crate::cache) enum Mood {
    AtOnce,
    Later,
    Fails,
    Hangs,
    Panics,
    PanicsLater,
}

#[derive(Clone)]
pub(in crate::cache) struct ScriptedStore(pub(in crate::cache) Arc<Scripted>, bool);

impl ScriptedStore {
    pub(in crate::cache) fn new() -> Self {
        let store = Scripted::default();
        store.micros.store(1_000_000, SeqCst);
        Self(Arc::new(store), false)
    }

    pub(in crate::cache) fn of(store: Arc<Scripted>) -> Self {
        Self(store, false)
    }

    pub(in crate::cache) fn shared(self) -> Self {
        Self(self.0, true)
    }
}

impl Scripted {
    pub(in crate::cache) fn advance(&self, time: Duration) {
        self.micros.fetch_add(time.as_micros() as u64, SeqCst);
    }

    pub(in crate::cache) fn reads(&self, mood: Mood) {
        self.reads.store(mood as u8, SeqCst);
    }

    pub(in crate::cache) fn writes(&self, mood: Mood) {
        self.writes.store(mood as u8, SeqCst);
    }

    /// All uses of a key that ends so are of this kind.
    pub(in crate::cache) fn odd(&self, end: &'static str, mood: Mood) {
        *self.odd.lock().unwrap() = Some((end, mood));
    }

    fn mood(&self, usual: &AtomicU8, key: &str) -> u8 {
        match *self.odd.lock().unwrap() {
            Some((end, mood)) if key.ends_with(end) => mood as u8,
            _ => usual.load(SeqCst),
        }
    }

    pub(in crate::cache) fn keys(&self) -> Vec<String> {
        let mut keys: Vec<_> = self.entries.lock().unwrap().keys().cloned().collect();
        keys.sort();
        keys
    }

    pub(in crate::cache) fn tags(&self) -> Vec<Arc<str>> {
        let mut tags: Vec<_> = self.tags.lock().unwrap().keys().cloned().collect();
        tags.sort();
        tags
    }

    pub(in crate::cache) fn clear(&self) {
        self.entries.lock().unwrap().clear();
    }

    /// Each look at the clock is another instant.
    fn now(&self) -> StoreInstant {
        StoreInstant::from_micros(self.micros.fetch_add(1, SeqCst))
    }

    fn lookup(&self, key: &str) -> Lookup {
        let now = self.now();
        let entry = self.entries.lock().unwrap().get(key).cloned();
        let found = entry.map(|entry| {
            let tags = self.tags.lock().unwrap();
            let of_tag = |tag| tags.get(tag).map(|instants: &TagInstants| instants.freshness(entry.began, now));
            let tags = entry.tags.iter().filter_map(of_tag).max().unwrap_or(Freshness::Fresh);
            Found { entry: Arc::clone(&entry), tags }
        });
        Lookup { now, found }
    }
}

fn done<'a, T: Send + 'a>(mood: u8, value: impl FnOnce() -> T + Send + 'a) -> StoreFuture<'a, T> {
    match mood {
        0 => StoreFuture::ready(Ok(value())),
        1 => StoreFuture::new(async {
            tokio::task::yield_now().await;
            Ok(value())
        }),
        2 => StoreFuture::ready(Err(StoreError::new("it is told to fail"))),
        3 => StoreFuture::new(pending()),
        4 => panic!("it is told to panic"),
        _ => StoreFuture::new(async {
            tokio::task::yield_now().await;
            panic!("it is told to panic")
        }),
    }
}

impl CacheStore for ScriptedStore {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Lookup> {
        self.0.gets.fetch_add(1, SeqCst);
        done(self.0.mood(&self.0.reads, key), || self.0.lookup(key))
    }

    fn set<'a>(&'a self, key: &'a str, entry: Arc<CacheEntry>) -> StoreFuture<'a, ()> {
        self.0.sets.fetch_add(1, SeqCst);
        done(self.0.mood(&self.0.writes, key), move || {
            let mut entries = self.0.entries.lock().unwrap();
            if entries.get(key).is_none_or(|kept| kept.began <= entry.began) {
                entries.insert(key.to_owned(), entry);
            }
        })
    }

    fn invalidate<'a>(&'a self, tags: &'a [Arc<str>], serve_stale: Duration) -> StoreFuture<'a, ()> {
        done(self.0.writes.load(SeqCst), move || {
            let now = self.0.now();
            let mut instants = self.0.tags.lock().unwrap();
            for tag in tags {
                let instants = instants.entry(Arc::clone(tag)).or_default();
                *instants = instants.invalidate(now, serve_stale);
            }
        })
    }

    fn is_shared(&self) -> bool {
        self.1
    }
}
