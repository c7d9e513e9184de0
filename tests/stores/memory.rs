//! The store in memory.

use route_runtime::testing::{ManualClock, StoreHarness, cache_conformance};
use route_runtime::{CacheStore, MemoryStore};
use std::time::Duration;

struct Memory {
    store: MemoryStore,
    clock: ManualClock,
}

impl Memory {
    fn new() -> Self {
        let clock = ManualClock::new();
        Self { store: MemoryStore::new().with_clock(&clock), clock }
    }
}

impl StoreHarness for Memory {
    fn store(&self) -> &dyn CacheStore {
        &self.store
    }

    async fn advance(&self, time: Duration) {
        self.clock.advance(time);
    }
}

cache_conformance!(conformance, Memory::new());
