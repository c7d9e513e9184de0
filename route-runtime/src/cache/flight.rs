//! One generation for a key, however many wait for it (NEXT-SPEC I7).

use std::any::Any;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio::time::{Duration, Instant, timeout_at};

use super::generation::Kept;
use super::key::CacheKey;

/// A generation that runs for longer does not keep others from making the value: who has waited for it does so, and who comes then.
pub(super) const LIMIT: Duration = Duration::from_secs(30);

/// The generations of one cache that are running.
#[derive(Default)]
pub(super) struct Flights {
    /// By key. Those who ask for one key ask for one kind of thing; should they not, they do not meet.
    running: Mutex<HashMap<CacheKey, Running>>,
    begun: AtomicU64,
    ended: AtomicU64,
}

/// A generation for which one can wait until its limit.
struct Running {
    number: u64,
    until: Instant,
    landed: Box<dyn Any + Send>,
}

/// What a generation has ended with, for those who wait for it.
#[derive(Clone)]
pub(super) enum Landing<F> {
    Kept {
        kept: Kept,
        /// Whether it was fresh when nobody could join any more: something may have been invalidated while it was made.
        is_current: bool,
    },
    /// Something that is for another.
    Own,
    Failed(F),
}

type Landed<F> = watch::Receiver<Option<Landing<F>>>;

/// What becomes of one who asks for a key.
pub(super) enum Boarded<F> {
    /// He runs the generation.
    Leads(Flight<F>),
    /// It is running.
    Waits(Waiting<F>),
    /// One of another kind is running.
    IsAlone,
}

impl Flights {
    /// How many have ended. Who finds nothing in the store, and then that this has grown, may find something now.
    pub(super) fn ended(&self) -> u64 {
        self.ended.load(Ordering::Acquire)
    }

    pub(super) fn board<F: Clone + Send + Sync + 'static>(self: &Arc<Self>, key: &CacheKey) -> Boarded<F> {
        let mut running = self.lock();
        let now = Instant::now();
        if let Some(running) = running.get(key).filter(|running| now < running.until) {
            return match running.landed.downcast_ref::<Landed<F>>() {
                Some(landed) => Boarded::Waits(Waiting { landed: landed.clone(), until: running.until }),
                None => Boarded::IsAlone,
            };
        }
        let (sender, landed) = watch::channel(None);
        let number = self.begun.fetch_add(1, Ordering::Relaxed);
        let evicted = running.insert(key.clone(), Running { number, until: now + LIMIT, landed: Box::new(landed) });
        drop(running);
        if evicted.is_some() {
            tracing::warn!(
                key = key.0,
                "a value of the cache has been made for {} s, and is made once more",
                LIMIT.as_secs()
            );
        }
        Boarded::Leads(Flight { flights: Arc::clone(self), key: Some(key.clone()), number, sender })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<CacheKey, Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A generation that is running. If it is dropped before it has landed, those who wait are told that there is nothing.
pub(super) struct Flight<F> {
    flights: Arc<Flights>,
    /// Until it is closed.
    key: Option<CacheKey>,
    number: u64,
    sender: watch::Sender<Option<Landing<F>>>,
}

impl<F> Flight<F> {
    /// Lets nobody join any more. What was made is in the store by now, so that who comes next finds it there.
    pub(super) fn close(&mut self) {
        if let Some(key) = self.key.take() {
            let mut running = self.flights.lock();
            self.flights.ended.fetch_add(1, Ordering::AcqRel);
            // Where it has taken too long, another has its place.
            let is_in_place = running.get(&key).is_some_and(|running| running.number == self.number);
            let own = if is_in_place { running.remove(&key) } else { None };
            drop(running);
            drop(own);
        }
    }

    /// Whether somebody waits; asked when it is closed.
    pub(super) fn is_awaited(&self) -> bool {
        self.sender.receiver_count() > 0
    }

    pub(super) fn land(mut self, landing: Landing<F>) {
        self.close();
        self.sender.send_replace(Some(landing));
    }
}

impl<F> Drop for Flight<F> {
    fn drop(&mut self) {
        self.close();
    }
}

/// One who waits.
pub(super) struct Waiting<F> {
    landed: Landed<F>,
    until: Instant,
}

/// How a wait ends.
pub(super) enum Waited<F> {
    Landed(Landing<F>),
    /// The generation has panicked, or ended with its runtime.
    Lost,
    /// It takes too long.
    Left,
}

impl<F: Clone> Waiting<F> {
    /// What the generation ends with.
    pub(super) async fn landing(mut self) -> Waited<F> {
        match timeout_at(self.until, self.landed.wait_for(Option::is_some)).await {
            Ok(Ok(landing)) => landing.clone().map_or(Waited::Lost, Waited::Landed),
            Ok(Err(_)) => Waited::Lost,
            Err(_) => Waited::Left,
        }
    }
}
