//! The meaning of `#[cached(..)]` and of `cache_tags!`.

mod declared;
mod life;
mod options;
mod signature;

pub(crate) use declared::{DeclaredTag, declared_tags};
pub(crate) use life::{CustomLife, Life};
pub(crate) use options::Options;
pub(crate) use signature::{Arguments, check_signature};
