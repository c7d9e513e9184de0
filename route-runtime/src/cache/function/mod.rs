//! Cached functions: what the expansion of `#[cached]` calls (NEXT-SPEC V9, V10).
//!
//! The [`key`] is made of the function's path and its arguments, [`encode`]d; the [`value`] is kept serialized; a [`call`] asks the cache
//! for it, and brings the function's body.

mod call;
mod encode;
mod key;
mod value;

pub use call::{CachedFunction, call, custom_life, tag};
pub(super) use key::hex;
pub use key::{CachedArgument, FunctionKey};
pub use value::{CachedOutput, Codec, Output, PlainOutput};
