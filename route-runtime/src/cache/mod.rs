//! Caching with revalidation and tags (NEXT-SPEC sections 14 and 15).
//!
//! A route, a cached function or a `fetch` asks its [`Cache`](handle::Cache) for a key, and brings the [`generation`] that makes the value when
//! none is kept: [`search`] looks for it, and lets one generation of a key run in a [`flight`]. What is kept is an [`entry`] in a [`store`],
//! with a [`guard`] before it; how long it is good is its [`life`], and what it is invalidated by its
//! [`tag`]s. While a generation runs, its [`scope`] gathers what the functions below it name.

mod build_id;
mod clock;
mod codec;
mod current;
mod entry;
mod flight;
pub(crate) mod function;
mod generation;
mod guard;
mod handle;
mod invalidate;
mod key;
mod life;
mod memory;
mod route;
mod scope;
mod search;
mod store;
mod tag;
mod tag_table;
mod tags_macro;
#[cfg(test)]
mod tests;

pub(crate) use current::InCache;
pub(crate) use current::{CacheOfRoutes, WithCache, current, within};

pub use clock::ManualClock;
pub use codec::InvalidEntry;
pub use entry::{CacheEntry, CachedResponse, CachedValue, Freshness, TagInstants};
pub(crate) use generation::{Answer, CacheState, Generated, Generation, Kept, Made};
pub use handle::{AlreadyInstalled, Cache};
pub use invalidate::{RevalidateError, revalidate_path, revalidate_tag};
pub(crate) use key::{CacheKey, path_tag, pattern_tag};
pub use life::{Life, Lifetimes, UnknownLife};
pub use memory::MemoryStore;
pub(crate) use route::{CachedRoute, client_has, kept_answer, life_of_route};
pub(crate) use scope::{HiddenRequest, Scope};
pub use scope::{IntoLife, cache_life, cache_tag};
pub(crate) use search::Missed;
pub use store::{CacheStore, Found, Lookup, StoreError, StoreFuture, StoreInstant};
pub use tag::{StaticTag, Tag};
