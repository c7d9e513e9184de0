//! What is kept of an answer, and how long it is good.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::life::Lifetimes;
use super::store::StoreInstant;

/// What is kept under one key.
///
/// ```
/// use route_runtime::{CacheEntry, CachedValue, Freshness, Life, StoreInstant};
/// use std::time::Duration;
///
/// let began = StoreInstant::from_micros(0);
/// let entry = CacheEntry {
///     began,
///     life: Life::custom(0, 60, 300).lifetimes(),
///     retry_at: None,
///     tags: ["posts".into()].into(),
///     value: CachedValue::Data("[1, 2, 3]".into()),
/// };
/// assert_eq!(entry.freshness(began.after(Duration::from_secs(59))), Freshness::Fresh);
/// assert_eq!(entry.freshness(began.after(Duration::from_secs(60))), Freshness::Stale);
/// assert_eq!(entry.expires_at(), Some(began.after(Duration::from_secs(300))));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheEntry {
    /// When its generation began, on the store's clock: what was changed since then may not be in it.
    pub began: StoreInstant,
    /// How long it is good.
    pub life: Lifetimes,
    /// Not to be generated anew before then, because that has failed (NEXT-SPEC E3).
    pub retry_at: Option<StoreInstant>,
    /// What it can be invalidated by.
    pub tags: Box<[Arc<str>]>,
    /// What is kept.
    pub value: CachedValue,
}

/// The value of an entry.
///
/// ```
/// use route_runtime::{CachedResponse, CachedValue};
///
/// /// What a store that has a limit asks.
/// fn len(value: &CachedValue) -> usize {
///     match value {
///         CachedValue::Response(CachedResponse { body, .. }) => body.len(),
///         CachedValue::Data(data) => data.len(),
///     }
/// }
/// assert_eq!(len(&CachedValue::Data("[1, 2, 3]".into())), 9);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CachedValue {
    /// An answer of a route, or of another server.
    Response(CachedResponse),
    /// What a function returned, serialized.
    Data(Bytes),
}

/// A whole answer (NEXT-SPEC I2).
///
/// ```
/// use axum::http::{HeaderMap, StatusCode};
/// use route_runtime::{CachedResponse, CachedValue};
///
/// let headers = HeaderMap::from_iter([("content-type".parse().unwrap(), "text/plain".parse().unwrap())]);
/// let answer = CachedResponse { status: StatusCode::OK, headers, body: "hello".into() };
/// let value = CachedValue::Response(answer.clone());
/// assert_eq!(value, CachedValue::Response(answer));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers as they are sent with a hit: those that say how old an answer is, and where it is from, are written anew each time. What
    /// goes with a response inside the program, its extensions, is not kept.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// Whether an entry is as good as new.
///
/// ```
/// use route_runtime::Freshness;
///
/// // Of what the age and the tags say, the worse holds.
/// assert_eq!(Freshness::Fresh.max(Freshness::Stale), Freshness::Stale);
/// assert_eq!(Freshness::Expired.max(Freshness::Stale), Freshness::Expired);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// It is.
    Fresh,
    /// It may be served while a new one is made (NEXT-SPEC I7).
    Stale,
    /// It may not be served (NEXT-SPEC I8).
    Expired,
}

impl CacheEntry {
    /// What its age says of it; its tags may say worse.
    pub fn freshness(&self, now: StoreInstant) -> Freshness {
        let age = now.since(self.began);
        if self.life.expire.is_some_and(|expire| age >= expire) {
            Freshness::Expired
        } else if self.life.revalidate.is_some_and(|revalidate| age >= revalidate) {
            Freshness::Stale
        } else {
            Freshness::Fresh
        }
    }

    /// When it expires by its age, `None` if it never does.
    pub fn expires_at(&self) -> Option<StoreInstant> {
        self.life.expire.map(|expire| self.began.after(expire))
    }
}

/// The invalidations of one tag.
///
/// Two instants do not do: an invalidation that lets stale entries be served for a while has an end, which must not touch entries that
/// were generated since.
///
/// ```
/// use route_runtime::{Freshness, StoreInstant, TagInstants};
/// use std::time::Duration;
///
/// let at = |seconds: u64| StoreInstant::from_micros(seconds * 1_000_000);
/// // Invalidated after 10 seconds; what is stale may be served for a minute more.
/// let posts = TagInstants::default().invalidate(at(10), Duration::from_secs(60));
/// assert_eq!(posts.freshness(at(5), at(11)), Freshness::Stale);
/// assert_eq!(posts.freshness(at(5), at(70)), Freshness::Expired);
/// // An entry that was begun since.
/// assert_eq!(posts.freshness(at(12), at(70)), Freshness::Fresh);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TagInstants {
    /// Entries whose generation began until then are stale.
    pub stale: Option<StoreInstant>,
    /// Entries whose generation began until then have expired.
    pub expired: Option<StoreInstant>,
    /// From then on, stale entries have expired.
    pub until: Option<StoreInstant>,
}

impl TagInstants {
    /// What they say of an entry whose generation began then.
    pub fn freshness(&self, began: StoreInstant, now: StoreInstant) -> Freshness {
        let reaches = |instant: Option<StoreInstant>| instant.is_some_and(|instant| began <= instant);
        match (reaches(self.expired), reaches(self.stale)) {
            (true, _) => Freshness::Expired,
            (false, true) if self.until.is_some_and(|until| now >= until) => Freshness::Expired,
            (false, true) => Freshness::Stale,
            (false, false) => Freshness::Fresh,
        }
    }

    /// The tag is invalidated now. Of two ends that lie ahead the earlier one holds for all stale entries, the older and the newer.
    #[must_use]
    pub fn invalidate(self, now: StoreInstant, serve_stale: Duration) -> Self {
        if serve_stale.is_zero() {
            return Self { stale: Some(now), expired: Some(now), until: None };
        }
        let end = now.after(serve_stale);
        match self.until {
            Some(until) if until <= now => Self { stale: Some(now), expired: self.stale, until: Some(end) },
            until => {
                Self { stale: Some(now), expired: self.expired, until: Some(until.map_or(end, |until| until.min(end))) }
            }
        }
    }
}
