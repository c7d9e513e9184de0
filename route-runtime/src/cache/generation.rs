//! What the cache is asked to do for a route, a function or a `fetch`.

use std::future::Future;
use std::sync::Arc;

use super::entry::{CacheEntry, CachedValue};
use super::life::Lifetimes;
use super::store::StoreInstant;
use super::tag::Tag;

/// How a value is made when none is kept, or none that is good.
///
/// It runs in a task of its own, so that it goes on when the client goes away, and others may wait for it.
pub(crate) trait Generation: Send + 'static {
    /// What cannot be kept, and is for the one who has asked.
    type Own: Send + 'static;
    /// What is told to all who wait when it could not be made.
    type Failure: Clone + Send + Sync + 'static;

    /// Makes it.
    fn run(self) -> impl Future<Output = Generated<Self::Own, Self::Failure>> + Send + 'static;
}

/// What a generation ends with.
#[allow(clippy::large_enum_variant, reason = "the largest is the one that nearly all end with, and it is moved once")]
pub(crate) enum Generated<T, F> {
    /// A value to be kept.
    Keep(Made),
    /// None that can be kept, but one for who has asked. What is kept already stays, for a while (NEXT-SPEC E3); who else waits makes his
    /// own.
    Own(T),
    /// One that may not be kept, and so what is kept already is not served any more either. Who else waits makes his own.
    Withdrawn(T),
    /// None. What is kept already stays, for a while (NEXT-SPEC E3).
    Failed(F),
}

/// A value to be kept.
pub(crate) struct Made {
    pub(crate) value: CachedValue,
    pub(crate) life: Lifetimes,
    /// Without the cache's namespace.
    pub(crate) tags: Vec<Tag>,
    /// When the oldest began of what it was made of that was stale: it is no younger than that.
    pub(crate) stale: Option<StoreInstant>,
}

/// What the cache answers with.
pub(crate) enum Answer<T, F> {
    Kept(Kept),
    Own(T),
    Failed(F),
}

/// A value that is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) entry: Arc<CacheEntry>,
    pub(crate) state: CacheState,
    /// The time on the store's clock.
    pub(crate) now: StoreInstant,
    /// It was served though it is stale, or was made of something that is.
    pub(crate) is_stale: bool,
}

impl Kept {
    /// When it began, if it is stale: what is made of it counts as no younger.
    pub(crate) fn stale(&self) -> Option<StoreInstant> {
        self.is_stale.then_some(self.entry.began)
    }
}

/// Where it comes from: `x-nextjs-cache` (NEXT-SPEC I3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CacheState {
    /// It was there, and fresh.
    Hit,
    /// It was there, and is being made anew.
    Stale,
    /// It was made for this request, or for another that waited at the same time.
    Miss,
}
