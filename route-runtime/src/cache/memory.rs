//! The store in this process's memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::entry::{CacheEntry, Freshness};
use super::store::{CacheStore, Found, Lookup, StoreFuture, StoreInstant};

/// A store in this process's memory.
pub struct MemoryStore {
    entries: Mutex<HashMap<String, Arc<CacheEntry>>>,
    start: Instant,
}

impl MemoryStore {
    /// A store of 50 MB.
    pub fn new() -> Self {
        Self { entries: Mutex::default(), start: Instant::now() }
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl CacheStore for MemoryStore {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Lookup> {
        let now = StoreInstant::default().after(self.start.elapsed());
        let entry = self.entries.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        let found = entry.map(|entry| Found { entry, tags: Freshness::Fresh });
        StoreFuture::ready(Ok(Lookup { now, found }))
    }

    fn set<'a>(&'a self, key: &'a str, entry: Arc<CacheEntry>) -> StoreFuture<'a, ()> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), entry);
        StoreFuture::ready(Ok(()))
    }

    fn invalidate<'a>(&'a self, _: &'a [Arc<str>], _: Duration) -> StoreFuture<'a, ()> {
        StoreFuture::ready(Ok(()))
    }

    fn is_shared(&self) -> bool {
        false
    }
}
