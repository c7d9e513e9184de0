//! What a feature adds, a file each.

#[cfg(feature = "garde")]
pub(crate) mod garde;
#[cfg(feature = "redis")]
pub(crate) mod redis;
#[cfg(feature = "user-agent")]
pub mod user_agent;
