//! What the cache has under a key, or lets be made.

use std::any::Any;
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::oneshot;
use tracing::Instrument;

use super::current::InCache;
use super::entry::{CacheEntry, CachedValue, Freshness};
use super::flight::{Boarded, Flight, Landing, Waited};
use super::generation::{Answer, CacheState, Generated, Generation, Kept, Made};
use super::handle::Cache;
use super::key::CacheKey;
use super::life::Lifetimes;
use super::store::{Lookup, StoreInstant};
use crate::pending;

/// How soon what could not be made is tried again: as often as it would have been made, within these bounds (NEXT-SPEC E3).
const RETRY_AFTER: Duration = Duration::from_secs(3);
const RETRY_AFTER_AT_MOST: Duration = Duration::from_secs(30);

impl Cache {
    /// What is kept under a key and fresh, or else what remains to be done. Of a store in memory it is there at once: nothing is waited
    /// for, and nothing allocated.
    #[inline]
    pub(crate) async fn find(&self, key: &CacheKey) -> Result<Kept, Missed> {
        // Before the store is asked: what ends later, the store may not have had.
        let ended = self.0.flights.ended();
        let mut lookup = self.look_up(key).await;
        if let Some(Judged::Hit(kept)) = lookup.as_ref().map(judge)
            && (!kept.is_stale || Box::pin(self.is_held_back(key, &mut lookup)).await)
        {
            return Ok(kept);
        }
        Err(self.missed(key, lookup, ended))
    }

    /// Whether what is stale, and is not to be made anew for a while, was not invalidated since the try that has failed. If it was, it is
    /// found as if it had not been tried.
    #[cold]
    async fn is_held_back(&self, key: &CacheKey, lookup: &mut Option<Lookup>) -> bool {
        let held = self.look_up(&key.of_try()).await.and_then(|lookup| lookup.found);
        let is_invalidated = held.is_some_and(|held| held.tags != Freshness::Fresh);
        if is_invalidated && let Some(found) = lookup.as_mut().and_then(|lookup| lookup.found.as_mut()) {
            found.entry = Arc::new(CacheEntry { retry_at: None, ..CacheEntry::clone(&found.entry) });
        }
        !is_invalidated
    }

    /// Keeps when a try began that has failed, with the tags of what stays: an invalidation that is later ends the time for which it is not
    /// tried again.
    async fn put_try(&self, key: &CacheKey, began: StoreInstant, stays: &CacheEntry) {
        let life = Lifetimes { stale: Duration::ZERO, revalidate: None, expire: Some(RETRY_AFTER_AT_MOST * 2) };
        let value = CachedValue::Data(Bytes::new());
        let tried = CacheEntry { began, life, retry_at: None, tags: stays.tags.clone(), value };
        self.put(&key.of_try(), Arc::new(tried)).await;
    }

    /// What is kept under a key cannot be read by who has asked: it is as if there was nothing.
    pub(crate) fn unreadable(&self, key: &CacheKey, now: StoreInstant) -> Missed {
        self.missed(key, Some(Lookup { now, found: None }), self.0.flights.ended())
    }

    #[cold]
    fn missed(&self, key: &CacheKey, lookup: Option<Lookup>, ended: u64) -> Missed {
        Missed(Box::new(Search { cache: self.clone(), key: key.clone(), lookup, ended, waits: false }))
    }
}

/// An answer to wait for.
type Answering<T, F> = Pin<Box<dyn Future<Output = Answer<T, F>> + Send>>;

/// A key under which nothing fresh is kept.
#[must_use]
pub(crate) struct Missed(Box<Search>);

impl Missed {
    /// What is kept is as if there was nothing, if who has asked cannot read it.
    pub(crate) fn if_readable(mut self, is_readable: impl FnOnce(&CachedValue) -> bool) -> Self {
        if let Some(lookup) = &mut self.0.lookup {
            lookup.found.take_if(|found| !is_readable(&found.entry.value));
        }
        self
    }

    /// Serves what is stale and lets a new one be made, or waits for a new one.
    pub(crate) fn generate<G: Generation>(self, generation: G) -> Answering<G::Own, G::Failure> {
        // It holds the generation, and hits, which are the most, need not.
        Box::pin(self.0.answer(generation))
    }

    /// Waits for a new one even where something stale is kept, which is served only if there is no new one.
    ///
    /// It is for what is a part of something else that is being made: made from something stale, that would count as new.
    pub(crate) async fn generate_new<G: Generation>(mut self, generation: G) -> Answer<G::Own, G::Failure> {
        let stale = match self.0.lookup.as_ref().map(judge) {
            Some(Judged::Stale(kept)) => Some(kept),
            _ => None,
        };
        self.0.waits = true;
        match (self.generate(generation).await, stale) {
            (Answer::Failed(_), Some(kept)) => Answer::Kept(kept),
            (answer, _) => answer,
        }
    }
}

impl fmt::Debug for Missed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Missed").field(&self.0.key).finish()
    }
}

/// What a lookup says.
enum Judged {
    Hit(Kept),
    Stale(Kept),
    /// There is nothing that may be served.
    Nothing,
}

fn judge(lookup: &Lookup) -> Judged {
    let (now, Some(found)) = (lookup.now, &lookup.found) else { return Judged::Nothing };
    let kept = |state, is_stale| Kept { entry: Arc::clone(&found.entry), state, now, is_stale };
    match found.entry.freshness(now).max(found.tags) {
        Freshness::Fresh => Judged::Hit(kept(CacheState::Hit, false)),
        Freshness::Stale if found.entry.retry_at.is_some_and(|retry_at| now < retry_at) => {
            Judged::Hit(kept(CacheState::Hit, true))
        }
        Freshness::Stale => Judged::Stale(kept(CacheState::Stale, true)),
        Freshness::Expired => Judged::Nothing,
    }
}

/// One who looks for a key.
#[derive(Clone)]
struct Search {
    cache: Cache,
    key: CacheKey,
    /// What the store has said last, if it did.
    lookup: Option<Lookup>,
    /// How many generations had ended before the store was asked.
    ended: u64,
    /// For a new value, also where a stale one is kept.
    waits: bool,
}

impl Search {
    async fn answer<G: Generation>(mut self, generation: G) -> Answer<G::Own, G::Failure> {
        loop {
            match self.lookup.as_ref().map_or(Judged::Nothing, judge) {
                Judged::Hit(kept) => return Answer::Kept(kept),
                Judged::Stale(kept) if !self.waits => {
                    if let Boarded::Leads(flight) = self.board(&generation) {
                        let task = self.clone().fly(flight, generation, true);
                        self.spawn(async { drop(task.await) });
                    }
                    return Answer::Kept(kept);
                }
                Judged::Stale(_) | Judged::Nothing => {}
            }
            let waited = match self.board(&generation) {
                Boarded::Leads(flight) => return self.lead(flight, generation).await,
                Boarded::IsAlone => Waited::Lost,
                Boarded::Waits(waiting) => waiting.landing().await,
            };
            match waited {
                Waited::Landed(Landing::Failed(failure)) => return Answer::Failed(failure),
                Waited::Landed(Landing::Kept { kept, is_current })
                    if is_current || self.is_answered_by(&kept.entry) =>
                {
                    return Answer::Kept(kept);
                }
                // It began before something was invalidated, which was before we have asked, perhaps. The next one will have begun
                // after that. Or it takes too long: then one of those who have waited makes it, for all.
                Waited::Landed(Landing::Kept { .. }) | Waited::Left => self.look_again().await,
                Waited::Landed(Landing::Own) | Waited::Lost => return self.make(generation).await,
            }
        }
    }

    /// Whether an entry that was being made already when we came has all that we must see.
    fn is_answered_by(&self, entry: &CacheEntry) -> bool {
        self.lookup.as_ref().is_none_or(|lookup| entry.began >= lookup.now)
    }

    fn board<G: Generation>(&self, _: &G) -> Boarded<G::Failure> {
        self.cache.0.flights.board(&self.key)
    }

    async fn look_again(&mut self) {
        self.ended = self.cache.0.flights.ended();
        self.lookup = self.cache.look_up(&self.key).await;
        if let Some(Judged::Hit(Kept { is_stale: true, .. })) = self.lookup.as_ref().map(judge) {
            self.cache.is_held_back(&self.key, &mut self.lookup).await;
        }
    }

    /// Lets the value be made in a task of its own, and waits for it.
    async fn lead<G: Generation>(self, flight: Flight<G::Failure>, generation: G) -> Answer<G::Own, G::Failure> {
        let (sender, receiver) = oneshot::channel();
        let task = self.clone().fly(flight, generation, false);
        self.spawn(async {
            // Whoever has asked may have gone away.
            let _ = sender.send(task.await);
        });
        match receiver.await {
            Ok(Ok(answer)) => answer,
            Ok(Err(panic)) => resume_unwind(panic),
            // Nothing else drops the task.
            Err(_) => resume_unwind(Box::new("the runtime that was making a value for the cache has been shut down")),
        }
    }

    /// Runs a task that belongs to the request, and outlives it.
    fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        tokio::spawn(pending::count(InCache::new(self.cache.clone(), task)).in_current_span());
    }

    /// The task of a generation for which others may wait.
    async fn fly<G: Generation>(
        mut self,
        mut flight: Flight<G::Failure>,
        generation: G,
        is_background: bool,
    ) -> Result<Answer<G::Own, G::Failure>, Panic> {
        // Another may have ended, and be in the store, between our lookup and our board.
        if self.cache.0.flights.ended() != self.ended {
            self.look_again().await;
            if let Some(Judged::Hit(kept)) = self.lookup.as_ref().map(judge) {
                flight.land(Landing::Kept { kept: kept.clone(), is_current: true });
                return Ok(Answer::Kept(kept));
            }
        }
        let generated = caught(generation.run()).await;
        // What was made of something stale is as good as nothing new.
        let is_new = match &generated {
            Ok(Generated::Keep(made)) => made.stale.is_none(),
            Ok(Generated::Withdrawn(_)) => true,
            Ok(Generated::Own(_) | Generated::Failed(_)) | Err(_) => false,
        };
        let is_of_stale = matches!(&generated, Ok(Generated::Keep(made)) if made.stale.is_some());
        if (is_background || is_of_stale) && !is_new {
            self.hold_back().await;
        }
        match generated {
            Ok(Generated::Keep(made)) => {
                let kept = self.keep(made).await;
                flight.close();
                let is_current = !flight.is_awaited() || self.is_current(&kept.entry).await;
                flight.land(Landing::Kept { kept: kept.clone(), is_current });
                Ok(Answer::Kept(kept))
            }
            Ok(Generated::Withdrawn(own)) => {
                self.withdraw().await;
                flight.land(Landing::Own);
                Ok(Answer::Own(own))
            }
            Ok(Generated::Own(own)) => {
                flight.land(Landing::Own);
                Ok(Answer::Own(own))
            }
            Ok(Generated::Failed(failure)) => {
                flight.land(Landing::Failed(failure.clone()));
                Ok(Answer::Failed(failure))
            }
            Err(panic) => {
                drop(flight);
                if is_background {
                    tracing::error!(key = self.key.0, "a value of the cache was not made anew: it panicked");
                }
                Err(panic)
            }
        }
    }

    /// Makes the value for this one alone.
    async fn make<G: Generation>(self, generation: G) -> Answer<G::Own, G::Failure> {
        match InCache::new(self.cache.clone(), generation.run()).await {
            Generated::Keep(made) => Answer::Kept(self.keep(made).await),
            Generated::Withdrawn(own) => {
                self.withdraw().await;
                Answer::Own(own)
            }
            Generated::Own(own) => Answer::Own(own),
            Generated::Failed(failure) => Answer::Failed(failure),
        }
    }

    /// Keeps what was made, before anybody is answered with it.
    ///
    /// It counts as made when its generation began, which is no later than it could see anything: so what was invalidated while it ran
    /// makes it stale. Where the store has not told the time, that cannot be said, and nothing is kept. What was made of something stale
    /// counts as made when that was, and is to be made anew soon.
    async fn keep(&self, made: Made) -> Kept {
        let Made { value, life, tags, stale } = made;
        let now = self.lookup.as_ref().map(|lookup| lookup.now);
        let tags = self.cache.names().tags(&tags, &self.key);
        let began = now.unwrap_or_default();
        let began = stale.map_or(began, |stale| stale.min(began));
        let retry_at = stale.and(now).map(|now| now.after(retry_after(life.revalidate)));
        let entry = Arc::new(CacheEntry { began, life, retry_at, tags, value });
        if now.is_some() {
            self.cache.put(&self.key, Arc::clone(&entry)).await;
        }
        if let (Some(now), Some(_)) = (now, stale) {
            self.cache.put_try(&self.key, now, &entry).await;
        }
        Kept { entry, state: CacheState::Miss, now: now.unwrap_or_default(), is_stale: stale.is_some() }
    }

    /// Lets what is kept not be served any more: an entry that has expired takes its place.
    async fn withdraw(&self) {
        let Some(Lookup { now, found: Some(_) }) = &self.lookup else { return };
        let life = Lifetimes { stale: Duration::ZERO, revalidate: None, expire: Some(Duration::ZERO) };
        let value = CachedValue::Data(Bytes::new());
        let nothing = CacheEntry { began: *now, life, retry_at: None, tags: Box::default(), value };
        self.cache.put(&self.key, Arc::new(nothing)).await;
    }

    /// Whether an entry that was made is fresh: nothing was invalidated since it began. An entry that the store has dropped may have
    /// been dropped because of that.
    async fn is_current(&self, entry: &CacheEntry) -> bool {
        if self.lookup.is_none() {
            return true;
        }
        match self.cache.look_up(&self.key).await {
            Some(lookup) => {
                lookup.found.is_some_and(|found| found.entry.began >= entry.began && found.tags == Freshness::Fresh)
            }
            None => true,
        }
    }

    /// What is stale could not be made anew: it stays, and is not tried again for a while (NEXT-SPEC E3).
    async fn hold_back(&self) {
        let Some(Lookup { now: tried, found: Some(stale) }) = &self.lookup else { return };
        // Generations take their time, in which another process may have had more luck.
        let Some(Lookup { now, found: Some(found) }) = self.cache.look_up(&self.key).await else { return };
        if found.entry.began == stale.entry.began {
            let retry_at = now.after(retry_after(found.entry.life.revalidate));
            let held = CacheEntry { retry_at: Some(retry_at), ..CacheEntry::clone(&found.entry) };
            self.cache.put_try(&self.key, *tried, &held).await;
            self.cache.put(&self.key, Arc::new(held)).await;
        }
    }
}

fn retry_after(revalidate: Option<Duration>) -> Duration {
    revalidate.unwrap_or(RETRY_AFTER).clamp(RETRY_AFTER, RETRY_AFTER_AT_MOST)
}

/// What a generation has panicked with.
type Panic = Box<dyn Any + Send>;

/// A future whose panic is a value, for the one who has asked.
async fn caught<F: Future>(future: F) -> Result<F::Output, Panic> {
    let mut future = Box::pin(future);
    poll_fn(|task| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(task))) {
        Ok(polled) => polled.map(Ok),
        Err(panic) => std::task::Poll::Ready(Err(panic)),
    })
    .await
}
