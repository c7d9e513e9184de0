//! What a feature adds, a file each.

#[cfg(feature = "user-agent")]
pub mod user_agent;
