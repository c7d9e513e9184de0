//! What a feature adds, a file each.

#[cfg(feature = "garde")]
pub(crate) mod garde;
#[cfg(feature = "og")]
pub mod og;
#[cfg(feature = "user-agent")]
pub mod user_agent;
