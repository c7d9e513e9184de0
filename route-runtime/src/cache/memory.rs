//! The store in this process's memory.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::mem::size_of;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{OptionsBuilder, Weighter};

use super::clock::{Clock, ManualClock};
use super::entry::{CacheEntry, CachedResponse, CachedValue, Freshness};
use super::store::{CacheStore, Found, Lookup, StoreFuture, StoreInstant};
use super::tag_table::TagTable;

/// A store in this process's memory, of a bounded size.
///
/// It weighs what an entry takes: its key, headers, tags and body, and what the table and the allocator add. When it is full, it drops
/// what has been asked for least, so that many keys which are asked for once do not push out those that are asked for often. Entries
/// of up to 6 MB are kept; a smaller store than 12 MB keeps what takes nine tenths of it.
///
/// The last 100,000 tags that were invalidated are known one by one; a store of less than 50 MB knows one for every 500 bytes. Of those before
/// it knows no more than when the last one was: an entry with tags that is older than that counts as invalidated.
///
/// ```
/// use route_runtime::{Cache, MemoryStore};
///
/// let cache = Cache::new(MemoryStore::with_capacity(200_000_000));
/// ```
#[doc(alias = "cacheMaxMemorySize")]
pub struct MemoryStore {
    /// `None` keeps nothing.
    entries: Option<Entries>,
    /// For each shard: who puts an entry in the place of another has looked at that one, and nobody else writes in between.
    writers: Box<[Mutex<()>]>,
    /// The weight of the largest entry that is kept.
    heaviest: usize,
    clock: Clock,
    tags: RwLock<TagTable>,
    /// When a tag was last invalidated, in microseconds; 0: never; [`UNDER_WAY`].
    invalidated: AtomicU64,
}

/// The microsecond that stands for an invalidation which is not in the table yet.
const UNDER_WAY: u64 = u64::MAX;

/// Sharded, and a hit takes no exclusive lock. Measured against `moka` 0.12, 1,000 keys of 100 bytes, with the hash of std for both: a hit
/// takes 596 instructions against 1,273, and 50 MB of 1 kB values in 1,000,000 keys take 47 MB of resident memory against 57 MB.
type Entries = Cache<Box<str>, Weighed, WeighedAs, RandomState>;

#[derive(Clone)]
struct Weighed {
    entry: Arc<CacheEntry>,
    weight: usize,
}

#[derive(Clone)]
struct WeighedAs;

impl Weighter<Box<str>, Weighed> for WeighedAs {
    fn weight(&self, _: &Box<str>, value: &Weighed) -> u64 {
        value.weight as u64
    }
}

impl MemoryStore {
    /// The size of [`MemoryStore::new`], in bytes: 50 MB, as Next's `cacheMaxMemorySize`.
    pub const DEFAULT_CAPACITY: usize = 50_000_000;

    /// How many invalidated tags it knows one by one. They take memory, too: about a tenth of the capacity.
    const MAX_TAGS: usize = 100_000;
    const MIN_TAGS: usize = 1_000;
    const BYTES_PER_TAG: usize = 500;

    /// What a shard must have room for.
    const SHARD: usize = 6_250_000;

    /// A store of 50 MB.
    pub fn new() -> Self {
        Self::with_capacity(Self::DEFAULT_CAPACITY)
    }

    /// A store of so many bytes. One of 0 bytes keeps nothing (NEXT-SPEC Y1).
    #[doc(alias = "cacheMaxMemorySize")]
    pub fn with_capacity(bytes: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        // Each shard has a part of the capacity, and a number of shards is a power of two.
        let shards = 1 << (bytes / Self::SHARD).clamp(1, cores.saturating_mul(4).max(8)).ilog2();
        let options = OptionsBuilder::new()
            .shards(shards)
            .weight_capacity(bytes as u64)
            // How many keys it remembers that it has dropped: no memory is set aside.
            .estimated_items_capacity((bytes / 2_000).max(32 * shards))
            .build();
        let entries = match options {
            Ok(options) if bytes > 0 => {
                Some(Entries::with_options(options, WeighedAs, RandomState::new(), DefaultLifecycle::default()))
            }
            _ => None,
        };
        let writers = entries.as_ref().map_or(0, Entries::num_shards);
        Self {
            entries,
            writers: (0..writers).map(|_| Mutex::default()).collect(),
            heaviest: bytes / shards / 100 * 96,
            clock: Clock::Monotonic(Instant::now()),
            tags: RwLock::new(TagTable::new((bytes / Self::BYTES_PER_TAG).clamp(Self::MIN_TAGS, Self::MAX_TAGS))),
            invalidated: AtomicU64::new(0),
        }
    }

    /// With a clock that tests turn, in place of the process's own; before anything is kept.
    ///
    /// ```
    /// use route_runtime::testing::ManualClock;
    /// use route_runtime::{App, MemoryStore, route, routes};
    /// use std::sync::atomic::{AtomicU32, Ordering};
    /// use std::time::Duration;
    ///
    /// static RUNS: AtomicU32 = AtomicU32::new(0);
    ///
    /// #[route("/runs", revalidate = 60)]
    /// async fn GET() -> String {
    ///     RUNS.fetch_add(1, Ordering::SeqCst).to_string()
    /// }
    ///
    /// let clock = ManualClock::new();
    /// let app: axum::Router = App::new(routes![GET]).cache(MemoryStore::new().with_clock(&clock)).into_router();
    /// # use tower::ServiceExt;
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let ask = async || {
    ///     let response = app.clone().oneshot(axum::http::Request::get("/runs").body(axum::body::Body::empty()).unwrap()).await.unwrap();
    ///     axum::body::to_bytes(response.into_body(), 100).await.unwrap()
    /// };
    /// assert_eq!(ask().await, "0");
    /// clock.advance(Duration::from_secs(59));
    /// assert_eq!(ask().await, "0");
    /// assert_eq!(RUNS.load(Ordering::SeqCst), 1);
    /// # });
    /// ```
    #[must_use]
    pub fn with_clock(mut self, clock: &ManualClock) -> Self {
        self.clock = Clock::Manual(clock.clone());
        self
    }

    /// What its entries take, in bytes.
    ///
    /// ```
    /// use route_runtime::{CacheEntry, CacheStore, CachedValue, Life, MemoryStore};
    /// use std::sync::Arc;
    ///
    /// # tokio::runtime::Runtime::new().unwrap().block_on(async {
    /// let store = MemoryStore::with_capacity(1_000_000);
    /// assert_eq!(store.size(), 0);
    ///
    /// let value = CachedValue::Data(vec![0; 1_000].into());
    /// let began = store.get("key").await?.now;
    /// let entry = CacheEntry { began, life: Life::Hours.lifetimes(), retry_at: None, tags: [].into(), value };
    /// store.set("key", Arc::new(entry)).await?;
    /// // The value, and what it takes to keep it.
    /// assert!(store.size() > 1_000);
    /// # Ok::<(), route_runtime::StoreError>(())
    /// # }).unwrap();
    /// ```
    pub fn size(&self) -> usize {
        self.entries.as_ref().map_or(0, |entries| usize::try_from(entries.weight()).unwrap_or(usize::MAX))
    }

    /// An instant is never that of an invalidation: what began before one has an instant up to its own, what began after it a later one,
    /// in whichever microsecond that was. For this the time is read first, and the last invalidation after it: see
    /// [`invalidate_now`](Self::invalidate_now).
    fn look_up(&self, key: &str) -> Lookup {
        let now = self.clock.now();
        let invalidated = self.invalidated.load(Ordering::SeqCst);
        let entry = self.entries.as_ref().and_then(|entries| entries.get(key)).map(|weighed| weighed.entry);
        let untouched = |entry: &Arc<CacheEntry>| entry.tags.is_empty() || entry.began.as_micros() > invalidated;
        // Most entries are younger than the last invalidation: nothing is shared with other threads but what they read, too.
        if invalidated != UNDER_WAY && entry.as_ref().is_none_or(untouched) {
            return self.found(key, now.max(next(invalidated)), entry, Freshness::Fresh);
        }
        let tags = self.tags();
        let now = self.clock.now().max(next(self.invalidated.load(Ordering::SeqCst)));
        let said = entry.as_ref().map_or(Freshness::Fresh, |entry| tags.freshness(&entry.tags, entry.began, now));
        drop(tags);
        self.found(key, now, entry, said)
    }

    fn found(&self, key: &str, now: StoreInstant, entry: Option<Arc<CacheEntry>>, tags: Freshness) -> Lookup {
        let Some(entry) = entry else { return Lookup { now, found: None } };
        if tags == Freshness::Expired || entry.freshness(now) == Freshness::Expired {
            // Another one may have been put in its place.
            if let Some(entries) = &self.entries {
                entries.remove_if(key, |weighed| Arc::ptr_eq(&weighed.entry, &entry));
            }
            return Lookup { now, found: None };
        }
        Lookup { now, found: Some(Found { entry, tags }) }
    }

    fn keep(&self, key: &str, entry: &CacheEntry) {
        let Some(entries) = &self.entries else { return };
        let weight = weight(key, entry);
        if weight > self.heaviest {
            entries.remove_if(key, |kept| kept.entry.began <= entry.began);
            return;
        }
        let new = Weighed { entry: Arc::new(on_its_own(entry)), weight };
        let _writes = self.writers[entries.shard_index(key)].lock().unwrap_or_else(PoisonError::into_inner);
        if entries.peek(key).is_none_or(|kept| kept.entry.began <= entry.began) {
            entries.insert(key.into(), new);
        }
    }

    /// Who looks something up while this runs either reads the time before `invalidated` says so, and that is at most the invalidation's
    /// own; or waits for the lock, and then has a later one.
    fn invalidate_now(&self, tags: &[Arc<str>], serve_stale: Duration) {
        let mut table = self.tags.write().unwrap_or_else(PoisonError::into_inner);
        let last = self.invalidated.swap(UNDER_WAY, Ordering::SeqCst);
        let now = self.clock.now().max(next(last));
        table.invalidate(tags, now, serve_stale);
        self.clock.leave(now);
        self.invalidated.store(now.as_micros(), Ordering::SeqCst);
    }

    fn tags(&self) -> RwLockReadGuard<'_, TagTable> {
        self.tags.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The first instant after an invalidation.
fn next(invalidated: u64) -> StoreInstant {
    StoreInstant::from_micros(invalidated).after(Duration::from_micros(1))
}

/// What an entry takes, in bytes. What the table, the allocator and the header map take for themselves is what was measured, rounded up.
fn weight(key: &str, entry: &CacheEntry) -> usize {
    /// The entry, its slot in the table (of which an eighth is empty), and what the allocator adds to each piece.
    const ENTRY: usize = size_of::<CacheEntry>() + size_of::<Weighed>() + 112;
    /// The counts of references, the pointer, and what the allocator adds.
    const TAG: usize = 48;

    let tags: usize = entry.tags.iter().map(|tag| tag.len() + TAG).sum();
    let value = match &entry.value {
        CachedValue::Data(data) => data.len(),
        CachedValue::Response(response) => response.body.len() + weight_of_headers(&response.headers),
    };
    [key.len(), tags, value].into_iter().fold(ENTRY, usize::saturating_add)
}

fn weight_of_headers(headers: &HeaderMap) -> usize {
    /// A slot in the map, and its place in the index.
    const SLOT: usize = 112;
    /// What the allocator and `Bytes` add to each value.
    const VALUE: usize = 40;

    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + VALUE + SLOT).sum()
}

/// An entry that holds no more memory than it shows: a body or a header's value may be a small part of the buffer that it was read into,
/// and would keep all of it.
fn on_its_own(entry: &CacheEntry) -> CacheEntry {
    let value = match &entry.value {
        CachedValue::Data(data) => CachedValue::Data(Bytes::copy_from_slice(data)),
        CachedValue::Response(response) => CachedValue::Response(CachedResponse {
            status: response.status,
            headers: headers_on_their_own(&response.headers),
            body: Bytes::copy_from_slice(&response.body),
        }),
    };
    CacheEntry { began: entry.began, life: entry.life, retry_at: entry.retry_at, tags: entry.tags.clone(), value }
}

/// The values are parts of one buffer: one piece of memory for all, and a hit, which copies the map, counts references and nothing else.
fn headers_on_their_own(headers: &HeaderMap) -> HeaderMap {
    let values: Vec<&[u8]> = headers.values().map(HeaderValue::as_bytes).collect();
    let (values, mut end) = (Bytes::from(values.concat()), 0);
    let mut own = HeaderMap::with_capacity(headers.keys_len());
    for (name, value) in headers {
        let start = end;
        end += value.len();
        // What is a value stays one.
        let copy = HeaderValue::from_maybe_shared(values.slice(start..end));
        let mut copy = copy.unwrap_or_else(|_| value.clone());
        copy.set_sensitive(value.is_sensitive());
        own.append(name.clone(), copy);
    }
    own
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl CacheStore for MemoryStore {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Lookup> {
        StoreFuture::ready(Ok(self.look_up(key)))
    }

    fn set<'a>(&'a self, key: &'a str, entry: Arc<CacheEntry>) -> StoreFuture<'a, ()> {
        self.keep(key, &entry);
        StoreFuture::ready(Ok(()))
    }

    fn invalidate<'a>(&'a self, tags: &'a [Arc<str>], serve_stale: Duration) -> StoreFuture<'a, ()> {
        self.invalidate_now(tags, serve_stale);
        StoreFuture::ready(Ok(()))
    }

    fn is_shared(&self) -> bool {
        false
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").field("size", &self.size()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::thread;

    use http::StatusCode;
    use http::header::{CONTENT_TYPE, SET_COOKIE};

    use super::*;
    use crate::cache::life::Lifetimes;

    fn get(store: &MemoryStore, key: &str) -> Lookup {
        store.get(key).take_ready().expect("it waits for nothing").expect("it never fails")
    }

    fn set(store: &MemoryStore, key: &str, entry: CacheEntry) {
        store.set(key, Arc::new(entry)).take_ready().expect("it waits for nothing").expect("it never fails");
    }

    fn invalidate(store: &MemoryStore, tag: &str, serve_stale: Duration) {
        let tags = [Arc::from(tag)];
        store.invalidate(&tags, serve_stale).take_ready().expect("it waits for nothing").expect("it never fails");
    }

    fn entry(began: StoreInstant, tags: &[&str], data: impl Into<Bytes>) -> CacheEntry {
        let life = Lifetimes { stale: Duration::ZERO, revalidate: None, expire: Some(Duration::from_secs(60)) };
        let tags = tags.iter().map(|&tag| tag.into()).collect();
        CacheEntry { began, life, retry_at: None, tags, value: CachedValue::Data(data.into()) }
    }

    // Y1
    #[test]
    fn a_store_of_no_bytes_keeps_nothing() {
        let store = MemoryStore::with_capacity(0);
        set(&store, "key", entry(get(&store, "key").now, &[], "data"));
        assert!(get(&store, "key").found.is_none());
        assert_eq!(store.size(), 0);
    }

    #[test]
    fn it_stays_within_its_capacity_and_keeps_what_is_asked_for() {
        for capacity in [100_000, 1_000_000, 20_000_000] {
            let store = MemoryStore::with_capacity(capacity);
            for number in 0..30_000 {
                set(&store, &number.to_string(), entry(get(&store, "often").now, &["tag"], vec![b'x'; 1_000]));
                if number == 0 {
                    set(&store, "often", entry(get(&store, "often").now, &[], "asked for each time"));
                }
                assert!(get(&store, "often").found.is_some(), "after {number} others, with {capacity} bytes");
                assert!(store.size() <= capacity, "{} of {capacity}", store.size());
            }
            assert!(store.size() > capacity / 2, "{} of {capacity}", store.size());
        }
    }

    #[test]
    fn what_is_too_large_is_not_kept_nor_is_what_it_replaces() {
        let store = MemoryStore::with_capacity(1_000_000);
        for (length, kept) in [(900_000, true), (999_000, false), (10_000_000, false)] {
            set(&store, "key", entry(get(&store, "key").now, &[], "small"));
            set(&store, "key", entry(get(&store, "key").now, &[], vec![b'x'; length]));
            let found = get(&store, "key").found;
            assert_eq!(found.is_some(), kept, "{length} bytes");
            assert!(found.is_none_or(|found| found.entry.value == CachedValue::Data(vec![b'x'; length].into())));
        }
    }

    #[test]
    fn it_weighs_keys_tags_headers_and_bodies() {
        let response = |header: usize, body: usize| {
            let headers = [(CONTENT_TYPE, HeaderValue::from_bytes(&vec![b'x'; header]).expect("a value"))];
            let body = vec![b'x'; body].into();
            let headers = headers.into_iter().collect();
            CachedValue::Response(CachedResponse { status: StatusCode::OK, headers, body })
        };
        let small = CacheEntry { value: response(1, 1), ..entry(StoreInstant::default(), &["tag"], "") };
        let weight_of_small = weight("key", &small);
        let more = |key: &str, entry: &CacheEntry| weight(key, entry) - weight_of_small;
        assert_eq!(more(&"k".repeat(1_003), &small), 1_000);
        assert_eq!(more("key", &CacheEntry { value: response(1_001, 1), ..small.clone() }), 1_000);
        assert_eq!(more("key", &CacheEntry { value: response(1, 1_001), ..small.clone() }), 1_000);
        assert!(
            more("key", &CacheEntry { tags: ["tag".into(), "g".repeat(1_000).into()].into(), ..small.clone() })
                >= 1_000
        );
    }

    #[test]
    fn what_is_generated_after_an_invalidation_is_as_old_as_the_clock_says() {
        let clock = ManualClock::new();
        let store = MemoryStore::new().with_clock(&clock);
        for _ in 0..3 {
            invalidate(&store, "tag", Duration::ZERO);
            let began = get(&store, "key").now;
            clock.advance(Duration::from_secs(60));
            assert_eq!(get(&store, "key").now.since(began), Duration::from_secs(60));
        }
    }

    // I8
    #[test]
    fn what_has_expired_is_dropped_when_it_is_asked_for() {
        let clock = ManualClock::new();
        let store = MemoryStore::new().with_clock(&clock);
        set(&store, "by age", entry(get(&store, "key").now, &["tag"], "data"));
        assert!(store.size() > 0);
        clock.advance(Duration::from_secs(59));
        assert!(get(&store, "by age").found.is_some());
        clock.advance(Duration::from_secs(2));
        assert!(get(&store, "by age").found.is_none());
        assert_eq!(store.size(), 0);

        set(&store, "by tag", entry(get(&store, "key").now, &["tag"], "data"));
        invalidate(&store, "tag", Duration::from_secs(5));
        assert_eq!(get(&store, "by tag").found.map(|found| found.tags), Some(Freshness::Stale));
        clock.advance(Duration::from_secs(5));
        assert!(get(&store, "by tag").found.is_none());
        assert_eq!(store.size(), 0);
    }

    #[test]
    fn what_begins_after_an_invalidation_is_fresh_though_the_clock_stands_still() {
        let store = MemoryStore::new().with_clock(&ManualClock::new());
        for round in 0..5 {
            let before = get(&store, "key").now;
            invalidate(&store, "tag", Duration::ZERO);
            let after = get(&store, "key").now;
            assert!(before < after, "in round {round}");
            set(&store, "before", entry(before, &["tag"], "data"));
            set(&store, "after", entry(after, &["tag"], "data"));
            assert!(get(&store, "before").found.is_none(), "in round {round}");
            assert_eq!(get(&store, "after").found.map(|found| found.tags), Some(Freshness::Fresh), "in round {round}");
        }
    }

    #[test]
    fn an_entry_does_not_hold_the_buffer_that_its_body_was_read_into() {
        let buffer = Bytes::from(vec![b'x'; 100_000]);
        let store = MemoryStore::new();
        set(&store, "key", entry(get(&store, "key").now, &[], buffer.slice(10..20)));
        assert!(buffer.is_unique());
        assert!(
            get(&store, "key").found.is_some_and(|found| found.entry.value == CachedValue::Data(buffer.slice(0..10)))
        );
    }

    #[test]
    fn what_it_keeps_is_what_it_was_given() {
        let headers = [
            (SET_COOKIE, HeaderValue::from_static("a=1")),
            (CONTENT_TYPE, HeaderValue::from_bytes(b"\xff\xfe").expect("a value")),
            (SET_COOKIE, HeaderValue::from_static("b=2")),
        ];
        let response =
            CachedResponse { status: StatusCode::CREATED, headers: headers.into_iter().collect(), body: "body".into() };
        let store = MemoryStore::new();
        let now = get(&store, "key").now;
        let kept =
            CacheEntry { value: CachedValue::Response(response), retry_at: Some(now), ..entry(now, &["a", "b"], "") };
        set(&store, "key", kept.clone());
        assert_eq!(get(&store, "key").found.map(|found| found.entry), Some(Arc::new(kept)));
    }

    /// What the values are made from is changed and then invalidated, as a handler does, while other threads read through the store: also
    /// through a second entry that is made from the first one.
    #[test]
    fn no_thread_finds_fresh_what_was_invalidated_before_it_asked() {
        fn read(store: &MemoryStore, key: &str, make: impl FnOnce() -> u64) -> u64 {
            let lookup = get(store, key);
            match lookup.found {
                Some(Found { entry, tags: Freshness::Fresh }) => match &entry.value {
                    CachedValue::Data(data) => u64::from_be_bytes(data[..].try_into().expect("8 bytes")),
                    CachedValue::Response(_) => unreachable!("only data was kept"),
                },
                _ => {
                    let made = make();
                    set(store, key, entry(lookup.now, &["tag"], made.to_be_bytes().to_vec()));
                    made
                }
            }
        }

        let (store, source, invalidated) = (MemoryStore::new(), AtomicU64::new(0), AtomicU64::new(0));
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while !done.load(Ordering::SeqCst) {
                        let at_least = invalidated.load(Ordering::SeqCst);
                        let found = read(&store, "outer", || read(&store, "inner", || source.load(Ordering::SeqCst)));
                        assert!(found >= at_least, "{found}, and {at_least} was invalidated before");
                    }
                });
            }
            for version in 1..=20_000 {
                source.store(version, Ordering::SeqCst);
                invalidate(&store, "tag", Duration::from_secs(version % 2));
                invalidated.store(version, Ordering::SeqCst);
            }
            done.store(true, Ordering::SeqCst);
        });
    }
}
