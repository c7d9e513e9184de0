//! What stands between the cache and its store: no request waits long for a store, and none fails by it.

use std::error::Error;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_util::FutureExt;
use tokio::time::{Instant, sleep, timeout};

use super::entry::{CacheEntry, CachedValue};
use super::key::CacheKey;
use super::life::Lifetimes;
use super::store::{CacheStore, Lookup, StoreError, StoreFuture, StoreInstant};

/// How long an invalidation may take: to lose one is an error, so it is given more time than a read.
const INVALIDATION_LIMIT: Duration = Duration::from_secs(5);

/// How long a store that is out is left alone: at first, and at most.
const PROBE_AFTER: Duration = Duration::from_millis(50);
const PROBE_AFTER_AT_MOST: Duration = Duration::from_millis(500);

/// For so long after it has answered a probe, what fails is taken to be the key's own fault.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// How often it is said that a key fails.
const WARN_AFTER: Duration = Duration::from_secs(60);

/// A store, and whether it answers.
///
/// A read that fails, or takes too long, may be the fault of its key. So the store is asked for a key of the cache's own, and reads find
/// nothing until it has answered. If it does not answer that either it is out, and is asked again from time to time; what cannot be judged
/// without the store's time is not written meanwhile either. Of writes the same is true, but that what can be read is as good as before.
pub(super) struct Guard {
    store: Box<dyn CacheStore>,
    is_shared: bool,
    reads: Health,
    writes: Health,
}

/// What a store is asked to do.
#[derive(Clone, Copy)]
enum Side {
    Read,
    Write,
}

/// Whether a store does one of the things that it is asked to do.
#[derive(Default)]
struct Health {
    /// Nothing is asked of it until it has answered a probe.
    is_out: AtomicBool,
    /// A task asks.
    is_probed: AtomicBool,
    /// It was said in the log that it is out.
    is_reported: AtomicBool,
    times: Mutex<Times>,
}

#[derive(Clone, Copy, Default)]
struct Times {
    /// When it has last answered a probe.
    answered: Option<Instant>,
    /// When it was last said that a key fails.
    warned: Option<Instant>,
}

/// The key of a probe, and how long it may take.
pub(super) struct Probed {
    pub(super) key: CacheKey,
    pub(super) limit: Duration,
}

impl Guard {
    pub(super) fn new(store: impl CacheStore) -> Self {
        Self {
            is_shared: store.is_shared(),
            store: Box::new(store),
            reads: Health::default(),
            writes: Health::default(),
        }
    }

    pub(super) fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// What is kept under a key; `None` if the store does not say.
    #[inline]
    pub(super) async fn get(
        self: &Arc<Self>,
        key: &str,
        limit: Duration,
        probed: impl FnOnce() -> Probed,
    ) -> Option<Lookup> {
        if self.reads.is_out.load(Ordering::Acquire) {
            // The task that was to ask may have ended with its runtime.
            self.probe(Side::Read, probed, None);
            return None;
        }
        let mut reply = asked(|| self.store.get(key));
        let reply = match reply.take_ready() {
            Some(reply) => reply,
            None => bounded(reply, limit).await,
        };
        match reply {
            Ok(lookup) => Some(lookup),
            Err(error) => {
                self.failed(Side::Read, key, error, probed);
                None
            }
        }
    }

    /// Keeps an entry, if the store does.
    pub(super) async fn set(
        self: &Arc<Self>,
        key: &str,
        entry: Arc<CacheEntry>,
        limit: Duration,
        probed: impl FnOnce() -> Probed,
    ) {
        if self.reads.is_out.load(Ordering::Acquire) {
            return;
        }
        if self.writes.is_out.load(Ordering::Acquire) {
            self.probe(Side::Write, probed, None);
            return;
        }
        let mut reply = asked(|| self.store.set(key, entry));
        let reply = match reply.take_ready() {
            Some(reply) => reply,
            None => bounded(reply, limit).await,
        };
        if let Err(error) = reply {
            self.failed(Side::Write, key, error, probed);
        }
    }

    /// Invalidates tags, whether or not the store has answered before.
    pub(super) async fn invalidate(&self, tags: &[Arc<str>], serve_stale: Duration) -> Result<(), StoreError> {
        let mut reply = asked(|| self.store.invalidate(tags, serve_stale));
        match reply.take_ready() {
            Some(reply) => reply,
            None => bounded(reply, INVALIDATION_LIMIT).await,
        }
    }

    fn health(&self, side: Side) -> &Health {
        match side {
            Side::Read => &self.reads,
            Side::Write => &self.writes,
        }
    }

    #[cold]
    fn failed(self: &Arc<Self>, side: Side, key: &str, error: StoreError, probed: impl FnOnce() -> Probed) {
        let health = self.health(side);
        if health.is_trusted() {
            health.warn(side, key, &error);
            return;
        }
        health.is_out.store(true, Ordering::Release);
        self.probe(side, probed, Some((key.to_owned(), error)));
    }

    /// Lets a task ask until the store answers, unless one does.
    #[cold]
    fn probe(self: &Arc<Self>, side: Side, probed: impl FnOnce() -> Probed, failed: Option<(String, StoreError)>) {
        if self.health(side).is_probed.swap(true, Ordering::AcqRel) {
            return;
        }
        let task = Probe(Arc::downgrade(self), side);
        let Probed { key: CacheKey(key), limit } = probed();
        tokio::spawn(async move {
            let mut pause = PROBE_AFTER;
            loop {
                let Some(guard) = task.0.upgrade() else { return };
                match guard.ask(side, &key, limit).await {
                    Ok(()) => return guard.health(side).has_answered(side, failed),
                    Err(error) => guard.health(side).is_silent(side, &error),
                }
                drop(guard);
                sleep(pause).await;
                pause = (pause * 2).min(PROBE_AFTER_AT_MOST);
            }
        });
    }

    async fn ask(&self, side: Side, key: &str, limit: Duration) -> Result<(), StoreError> {
        let Lookup { now, .. } = bounded(asked(|| self.store.get(key)), limit).await?;
        match side {
            Side::Read => Ok(()),
            Side::Write => bounded(asked(|| self.store.set(key, Arc::new(small_entry(now)))), limit).await,
        }
    }
}

impl Health {
    /// Whether it has answered a probe just now.
    fn is_trusted(&self) -> bool {
        self.times().answered.is_some_and(|answered| answered.elapsed() < TRUSTED_FOR)
    }

    /// It has answered a probe: what failed before that was the fault of its key, unless it was said that the store is out.
    fn has_answered(&self, side: Side, failed: Option<(String, StoreError)>) {
        self.times().answered = Some(Instant::now());
        self.is_out.store(false, Ordering::Release);
        if self.is_reported.swap(false, Ordering::AcqRel) {
            match side {
                Side::Read => tracing::info!("the cache's store answers again"),
                Side::Write => tracing::info!("the cache's store keeps answers again"),
            }
        } else if let Some((key, error)) = failed {
            self.warn(side, &key, &error);
        }
    }

    /// It has not answered a probe.
    fn is_silent(&self, side: Side, error: &StoreError) {
        if self.is_reported.swap(true, Ordering::AcqRel) {
            return;
        }
        let error = error as &dyn Error;
        match side {
            Side::Read => {
                tracing::error!(error, "the cache's store does not answer: until it does, nothing is read from it");
            }
            Side::Write => {
                tracing::error!(error, "the cache's store does not keep answers: until it does, none are given to it");
            }
        }
    }

    /// Says that a key fails, if that was not said just now.
    fn warn(&self, side: Side, key: &str, error: &StoreError) {
        let now = Instant::now();
        let mut times = self.times();
        if times.warned.is_some_and(|warned| now - warned < WARN_AFTER) {
            return;
        }
        times.warned = Some(now);
        drop(times);
        let error = error as &dyn Error;
        match side {
            Side::Read => {
                tracing::warn!(key, error, "the cache's store answers, but not for this key: it is made anew")
            }
            Side::Write => tracing::warn!(key, error, "the cache's store keeps answers, but not that of this key"),
        }
    }

    fn times(&self) -> MutexGuard<'_, Times> {
        self.times.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is written to see whether anything is kept.
fn small_entry(now: StoreInstant) -> CacheEntry {
    let life = Lifetimes { stale: Duration::ZERO, revalidate: None, expire: Some(Duration::from_secs(60)) };
    CacheEntry { began: now, life, retry_at: None, tags: Box::default(), value: CachedValue::Data(Default::default()) }
}

/// The task that asks; it may end before the store answers, with its runtime.
struct Probe(Weak<Guard>, Side);

impl Drop for Probe {
    fn drop(&mut self) {
        if let Some(guard) = self.0.upgrade() {
            guard.health(self.1).is_probed.store(false, Ordering::Release);
        }
    }
}

/// The store took too long.
#[derive(Debug, thiserror::Error)]
#[error("it did not answer within {} ms", .0.as_millis())]
struct TookTooLong(Duration);

/// The store panicked.
#[derive(Debug, thiserror::Error)]
#[error("it panicked")]
struct Panicked;

/// Asks a store: one that panics has failed.
#[inline]
fn asked<'a, T>(ask: impl FnOnce() -> StoreFuture<'a, T>) -> StoreFuture<'a, T> {
    catch_unwind(AssertUnwindSafe(ask)).unwrap_or_else(|_| StoreFuture::ready(Err(StoreError::new(Panicked))))
}

async fn bounded<T: Unpin>(reply: StoreFuture<'_, T>, limit: Duration) -> Result<T, StoreError> {
    // A timer is large, and this is part of the future of each request.
    match Box::pin(timeout(limit, AssertUnwindSafe(reply).catch_unwind())).await {
        Ok(Ok(reply)) => reply,
        Ok(Err(_)) => Err(StoreError::new(Panicked)),
        Err(_) => Err(StoreError::new(TookTooLong(limit))),
    }
}
