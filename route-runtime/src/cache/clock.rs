//! The clock of a store in memory, and one that tests turn.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::store::StoreInstant;

/// A clock that stands still until it is advanced, for tests of what a cache does as time goes by. Clones are the same clock.
///
/// ```
/// use route_runtime::testing::ManualClock;
/// use route_runtime::{CacheStore, MemoryStore};
/// use std::time::Duration;
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let clock = ManualClock::new();
/// let store = MemoryStore::new().with_clock(&clock);
///
/// let before = store.get("key").await?.now;
/// clock.advance(Duration::from_secs(60));
/// assert_eq!(store.get("key").await?.now.since(before), Duration::from_secs(60));
/// # Ok::<(), route_runtime::StoreError>(()) }).unwrap();
/// ```
#[derive(Clone, Debug, Default)]
pub struct ManualClock {
    micros: Arc<AtomicU64>,
}

impl ManualClock {
    /// A clock that has not been advanced.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets so much time go by, in whole microseconds.
    pub fn advance(&self, time: Duration) {
        let advanced = |micros| Some(StoreInstant::from_micros(micros).after(time).as_micros());
        // Never `Err`: `advanced` always says a time.
        let _ = self.micros.fetch_update(Ordering::SeqCst, Ordering::SeqCst, advanced);
    }

    /// How much it has been advanced in all. An invalidation in a store in memory advances it by a microsecond, too: what begins after it is
    /// later.
    ///
    /// ```
    /// use route_runtime::testing::ManualClock;
    /// use std::time::Duration;
    ///
    /// let clock = ManualClock::new();
    /// clock.advance(Duration::from_secs(60));
    /// assert_eq!(clock.elapsed(), Duration::from_secs(60));
    /// ```
    pub fn elapsed(&self) -> Duration {
        Duration::from_micros(self.micros.load(Ordering::SeqCst))
    }

    fn as_instant(&self) -> StoreInstant {
        FIRST.after(self.elapsed())
    }
}

/// The first instant of a clock: none is before all that there can be.
const FIRST: StoreInstant = StoreInstant::from_micros(1);

/// What a store in memory reads the time from: it never goes back.
#[derive(Clone, Debug)]
pub(super) enum Clock {
    /// The time since then.
    Monotonic(Instant),
    Manual(ManualClock),
}

impl Clock {
    pub(super) fn now(&self) -> StoreInstant {
        match self {
            Self::Monotonic(start) => FIRST.after(start.elapsed()),
            Self::Manual(clock) => clock.as_instant(),
        }
    }

    /// It is later than `instant` from now on. A clock that goes by itself is so before long; one that stands still would otherwise be
    /// behind its store, and what is generated then not be as old as the test says.
    pub(super) fn leave(&self, instant: StoreInstant) {
        if let Self::Manual(clock) = self {
            clock
                .micros
                .fetch_max(instant.as_micros().saturating_sub(FIRST.as_micros()).saturating_add(1), Ordering::SeqCst);
        }
    }
}
