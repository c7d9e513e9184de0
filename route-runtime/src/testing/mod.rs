//! What tests of an application, or of a store, are written with: [`ManualClock`] for what a cache does as time goes by, and
//! [`cache_conformance!`](crate::cache_conformance!) for a [`CacheStore`](crate::CacheStore) of your own.

mod conformance;
#[cfg(test)]
mod unit;

pub use crate::cache::ManualClock;
pub use crate::cache_conformance;
pub use conformance::{StoreHarness, check_store};
#[cfg(test)]
pub(crate) use unit::{cases, chunked, in_chunks};

/// What [`cache_conformance!`](crate::cache_conformance!) expands to.
#[doc(hidden)]
pub mod __conformance {
    pub use super::conformance::*;
}
