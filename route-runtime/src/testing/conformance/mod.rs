//! The suite that every store of cached answers passes.

use std::future::Future;
use std::io::Write;
use std::time::Duration;

use crate::cache::CacheStore;

pub mod cases;

/// A store for [`cache_conformance!`](crate::cache_conformance!), and what turns its clock.
///
/// ```
/// use route_runtime::testing::{ManualClock, StoreHarness, check_store};
/// use route_runtime::{CacheStore, MemoryStore};
/// use std::time::Duration;
///
/// struct InMemory {
///     store: MemoryStore,
///     clock: ManualClock,
/// }
///
/// impl StoreHarness for InMemory {
///     fn store(&self) -> &dyn CacheStore {
///         &self.store
///     }
///
///     async fn advance(&self, time: Duration) {
///         self.clock.advance(time);
///     }
///
///     fn skipped(&self) -> Option<String> {
///         None // a store with a server says here that there is none
///     }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// check_store(async || {
///     let clock = ManualClock::new();
///     InMemory { store: MemoryStore::new().with_clock(&clock), clock }
/// })
/// .await;
/// # });
/// ```
pub trait StoreHarness: Send + Sync + 'static {
    /// The store: always the same, at first empty, and for nobody else.
    fn store(&self) -> &dyn CacheStore;

    /// Lets so much time go by on the store's clock. The suite asks for whole seconds; a store that has only the real time waits so long.
    fn advance(&self, time: Duration) -> impl Future<Output = ()> + Send;

    /// Why the store cannot be tested here, if it cannot: it needs a server, and there is none. The suite says so then, and passes.
    fn skipped(&self) -> Option<String> {
        None
    }
}

/// Tests a [`CacheStore`]: the suite that the stores of this crate pass.
///
/// It makes a module of this name with a test for each thing that a store must do. Each has a [`StoreHarness`] of its own: the second
/// argument makes one, and may `.await`.
///
/// ```
/// use route_runtime::testing::{ManualClock, StoreHarness};
/// use route_runtime::{CacheEntry, CacheStore, Found, Freshness, Lookup, StoreFuture, StoreInstant, TagInstants};
/// use std::collections::HashMap;
/// use std::sync::{Arc, Mutex};
/// use std::time::Duration;
///
/// /// Two tables and a clock: all that a store is.
/// #[derive(Default)]
/// struct Toy {
///     tables: Mutex<Tables>,
///     clock: ManualClock,
/// }
///
/// #[derive(Default)]
/// struct Tables {
///     entries: HashMap<String, Arc<CacheEntry>>,
///     tags: HashMap<Arc<str>, TagInstants>,
///     invalidated: StoreInstant,
/// }
///
/// impl Tables {
///     /// Later than the last invalidation, so that what begins after it is not taken for older.
///     fn now(&self, clock: &ManualClock) -> StoreInstant {
///         let now = StoreInstant::default().after(clock.elapsed());
///         now.max(self.invalidated.after(Duration::from_micros(1)))
///     }
/// }
///
/// impl CacheStore for Toy {
///     fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Lookup> {
///         let tables = self.tables.lock().unwrap();
///         let now = tables.now(&self.clock);
///         let found = tables.entries.get(key).map(|entry| {
///             let instants = entry.tags.iter().filter_map(|tag| tables.tags.get(tag));
///             let worst = instants.map(|instants| instants.freshness(entry.began, now)).max();
///             Found { entry: Arc::clone(entry), tags: worst.unwrap_or(Freshness::Fresh) }
///         });
///         StoreFuture::ready(Ok(Lookup { now, found }))
///     }
///
///     fn set<'a>(&'a self, key: &'a str, entry: Arc<CacheEntry>) -> StoreFuture<'a, ()> {
///         let entries = &mut self.tables.lock().unwrap().entries;
///         if entries.get(key).is_none_or(|kept| kept.began <= entry.began) {
///             entries.insert(key.to_owned(), entry);
///         }
///         StoreFuture::ready(Ok(()))
///     }
///
///     fn invalidate<'a>(&'a self, tags: &'a [Arc<str>], serve_stale: Duration) -> StoreFuture<'a, ()> {
///         let mut tables = self.tables.lock().unwrap();
///         let now = tables.now(&self.clock);
///         tables.invalidated = now;
///         for tag in tags {
///             let instants = tables.tags.entry(Arc::clone(tag)).or_default();
///             *instants = instants.invalidate(now, serve_stale);
///         }
///         StoreFuture::ready(Ok(()))
///     }
/// }
///
/// impl StoreHarness for Toy {
///     fn store(&self) -> &dyn CacheStore { self }
///     async fn advance(&self, time: Duration) { self.clock.advance(time) }
/// }
///
/// route_runtime::cache_conformance!(toy, Toy::default());
///
/// // The same in one go, for a test runner of your own.
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(
/// route_runtime::testing::check_store(async || Toy::default())
/// # );
/// ```
///
/// # What a store must do
///
/// * What is under a key is what was last set, in all its parts, but what [began](crate::CacheEntry::began) earlier does not take the place of what
///   began later; keys and tags are any strings.
/// * An entry is there until it [expires](crate::CacheEntry::expires_at), unless it is invalidated or there is no room. One that has expired may
///   be gone, or is found and says so itself.
/// * What tags say is what [`TagInstants`](crate::TagInstants) says, on the store's clock. An entry that has expired by a tag may be gone, too.
/// * The time that `get` tells never goes back, and it is later than all invalidations that were done before.
#[macro_export]
macro_rules! cache_conformance {
    ($name:ident, $harness:expr $(,)?) => {
        $crate::__store_cases! { __store_tests $name, $harness }
    };
}

/// The tests that [`cache_conformance!`] makes of the cases.
#[doc(hidden)]
#[macro_export]
macro_rules! __store_tests {
    ($name:ident, $harness:expr; $($case:ident)*) => {
        mod $name {
            #[allow(unused_imports, reason = "the harness may be written with whole paths")]
            use super::*;
            $(
                #[test]
                fn $case() {
                    $crate::testing::__conformance::run(stringify!($case), async { $harness }, async |harness| {
                        $crate::testing::__conformance::cases::$case(harness).await
                    });
                }
            )*
        }
    };
}

/// Gives another macro the names of the cases, which are those of the functions in `cases`.
#[doc(hidden)]
#[macro_export]
macro_rules! __store_cases {
    ($then:ident $($given:tt)*) => {
        $crate::$then! {
            $($given)*;
            what_was_never_set_is_not_found
            data_is_found_as_it_was_set
            responses_are_found_as_they_were_set
            lives_tags_and_times_are_found_as_they_were_set
            what_is_set_later_takes_the_place_of_what_was_there
            an_older_generation_does_not_take_the_place_of_a_newer_one
            keys_are_any_strings
            tags_are_any_strings
            large_bodies_are_kept_whole
            many_can_set_one_key_at_once
            many_can_use_many_keys_at_once
            time_goes_on
            an_entry_says_its_age_and_is_not_lost_before_it_expires
            an_entry_without_end_stays
            an_invalidation_touches_its_tag_only
            an_invalidation_without_grace_expires_at_once
            an_invalidation_with_grace_lets_stale_entries_be_served_until_its_end
            the_end_of_an_invalidation_does_not_touch_what_was_generated_since
            of_two_ends_the_earlier_one_counts
            a_generation_that_an_invalidation_overtakes_is_stale
            a_generation_that_begins_after_an_invalidation_is_fresh
            one_of_many_tags_is_enough
            many_tags_are_invalidated_at_once
            an_invalidation_of_nothing_does_nothing
            a_grace_without_end_is_one
            a_long_history_says_what_the_rules_say
        }
    };
}

/// The body of [`check_store`].
#[doc(hidden)]
#[macro_export]
macro_rules! __store_check {
    ($make:ident; $($case:ident)*) => { $( check_one(stringify!($case), &$make().await, async |harness| cases::$case(harness).await).await; )* };
}

/// The suite of [`cache_conformance!`](crate::cache_conformance!) in one go: each case has a harness of its own, which `make` makes.
///
/// ```
/// use route_runtime::testing::{ManualClock, StoreHarness, check_store};
/// use route_runtime::{CacheStore, MemoryStore};
/// use std::time::Duration;
///
/// struct InMemory(MemoryStore, ManualClock);
///
/// impl StoreHarness for InMemory {
///     fn store(&self) -> &dyn CacheStore { &self.0 }
///     async fn advance(&self, time: Duration) { self.1.advance(time) }
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// check_store(async || {
///     let clock = ManualClock::new();
///     InMemory(MemoryStore::new().with_clock(&clock), clock)
/// })
/// .await;
/// # });
/// ```
///
/// # Panics
///
/// At the first case that the store does not pass.
pub async fn check_store<H: StoreHarness>(make: impl AsyncFn() -> H) {
    crate::__store_cases! { __store_check make }
}

async fn check_one<H: StoreHarness>(name: &str, harness: &H, case: impl AsyncFnOnce(&H)) {
    match harness.skipped() {
        // Not `eprintln!`, which nobody sees of a test that passes.
        Some(why) => _ = writeln!(std::io::stderr(), "skipped `{name}`: {why}"),
        None => case(harness).await,
    }
}

/// Runs a case in a runtime of its own.
pub fn run<H: StoreHarness>(name: &str, harness: impl Future<Output = H>, case: impl AsyncFnOnce(&H)) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime of one thread needs no more than the threads that tests have");
    runtime.block_on(async { check_one(name, &harness.await, case).await });
}
