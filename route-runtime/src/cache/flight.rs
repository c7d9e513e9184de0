//! One generation for a key, however many wait for it (NEXT-SPEC I7).

use std::any::Any;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::entry::CacheEntry;
use super::key::CacheKey;
use super::store::StoreInstant;

/// The generations of one cache that are running.
#[derive(Default)]
pub(super) struct Flights {
    /// By key. Those who ask for one key ask for one kind of thing; should they not, they do not meet.
    running: Mutex<HashMap<CacheKey, Box<dyn Any + Send>>>,
    ended: AtomicU64,
}

/// What a generation has ended with, for those who wait for it.
#[derive(Clone)]
pub(super) enum Landing<F> {
    Kept {
        entry: Arc<CacheEntry>,
        now: StoreInstant,
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
        match self.lock().entry(key.clone()) {
            Entry::Occupied(running) => match running.get().downcast_ref::<Landed<F>>() {
                Some(landed) => Boarded::Waits(Waiting(landed.clone())),
                None => Boarded::IsAlone,
            },
            Entry::Vacant(place) => {
                let (sender, landed) = watch::channel(None);
                place.insert(Box::new(landed));
                Boarded::Leads(Flight { flights: Arc::clone(self), key: Some(key.clone()), sender })
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<CacheKey, Box<dyn Any + Send>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A generation that is running. If it is dropped before it has landed, those who wait are told that there is nothing.
pub(super) struct Flight<F> {
    flights: Arc<Flights>,
    /// Until it is closed.
    key: Option<CacheKey>,
    sender: watch::Sender<Option<Landing<F>>>,
}

impl<F> Flight<F> {
    /// Lets nobody join any more. What was made is in the store by now, so that who comes next finds it there.
    pub(super) fn close(&mut self) {
        if let Some(key) = self.key.take() {
            let mut running = self.flights.lock();
            self.flights.ended.fetch_add(1, Ordering::AcqRel);
            let receiver = running.remove(&key);
            drop(running);
            drop(receiver);
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
pub(super) struct Waiting<F>(Landed<F>);

impl<F: Clone> Waiting<F> {
    /// What the generation ends with; `None` if it has panicked, or ended with its runtime.
    pub(super) async fn landing(mut self) -> Option<Landing<F>> {
        match self.0.wait_for(Option::is_some).await {
            Ok(landing) => landing.clone(),
            Err(_) => None,
        }
    }
}
