//! A store whose clock is moved by hand.

use route_runtime::{CacheEntry, CacheStore, Found, Freshness, Lookup, StoreFuture, StoreInstant};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A store in memory that knows no tags. Its clones are one store.
#[derive(Clone, Default)]
pub(super) struct HandClock(Arc<Mutex<Kept>>);

#[derive(Default)]
struct Kept {
    now: StoreInstant,
    entries: HashMap<String, Arc<CacheEntry>>,
}

impl HandClock {
    /// Lets time pass.
    pub(super) fn pass(&self, time: Duration) {
        let mut kept = self.0.lock().unwrap();
        kept.now = kept.now.after(time);
    }

    /// [`pass`](Self::pass), in seconds.
    pub(super) fn pass_seconds(&self, seconds: u64) {
        self.pass(Duration::from_secs(seconds));
    }

    /// The tags of all entries.
    pub(super) fn tags(&self) -> Vec<String> {
        let kept = self.0.lock().unwrap();
        kept.entries.values().flat_map(|entry| entry.tags.iter().map(|tag| tag.to_string())).collect()
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.0.lock().unwrap().entries.len()
    }
}

impl CacheStore for HandClock {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Lookup> {
        let kept = self.0.lock().unwrap();
        let found = kept.entries.get(key).map(|entry| Found { entry: Arc::clone(entry), tags: Freshness::Fresh });
        StoreFuture::ready(Ok(Lookup { now: kept.now, found }))
    }

    fn set<'a>(&'a self, key: &'a str, entry: Arc<CacheEntry>) -> StoreFuture<'a, ()> {
        self.0.lock().unwrap().entries.insert(key.to_owned(), entry);
        StoreFuture::ready(Ok(()))
    }

    fn invalidate<'a>(&'a self, _: &'a [Arc<str>], _: Duration) -> StoreFuture<'a, ()> {
        StoreFuture::ready(Ok(()))
    }

    fn is_shared(&self) -> bool {
        false
    }
}
