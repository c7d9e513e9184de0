//! What became of the answers, each counted by a guard that lives as long as its stream.

use serde::Serialize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The answers by their state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Count {
    running: usize,
    finished: usize,
    aborted: usize,
}

/// A count that a model and its answers share.
#[derive(Clone, Default)]
pub(crate) struct Stats(Arc<Mutex<Count>>);

impl Stats {
    /// Counts an answer as running, until the guard is dropped.
    pub(crate) fn begin(&self) -> Generation {
        self.lock().running += 1;
        Generation { stats: self.clone(), tokens: 0, is_finished: false }
    }

    fn end(&self, is_finished: bool) {
        let mut count = self.lock();
        count.running -= 1;
        match is_finished {
            true => count.finished += 1,
            false => count.aborted += 1,
        }
    }

    pub(crate) fn count(&self) -> Count {
        *self.lock()
    }

    fn lock(&self) -> MutexGuard<'_, Count> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer that is being made.
pub(crate) struct Generation {
    stats: Stats,
    tokens: usize,
    is_finished: bool,
}

impl Generation {
    pub(crate) fn token(&mut self) {
        self.tokens += 1;
    }

    pub(crate) fn finish(mut self) {
        self.is_finished = true;
    }
}

impl Drop for Generation {
    fn drop(&mut self) {
        let Self { ref stats, tokens, is_finished } = *self;
        stats.end(is_finished);
        match is_finished {
            true => tracing::info!(tokens, "an answer is complete"),
            false => tracing::info!(tokens, "an answer was given up: its reader has gone"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_running_then_finished_or_aborted() {
        let stats = Stats::default();
        let (first, second) = (stats.begin(), stats.begin());
        assert_eq!(stats.count(), Count { running: 2, finished: 0, aborted: 0 });
        drop(first);
        assert_eq!(stats.count(), Count { running: 1, finished: 0, aborted: 1 });
        second.finish();
        assert_eq!(stats.count(), Count { running: 0, finished: 1, aborted: 1 });
    }
}
