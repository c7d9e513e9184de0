//! A store that keeps nothing, and tells which tags were invalidated in it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use route_runtime::{CacheEntry, CacheStore, Lookup, StoreError, StoreFuture, StoreInstant};

/// What was invalidated, and how long stale entries are served.
type Invalidated = Vec<(String, Duration)>;

#[derive(Clone, Default)]
pub struct Recorder {
    invalidated: Arc<Mutex<Invalidated>>,
    fails: bool,
}

impl Recorder {
    /// One that takes no invalidation.
    pub fn that_fails() -> Self {
        Self { fails: true, ..Self::default() }
    }

    /// What was invalidated since this was asked.
    pub fn take(&self) -> Invalidated {
        std::mem::take(&mut *self.invalidated.lock().unwrap())
    }

    /// The tags that were invalidated since this was asked.
    pub fn take_tags(&self) -> Vec<String> {
        self.take().into_iter().map(|(tag, _)| tag).collect()
    }
}

impl CacheStore for Recorder {
    fn get<'a>(&'a self, _: &'a str) -> StoreFuture<'a, Lookup> {
        StoreFuture::ready(Ok(Lookup { now: StoreInstant::from_micros(1), found: None }))
    }

    fn set<'a>(&'a self, _: &'a str, _: Arc<CacheEntry>) -> StoreFuture<'a, ()> {
        StoreFuture::ready(Ok(()))
    }

    fn invalidate<'a>(&'a self, tags: &'a [Arc<str>], serve_stale: Duration) -> StoreFuture<'a, ()> {
        if self.fails {
            return StoreFuture::ready(Err(StoreError::new("it is told to fail")));
        }
        self.invalidated.lock().unwrap().extend(tags.iter().map(|tag| (tag.to_string(), serve_stale)));
        StoreFuture::ready(Ok(()))
    }

    fn is_shared(&self) -> bool {
        false
    }
}
