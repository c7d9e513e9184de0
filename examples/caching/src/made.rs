//! How often something was made.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

static MADE: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());

/// Counts one more of this.
pub(crate) fn made(what: &str) -> u32 {
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let count = made.entry(what.to_owned()).or_default();
    *count += 1;
    *count
}
