//! Other crates, each behind a feature of its name.

#[cfg(feature = "garde")]
pub(crate) mod garde;
