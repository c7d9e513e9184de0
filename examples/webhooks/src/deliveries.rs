//! Which events have come already: a sender that got no answer in time sends an event again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Stripe tries for three days.
const REMEMBERED: Duration = Duration::from_secs(4 * 24 * 60 * 60);

/// The ids of events.
///
/// In production it is a table with a unique id, into which the event itself is written: it is then there after a crash, too, and
/// each of several machines sees it.
#[derive(Clone, Default)]
pub(crate) struct Deliveries(Arc<Mutex<HashMap<String, Instant>>>);

impl Deliveries {
    /// Whether this is the first time that it comes. Two that come at once cannot both be the first.
    pub(crate) fn is_first(&self, id: &str) -> bool {
        let now = Instant::now();
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.retain(|_, at| now.duration_since(*at) < REMEMBERED);
        seen.insert(id.to_owned(), now).is_none()
    }

    /// Lets it come again. The sender was told that all is well, so it does only when somebody has it sent once more.
    pub(crate) fn forget(&self, id: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }
}
