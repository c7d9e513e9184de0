//! The store in Redis or Valkey.

use std::fmt;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use ::redis::aio::{ConnectionManager, ConnectionManagerConfig};
use ::redis::io::tcp::{TcpSettings, socket2::TcpKeepalive};
use ::redis::{Client, IntoConnectionInfo, RedisError, Script};
use bytes::Bytes;

use crate::cache::{
    CacheEntry, CacheStore, Found, Freshness, Lookup, ManualClock, StoreError, StoreFuture, StoreInstant, TagInstants,
};

/// A store in Redis 6 or later, or in Valkey: one cache for many processes (feature `redis`). Clones share its connection.
///
/// ```no_run
/// use route_runtime::{Cache, RedisStore};
///
/// # async fn start() -> Result<(), route_runtime::StoreError> {
/// let cache = Cache::new(RedisStore::connect("redis://127.0.0.1:6379").await?);
/// # Ok(()) }
/// ```
///
/// * **Time** is the server's, so that processes whose clocks differ agree on what is stale. It does not go back where the server's does.
/// * **What is asked for** takes one round trip: the entry, the invalidations of its tags and the time come from one script, as of one
///   moment. So does an invalidation, of however many tags. There is no index from tags to entries, and nothing is scanned.
/// * **What is kept** expires in Redis when the entry does, after a year at most. An invalidation is kept for longer than any entry that
///   it counts for. Entries that cannot be read, of another version of this crate or damaged, are not found.
/// * **Keys** begin with `route:`, or with [what you say](Self::with_prefix).
/// * **A connection that is lost** is made again, with waits of 50 to 500 ms. An answer is waited for 2 s at most, a connection 1 s; whoever
///   has less time drops the future, which is safe at any moment.
///
/// # The server
///
/// With a limit to its memory it should have the policy `volatile-ttl` (or `noeviction`, where what does not fit is not kept): it then drops
/// what has least time to live, and that is never the invalidations. With `allkeys-lru` and its like it may drop an invalidation before
/// the entries that it counts for, and these are served until they expire.
///
/// A failover to a replica may lose the last invalidations, as all that Redis replicates.
///
/// Redis Cluster is not supported: a script reads the tags of the entry that it has found, wherever those are. What Sentinel watches over
/// works where the address is one that follows the master, a service of the host's or a proxy.
///
/// For `rediss://` add the crate `redis` to your own dependencies with its feature `tokio-rustls-comp` or `tokio-native-tls-comp`: features
/// of one crate are united.
#[derive(Clone)]
pub struct RedisStore {
    connection: ConnectionManager,
    prefix: Arc<str>,
    clock: Option<ManualClock>,
}

/// An entry is kept for so long at most.
const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Instants of tags are kept for longer than what they count for, in seconds: until then no entry is left that began before.
const KEEP_INSTANTS: u64 = YEAR.as_secs() + 24 * 60 * 60;

/// What is longer is as good as this: no entry is as old. It keeps the numbers of the scripts exact.
const LONGEST: Duration = Duration::from_secs(10 * YEAR.as_secs());

static GET: LazyLock<Script> = LazyLock::new(|| Script::new(concat!(include_str!("now.lua"), include_str!("get.lua"))));
static SET: LazyLock<Script> = LazyLock::new(|| Script::new(concat!(include_str!("now.lua"), include_str!("set.lua"))));
static INVALIDATE: LazyLock<Script> =
    LazyLock::new(|| Script::new(concat!(include_str!("now.lua"), include_str!("invalidate.lua"))));

impl RedisStore {
    /// A store at this address: `redis://[user:password@]host[:port][/database]`, or `redis+unix:///path`.
    ///
    /// # Errors
    ///
    /// The address is none, or there is no server that answers. Where the application is to start without one, use
    /// [`connect_later`](Self::connect_later).
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        let manager = ConnectionManager::new_with_config(client(url).map_err(StoreError::new)?, config()).await;
        Ok(Self::new(manager.map_err(StoreError::new)?))
    }

    /// A store at this address, to which it connects when it is first used. To be called in a Tokio runtime.
    ///
    /// Not run here, as there may be no server:
    ///
    /// ```no_run
    /// use route_runtime::{App, RedisStore, routes};
    ///
    /// # async fn start() -> Result<(), Box<dyn std::error::Error>> {
    /// let store = RedisStore::connect_later("redis://cache.internal:6379/1")?.with_prefix("shop:");
    /// App::new(routes![]).cache(store).serve("0.0.0.0:3000").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// The address is none.
    pub fn connect_later(url: &str) -> Result<Self, StoreError> {
        let manager = client(url).and_then(|client| ConnectionManager::new_lazy_with_config(client, config()));
        Ok(Self::new(manager.map_err(StoreError::new)?))
    }

    /// A store over a connection of your own, of the crate `redis` 1. Its timeouts are those of the connection.
    pub fn new(connection: ConnectionManager) -> Self {
        Self { connection, prefix: "route:".into(), clock: None }
    }

    /// With keys that begin with this, in place of `route:`. Stores with one prefix on one server share what they keep.
    #[must_use]
    pub fn with_prefix(mut self, prefix: &str) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// With the server's time and what this clock was advanced by, for tests.
    ///
    /// Not run here, as there may be no server:
    ///
    /// ```no_run
    /// use route_runtime::testing::ManualClock;
    /// use route_runtime::{CacheStore, RedisStore};
    /// use std::time::Duration;
    ///
    /// # async fn test() -> Result<(), route_runtime::StoreError> {
    /// let clock = ManualClock::new();
    /// let store = RedisStore::connect("redis://127.0.0.1:6379").await?.with_prefix("test:").with_clock(&clock);
    /// let before = store.get("key").await?.now;
    /// clock.advance(Duration::from_secs(60));
    /// assert!(store.get("key").await?.now.since(before) >= Duration::from_secs(60));
    /// # Ok(()) }
    /// ```
    #[must_use]
    pub fn with_clock(mut self, clock: &ManualClock) -> Self {
        self.clock = Some(clock.clone());
        self
    }

    async fn look_up(&self, key: &str) -> Result<Lookup, StoreError> {
        let mut call = GET.prepare_invoke();
        call.key(self.entry_key(key)).key(self.clock_key()).arg(self.skew()).arg(self.tag_key(""));
        let reply: Vec<Bytes> = call.invoke_async(&mut self.connection.clone()).await.map_err(StoreError::new)?;
        let mut reply = reply.into_iter();
        let now = reply.next().and_then(|now| text(&now)?.parse().ok().map(StoreInstant::from_micros));
        let now = now.ok_or_else(|| StoreError::new("the server did not say what time it is"))?;
        let Some(Ok(entry)) = reply.next().map(CacheEntry::from_bytes) else { return Ok(Lookup { now, found: None }) };
        let mut tags = Freshness::Fresh;
        for instants in reply {
            // What is not known is not fresh.
            let said = text(&instants).and_then(instants_of).map(|instants| instants.freshness(entry.began, now));
            tags = tags.max(said.unwrap_or(Freshness::Expired));
        }
        Ok(Lookup { now, found: Some(Found { entry: Arc::new(entry), tags }) })
    }

    async fn keep(&self, key: &str, entry: &CacheEntry) -> Result<(), StoreError> {
        let mut tags = Vec::new();
        for tag in &entry.tags {
            let length = u32::try_from(tag.len()).map_err(|_| StoreError::new("a tag is longer than 4 GB"))?;
            tags.extend(length.to_be_bytes());
            tags.extend(tag.as_bytes());
        }
        let expire = entry.life.expire.map_or(YEAR, |expire| expire.min(YEAR));
        let mut call = SET.prepare_invoke();
        call.key(self.entry_key(key))
            .key(self.clock_key())
            .arg(self.skew())
            .arg(entry.began.as_micros())
            .arg(micros(expire))
            .arg(KEEP_INSTANTS)
            .arg(entry.to_bytes())
            .arg(tags);
        call.invoke_async::<()>(&mut self.connection.clone()).await.map_err(StoreError::new)
    }

    async fn invalidate_now(&self, tags: &[Arc<str>], serve_stale: Duration) -> Result<(), StoreError> {
        if tags.is_empty() {
            return Ok(());
        }
        let mut call = INVALIDATE.prepare_invoke();
        call.key(self.clock_key());
        for tag in tags {
            call.key(self.tag_key(tag));
        }
        // A grace of less than a microsecond is one.
        let serve_stale = if serve_stale.is_zero() { 0 } else { micros(serve_stale.min(LONGEST)).max(1) };
        call.arg(self.skew()).arg(serve_stale).arg(KEEP_INSTANTS);
        call.invoke_async::<()>(&mut self.connection.clone()).await.map_err(StoreError::new)
    }

    fn entry_key(&self, key: &str) -> String {
        format!("{}entry:{key}", self.prefix)
    }

    fn tag_key(&self, tag: &str) -> String {
        format!("{}tag:{tag}", self.prefix)
    }

    fn clock_key(&self) -> String {
        format!("{}clock", self.prefix)
    }

    fn skew(&self) -> u64 {
        self.clock.as_ref().map_or(0, |clock| micros(clock.elapsed().min(LONGEST)))
    }
}

fn client(url: &str) -> Result<Client, RedisError> {
    // A server that is gone without a word is noticed: by what it does not acknowledge, or by probes where nothing is sent.
    let keepalive = TcpKeepalive::new().with_time(Duration::from_secs(5)).with_interval(Duration::from_secs(1));
    let settings = TcpSettings::default().set_nodelay(true).set_keepalive(keepalive);
    #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
    let settings = settings.set_user_timeout(Duration::from_secs(5));
    Client::open(url.into_connection_info()?.set_tcp_settings(settings))
}

fn config() -> ConnectionManagerConfig {
    ConnectionManagerConfig::new()
        .set_connection_timeout(Some(Duration::from_secs(1)))
        .set_response_timeout(Some(Duration::from_secs(2)))
        .set_number_of_retries(3)
        .set_min_delay(Duration::from_millis(50))
        .set_max_delay(Duration::from_millis(500))
}

fn micros(time: Duration) -> u64 {
    StoreInstant::default().after(time).as_micros()
}

fn text(bytes: &Bytes) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// What `invalidate.lua` writes, where 0 is no instant.
fn instants_of(text: &str) -> Option<TagInstants> {
    let mut numbers = text.split(' ').map(str::parse::<u64>);
    let mut next = || {
        let number = numbers.next()?.ok()?;
        Some((number != 0).then(|| StoreInstant::from_micros(number)))
    };
    let (stale, expired, until) = (next()?, next()?, next()?);
    numbers.next().is_none().then_some(TagInstants { stale, expired, until })
}

impl CacheStore for RedisStore {
    fn get<'a>(&'a self, key: &'a str) -> StoreFuture<'a, Lookup> {
        StoreFuture::new(self.look_up(key))
    }

    fn set<'a>(&'a self, key: &'a str, entry: Arc<CacheEntry>) -> StoreFuture<'a, ()> {
        StoreFuture::new(async move { self.keep(key, &entry).await })
    }

    fn invalidate<'a>(&'a self, tags: &'a [Arc<str>], serve_stale: Duration) -> StoreFuture<'a, ()> {
        StoreFuture::new(self.invalidate_now(tags, serve_stale))
    }
}

impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_as_the_script_writes_them() {
        let at = |micros| Some(StoreInstant::from_micros(micros));
        let read = TagInstants { stale: at(1_764_340_000_000_001), expired: None, until: at(3) };
        assert_eq!(instants_of("1764340000000001 0 3"), Some(read));
        for wrong in ["", "1", "1 2", "1 2 3 4", "a b c", "1 2 -3", "1  2 3", "1 2 3 ", "1 2 99999999999999999999"] {
            assert_eq!(instants_of(wrong), None, "{wrong:?}");
        }
    }
}
