//! Caching with revalidation and tags (NEXT-SPEC sections 14 and 15).
//!
//! A route, a cached function or a `fetch` asks its [`Cache`](handle::Cache) for a key, and brings the [`generation`] that makes the value when
//! none is kept. What is kept is an [`entry`] in a [`store`]; how long it is good is its [`life`], and what it is invalidated by its
//! [`tag`]s. While a generation runs, its [`scope`] gathers what the functions below it name.

mod clock;
mod codec;
mod entry;
mod generation;
mod handle;
mod life;
mod memory;
mod route;
mod scope;
mod store;
mod tag;
mod tag_table;

pub use clock::ManualClock;
pub use codec::InvalidEntry;
pub use entry::{CacheEntry, CachedResponse, CachedValue, Freshness, TagInstants};
pub(crate) use generation::{Answer, CacheState, Generated, Generation, Kept, Made};
pub use handle::Cache;
pub use life::{Life, Lifetimes, UnknownLife};
pub use memory::MemoryStore;
pub(crate) use route::CachedRoute;
pub(crate) use scope::{Gathered, HiddenRequest, Scope};
pub use store::{CacheStore, Found, Lookup, StoreError, StoreFuture, StoreInstant};
pub use tag::{StaticTag, Tag};
