//! A cache: a store, and what is its own in it.

use std::fmt;
use std::sync::{Arc, OnceLock};

use super::entry::CacheEntry;
use super::generation::{Answer, CacheState, Generated, Generation, Kept};
use super::store::{CacheStore, StoreInstant};

/// A cache: a store, and a namespace in it. Clones are the same cache.
#[derive(Clone)]
pub struct Cache(Arc<Inner>);

struct Inner {
    store: Arc<dyn CacheStore>,
    namespace: String,
}

static GLOBAL: OnceLock<Cache> = OnceLock::new();

impl Cache {
    /// A cache in this store.
    pub fn new(store: impl CacheStore) -> Self {
        Self(Arc::new(Inner { store: Arc::new(store), namespace: String::new() }))
    }

    /// The cache of what has none of its own: the one that was [installed](Self::install), else one in memory.
    pub fn global() -> Self {
        GLOBAL.get_or_init(|| Self::new(super::memory::MemoryStore::new())).clone()
    }

    /// What the cache has under a key, or makes.
    ///
    /// `key` is without the namespace.
    pub(crate) async fn get_or_generate<G: Generation>(&self, key: &str, generation: G) -> Answer<G::Own, G::Failure> {
        let key = format!("{}{key}", self.0.namespace);
        let (began, found) = match self.0.store.get(&key).await {
            Ok(lookup) => (lookup.now, lookup.found),
            Err(_) => (StoreInstant::default(), None),
        };
        if let Some(found) = found {
            return Answer::Kept(Kept { entry: found.entry, state: CacheState::Hit, now: began });
        }
        match generation.run().await {
            Generated::Own(own) => Answer::Own(own),
            Generated::Failed(failure) => Answer::Failed(failure),
            Generated::Keep(made) => {
                let tags = made.tags.iter().map(|tag| Arc::from(tag.as_str())).collect();
                let entry = CacheEntry { began, life: made.life, retry_at: None, tags, value: made.value };
                let entry = Arc::new(entry);
                let _ = self.0.store.set(&key, Arc::clone(&entry)).await;
                Answer::Kept(Kept { entry, state: CacheState::Miss, now: began })
            }
        }
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("namespace", &self.0.namespace).finish_non_exhaustive()
    }
}
