//! How often something was made.

use std::sync::atomic::{AtomicU32, Ordering};

pub(crate) struct Made(AtomicU32);

impl Made {
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.fetch_add(1, Ordering::Relaxed) + 1
    }
}
