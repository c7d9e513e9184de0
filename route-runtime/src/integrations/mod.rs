//! What a feature adds, a file each.

#[cfg(feature = "fetch-no-tls")]
pub(crate) mod fetch;
#[cfg(feature = "garde")]
pub(crate) mod garde;
#[cfg(feature = "og")]
pub mod og;
#[cfg(feature = "redis")]
pub(crate) mod redis;
#[cfg(feature = "user-agent")]
pub mod user_agent;
