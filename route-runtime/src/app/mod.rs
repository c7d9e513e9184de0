//! The app around the routes.
#![allow(dead_code, unused_imports, reason = "the builder and its dispatch are their only users")]

mod base_path;
mod canonical;
mod origin;

pub(crate) use base_path::BasePath;
pub use canonical::TrailingSlash;
pub(crate) use canonical::{Undecodable, canonical, respelt};
pub use origin::{ClientIp, InvalidProxy, MissingClientIp, PublicUrl, PublicUrlError, TrustedProxies};
pub(crate) use origin::{Origin, OriginConfig};
