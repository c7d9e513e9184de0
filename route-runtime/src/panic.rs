//! Panics, caught where they would reach a connection.

use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs `work`; the error is what it panicked with. Nothing that `work` has touched may be looked at after a panic.
#[inline]
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(message)
}

#[cold]
fn message(panic: Box<dyn std::any::Any + Send>) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    let message = text.unwrap_or("not a string").to_owned();
    // What somebody panics with may itself panic when it is dropped; what that panics with is not tried again.
    if let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(panic))) {
        mem::forget(again);
    }
    message
}
