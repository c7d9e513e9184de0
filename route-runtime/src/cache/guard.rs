//! What stands between the cache and its store: no request waits long for a store, and none fails by it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::time::{sleep, timeout};

use super::entry::CacheEntry;
use super::store::{CacheStore, Lookup, StoreError, StoreFuture};

/// How long an invalidation may take: to lose one is an error, so it is given more time than a read.
const INVALIDATION_LIMIT: Duration = Duration::from_secs(5);

/// How long a store that is out is left alone: at first, and at most.
const PROBE_AFTER: Duration = Duration::from_millis(50);
const PROBE_AFTER_AT_MOST: Duration = Duration::from_millis(500);

/// A store, and whether it answers.
///
/// A read that fails, or takes too long, puts the store out: until it has answered a probe, reads find nothing, and what cannot be
/// judged without the store's time is not written either. A write that fails does not: what can be read is as good as before.
pub(super) struct Guard {
    store: Box<dyn CacheStore>,
    is_shared: bool,
    is_out: AtomicBool,
    /// A task asks from time to time whether it answers again.
    is_probed: AtomicBool,
    /// The last write failed, which was logged.
    loses_writes: AtomicBool,
}

impl Guard {
    pub(super) fn new(store: impl CacheStore) -> Self {
        Self {
            is_shared: store.is_shared(),
            store: Box::new(store),
            is_out: AtomicBool::new(false),
            is_probed: AtomicBool::new(false),
            loses_writes: AtomicBool::new(false),
        }
    }

    pub(super) fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// What is kept under a key; `None` if the store does not say.
    #[inline]
    pub(super) async fn get(self: &Arc<Self>, key: &str, limit: Duration) -> Option<Lookup> {
        if self.is_out.load(Ordering::Acquire) {
            // The task that was to ask may have ended with its runtime.
            self.probe(key, limit);
            return None;
        }
        let mut reply = self.store.get(key);
        let reply = match reply.take_ready() {
            Some(reply) => reply,
            None => bounded(reply, limit).await,
        };
        match reply {
            Ok(lookup) => Some(lookup),
            Err(error) => {
                self.put_out(&error, key, limit);
                None
            }
        }
    }

    /// Keeps an entry, if the store does.
    pub(super) async fn set(&self, key: &str, entry: Arc<CacheEntry>, limit: Duration) {
        if self.is_out.load(Ordering::Acquire) {
            return;
        }
        let mut reply = self.store.set(key, entry);
        let reply = match reply.take_ready() {
            Some(reply) => reply,
            None => bounded(reply, limit).await,
        };
        match reply {
            Ok(()) if self.loses_writes.load(Ordering::Relaxed) => {
                if self.loses_writes.swap(false, Ordering::Relaxed) {
                    tracing::info!("the cache's store keeps answers again");
                }
            }
            Ok(()) => {}
            Err(error) => {
                if !self.loses_writes.swap(true, Ordering::Relaxed) {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "the cache's store does not keep answers"
                    );
                }
            }
        }
    }

    /// Invalidates tags, whether or not the store has answered before.
    pub(super) async fn invalidate(&self, tags: &[Arc<str>], serve_stale: Duration) -> Result<(), StoreError> {
        let mut reply = self.store.invalidate(tags, serve_stale);
        match reply.take_ready() {
            Some(reply) => reply,
            None => bounded(reply, INVALIDATION_LIMIT).await,
        }
    }

    #[cold]
    fn put_out(self: &Arc<Self>, error: &StoreError, key: &str, limit: Duration) {
        if !self.is_out.swap(true, Ordering::AcqRel) {
            tracing::error!(
                error = error as &dyn std::error::Error,
                "the cache's store does not answer: until it does, nothing is read from it",
            );
        }
        self.probe(key, limit);
    }

    /// Lets a task ask for a key until the store answers, unless one does.
    #[cold]
    fn probe(self: &Arc<Self>, key: &str, limit: Duration) {
        if self.is_probed.swap(true, Ordering::AcqRel) {
            return;
        }
        let probe = Probe(Arc::downgrade(self));
        let key = key.to_owned();
        tokio::spawn(async move {
            let mut pause = PROBE_AFTER;
            loop {
                sleep(pause).await;
                let Some(guard) = probe.0.upgrade() else { return };
                if bounded(guard.store.get(&key), limit).await.is_ok() {
                    guard.is_out.store(false, Ordering::Release);
                    tracing::info!("the cache's store answers again");
                    return;
                }
                pause = (pause * 2).min(PROBE_AFTER_AT_MOST);
            }
        });
    }
}

/// The task that asks; it may end before the store answers, with its runtime.
struct Probe(Weak<Guard>);

impl Drop for Probe {
    fn drop(&mut self) {
        if let Some(guard) = self.0.upgrade() {
            guard.is_probed.store(false, Ordering::Release);
        }
    }
}

/// The store took too long.
#[derive(Debug, thiserror::Error)]
#[error("it did not answer within {} ms", .0.as_millis())]
struct TookTooLong(Duration);

async fn bounded<T: Unpin>(reply: StoreFuture<'_, T>, limit: Duration) -> Result<T, StoreError> {
    // A timer is large, and this is part of the future of each request.
    match Box::pin(timeout(limit, reply)).await {
        Ok(reply) => reply,
        Err(_) => Err(StoreError::new(TookTooLong(limit))),
    }
}
