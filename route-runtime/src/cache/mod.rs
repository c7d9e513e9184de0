//! Caching with revalidation and tags (NEXT-SPEC sections 14 and 15).
//!
//! A route, a cached function or a `fetch` asks its [`Cache`](handle::Cache) for a key, and brings the [`generation`] that makes the value when
//! none is kept. What is kept is an [`entry`] in a [`store`]; how long it is good is its [`life`], and what it is invalidated by its
//! [`tag`]s. While a generation runs, its [`scope`] gathers what the functions below it name.

mod entry;
pub(crate) mod function;
mod generation;
mod handle;
mod life;
mod memory;
mod scope;
mod store;
mod tag;
mod tags_macro;

pub use entry::{CacheEntry, CachedResponse, CachedValue, Freshness, TagInstants};
pub(crate) use generation::{Answer, CacheState, Generated, Generation, Kept, Made};
pub use handle::Cache;
pub use life::{Life, Lifetimes, UnknownLife};
pub use memory::MemoryStore;
pub(crate) use scope::{Gathered, HiddenRequest, Scope};
pub use scope::{IntoLife, cache_life, cache_tag};
pub use store::{CacheStore, Found, Lookup, StoreError, StoreFuture, StoreInstant};
pub use tag::{StaticTag, Tag};
