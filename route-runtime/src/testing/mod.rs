//! What tests of an application, or of a store, are written with.

#[cfg(test)]
mod unit;

pub use crate::cache::ManualClock;
#[cfg(test)]
pub(crate) use unit::{cases, chunked, in_chunks};
