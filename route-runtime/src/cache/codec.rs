//! Entries as bytes, for stores outside of this process.
//!
//! A byte that says the format, then: numbers as LEB128, strings and bodies as their length and their bytes. No checksum: what carries the
//! bytes has one.

use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::entry::{CacheEntry, CachedResponse, CachedValue};
use super::life::Lifetimes;
use super::store::StoreInstant;

/// The format of the bytes. It is another one as soon as bytes of the old one would be read as something else.
const FORMAT: u8 = 1;

/// What is there, a bit each.
mod flag {
    pub(super) const REVALIDATE: u8 = 1;
    pub(super) const EXPIRE: u8 = 1 << 1;
    pub(super) const RETRY_AT: u8 = 1 << 2;
    pub(super) const RESPONSE: u8 = 1 << 3;
    pub(super) const ALL: u8 = REVALIDATE | EXPIRE | RETRY_AT | RESPONSE;
}

/// Bytes that are no entry: of another version of this crate, cut off, or something else.
///
/// ```
/// use route_runtime::{CacheEntry, InvalidEntry};
///
/// let error: InvalidEntry = CacheEntry::from_bytes("something else").unwrap_err();
/// assert_eq!(error.to_string(), "these bytes are no cache entry: they are of another version");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no cache entry: {0}")]
pub struct InvalidEntry(&'static str);

const CUT_OFF: InvalidEntry = InvalidEntry("they are cut off");

impl CacheEntry {
    /// The entry as bytes, which [`from_bytes`](Self::from_bytes) reads: for a store that keeps bytes. They begin with the version of
    /// their format.
    ///
    /// ```
    /// use route_runtime::{CacheEntry, CachedValue, Life, StoreInstant};
    ///
    /// let entry = CacheEntry {
    ///     began: StoreInstant::from_micros(1_000_000),
    ///     life: Life::Minutes.lifetimes(),
    ///     retry_at: None,
    ///     tags: ["posts".into()].into(),
    ///     value: CachedValue::Data("[1, 2, 3]".into()),
    /// };
    /// assert_eq!(CacheEntry::from_bytes(entry.to_bytes()), Ok(entry));
    /// assert!(CacheEntry::from_bytes("something else").is_err());
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let body = match &self.value {
            CachedValue::Data(data) => data,
            CachedValue::Response(response) => &response.body,
        };
        let mut to = Vec::with_capacity(body.len() + 512);
        to.push(FORMAT);
        let bit = |flag, set: bool| if set { flag } else { 0 };
        to.push(
            bit(flag::REVALIDATE, self.life.revalidate.is_some())
                | bit(flag::EXPIRE, self.life.expire.is_some())
                | bit(flag::RETRY_AT, self.retry_at.is_some())
                | bit(flag::RESPONSE, matches!(self.value, CachedValue::Response(_))),
        );
        put_number(&mut to, self.began.as_micros());
        put_duration(&mut to, self.life.stale);
        for time in [self.life.revalidate, self.life.expire].into_iter().flatten() {
            put_duration(&mut to, time);
        }
        if let Some(retry_at) = self.retry_at {
            put_number(&mut to, retry_at.as_micros());
        }
        put_number(&mut to, self.tags.len() as u64);
        for tag in &self.tags {
            put_bytes(&mut to, tag.as_bytes());
        }
        if let CachedValue::Response(response) = &self.value {
            put_number(&mut to, response.status.as_u16().into());
            put_number(&mut to, response.headers.len() as u64);
            for (name, value) in &response.headers {
                put_bytes(&mut to, name.as_str().as_bytes());
                to.push(value.is_sensitive().into());
                put_bytes(&mut to, value.as_bytes());
            }
        }
        put_bytes(&mut to, body);
        to
    }

    /// The entry of these bytes. Its body is a part of them, and not copied.
    ///
    /// # Errors
    ///
    /// The bytes are no entry, or one of another version of the format; a store has no such entry then.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<Self, InvalidEntry> {
        let mut from = Reader(bytes.into());
        if from.byte()? != FORMAT {
            return Err(InvalidEntry("they are of another version"));
        }
        let flags = from.byte()?;
        if flags & !flag::ALL != 0 {
            return Err(InvalidEntry("a flag is unknown"));
        }
        let has = |flag| flags & flag != 0;
        let began = from.instant()?;
        let life = Lifetimes {
            stale: from.duration()?,
            revalidate: has(flag::REVALIDATE).then(|| from.duration()).transpose()?,
            expire: has(flag::EXPIRE).then(|| from.duration()).transpose()?,
        };
        let retry_at = has(flag::RETRY_AT).then(|| from.instant()).transpose()?;
        let count = from.number()?;
        let tags = (0..count).map(|_| from.tag()).collect::<Result<_, _>>()?;
        let value = if has(flag::RESPONSE) {
            let status = u16::try_from(from.number()?).ok().and_then(|status| StatusCode::from_u16(status).ok());
            let status = status.ok_or(InvalidEntry("its status is none"))?;
            CachedValue::Response(CachedResponse { status, headers: from.headers()?, body: from.bytes()? })
        } else {
            CachedValue::Data(from.bytes()?)
        };
        if !from.0.is_empty() {
            return Err(InvalidEntry("something follows it"));
        }
        Ok(Self { began, life, retry_at, tags, value })
    }
}

fn put_number(to: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn put_bytes(to: &mut Vec<u8>, bytes: &[u8]) {
    put_number(to, bytes.len() as u64);
    to.extend_from_slice(bytes);
}

fn put_duration(to: &mut Vec<u8>, time: Duration) {
    put_number(to, time.as_secs());
    put_number(to, time.subsec_nanos().into());
}

/// What is left to be read. No length or count that is read is believed before the bytes are there.
struct Reader(Bytes);

impl Reader {
    fn byte(&mut self) -> Result<u8, InvalidEntry> {
        if self.0.is_empty() { Err(CUT_OFF) } else { Ok(self.0.get_u8()) }
    }

    fn number(&mut self) -> Result<u64, InvalidEntry> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                break;
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(InvalidEntry("a number is too large"))
    }

    fn bytes(&mut self) -> Result<Bytes, InvalidEntry> {
        let length = self.number()?;
        match usize::try_from(length) {
            Ok(length) if length <= self.0.len() => Ok(self.0.split_to(length)),
            _ => Err(CUT_OFF),
        }
    }

    fn instant(&mut self) -> Result<StoreInstant, InvalidEntry> {
        self.number().map(StoreInstant::from_micros)
    }

    fn duration(&mut self) -> Result<Duration, InvalidEntry> {
        let (seconds, nanos) = (self.number()?, self.number()?);
        match u32::try_from(nanos) {
            Ok(nanos) if nanos < 1_000_000_000 => Ok(Duration::new(seconds, nanos)),
            _ => Err(InvalidEntry("a time has too many nanoseconds")),
        }
    }

    fn tag(&mut self) -> Result<Arc<str>, InvalidEntry> {
        let bytes = self.bytes()?;
        std::str::from_utf8(&bytes).map(Arc::from).map_err(|_| InvalidEntry("a tag is not UTF-8"))
    }

    fn headers(&mut self) -> Result<HeaderMap, InvalidEntry> {
        let count = self.number()?;
        let mut headers = HeaderMap::new();
        for _ in 0..count {
            let name = HeaderName::from_bytes(&self.bytes()?).map_err(|_| InvalidEntry("a header's name is none"))?;
            let is_sensitive = match self.byte()? {
                0 => false,
                1 => true,
                _ => return Err(InvalidEntry("a flag is unknown")),
            };
            let value = HeaderValue::from_maybe_shared(self.bytes()?);
            let mut value = value.map_err(|_| InvalidEntry("a header's value is none"))?;
            value.set_sensitive(is_sensitive);
            headers.try_append(name, value).map_err(|_| InvalidEntry("it has too many headers"))?;
        }
        Ok(headers)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::cases;

    fn number() -> impl Strategy<Value = u64> {
        prop_oneof![0..300_u64, any::<u64>(), Just(u64::MAX)]
    }

    fn duration() -> impl Strategy<Value = Duration> {
        (number(), prop_oneof![Just(0), 0..1_000_000_000_u32])
            .prop_map(|(seconds, nanos)| Duration::new(seconds, nanos))
    }

    fn headers() -> impl Strategy<Value = HeaderMap> {
        let value = vec(prop_oneof![0x20..=0x7e_u8, 0x80..=0xff_u8], 0..20);
        let line = ("[a-z][a-z0-9-]{0,3}", value, any::<bool>()).prop_map(|(name, value, is_sensitive)| {
            let mut value = HeaderValue::from_bytes(&value).expect("only such bytes");
            value.set_sensitive(is_sensitive);
            (name.parse::<HeaderName>().expect("only such names"), value)
        });
        vec(line, 0..8).prop_map(|lines| {
            let mut headers = HeaderMap::new();
            for (name, value) in lines {
                headers.append(name, value);
            }
            headers
        })
    }

    fn value() -> impl Strategy<Value = CachedValue> {
        let body = || vec(any::<u8>(), 0..300).prop_map(Bytes::from);
        let status = (100..1_000_u16).prop_map(|status| StatusCode::from_u16(status).expect("only such"));
        prop_oneof![
            body().prop_map(CachedValue::Data),
            (status, headers(), body()).prop_map(|(status, headers, body)| CachedValue::Response(CachedResponse {
                status,
                headers,
                body
            })),
        ]
    }

    prop_compose! {
        fn entry()(
            began in number(),
            stale in duration(),
            revalidate in option::of(duration()),
            expire in option::of(duration()),
            retry_at in option::of(number()),
            tags in vec(".{0,10}", 0..5),
            value in value(),
        ) -> CacheEntry {
            CacheEntry {
                began: StoreInstant::from_micros(began),
                life: Lifetimes { stale, revalidate, expire },
                retry_at: retry_at.map(StoreInstant::from_micros),
                tags: tags.into_iter().map(Arc::from).collect(),
                value,
            }
        }
    }

    /// The lines in their order, and which are sensitive: two maps with the same lines in another order are equal.
    fn lines(entry: &CacheEntry) -> Vec<(HeaderName, HeaderValue, bool)> {
        match &entry.value {
            CachedValue::Data(_) => Vec::new(),
            CachedValue::Response(response) => {
                let lines = response.headers.iter();
                lines.map(|(name, value)| (name.clone(), value.clone(), value.is_sensitive())).collect()
            }
        }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn an_entry_is_read_as_it_was_written(entry in entry()) {
            let read = CacheEntry::from_bytes(entry.to_bytes());
            prop_assert_eq!(read.as_ref().map(lines), Ok(lines(&entry)));
            prop_assert_eq!(read, Ok(entry));
        }

        #[test]
        fn no_part_of_an_entry_is_one(entry in entry(), part in 0.0..1.0_f64) {
            let mut bytes = entry.to_bytes();
            bytes.truncate((bytes.len() as f64 * part) as usize);
            prop_assert!(CacheEntry::from_bytes(bytes).is_err());
        }

        #[test]
        fn changed_bytes_are_an_entry_or_an_error(entry in entry(), changes in vec((any::<usize>(), any::<u8>()), 1..5)) {
            let mut bytes = entry.to_bytes();
            for (at, byte) in changes {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            // What is read is an entry in all its parts.
            if let Ok(entry) = CacheEntry::from_bytes(bytes) {
                prop_assert_eq!(CacheEntry::from_bytes(entry.to_bytes()), Ok(entry));
            }
        }

        #[test]
        fn any_bytes_are_an_entry_or_an_error(mut bytes in vec(any::<u8>(), 0..100)) {
            let _ = CacheEntry::from_bytes(bytes.clone());
            bytes.splice(..0, [FORMAT, flag::RESPONSE]);
            let _ = CacheEntry::from_bytes(bytes);
        }
    }

    #[test]
    fn what_is_no_entry_is_an_error_that_says_why() {
        const HUGE: [u8; 9] = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
        let response = |rest: &[u8]| [&[FORMAT, flag::RESPONSE, 0, 0, 0, 0], rest].concat();
        let table: &[(Vec<u8>, &str)] = &[
            (vec![], "they are cut off"),
            (vec![FORMAT], "they are cut off"),
            (vec![0], "they are of another version"),
            (vec![FORMAT + 1, 0, 0, 0, 0, 0, 0], "they are of another version"),
            (b"{\"kind\":\"APP_ROUTE\"}".to_vec(), "they are of another version"),
            (vec![FORMAT, 1 << 7], "a flag is unknown"),
            ([&[FORMAT, 0][..], &[0xff; 10]].concat(), "a number is too large"),
            ([&[FORMAT, 0][..], &[0x80; 9], &[2]].concat(), "a number is too large"),
            (vec![FORMAT, 0, 0, 0, 0x80, 0x94, 0xeb, 0xdc, 0x03], "a time has too many nanoseconds"),
            ([&[FORMAT, 0, 0, 0, 0][..], &HUGE].concat(), "they are cut off"),
            ([&[FORMAT, 0, 0, 0, 0, 1][..], &HUGE].concat(), "they are cut off"),
            (vec![FORMAT, 0, 0, 0, 0, 1, 1, 0xff, 0], "a tag is not UTF-8"),
            ([&[FORMAT, 0, 0, 0, 0, 0][..], &HUGE].concat(), "they are cut off"),
            (vec![FORMAT, 0, 0, 0, 0, 0, 1, b'x', b'y'], "something follows it"),
            (response(&[99]), "its status is none"),
            (response(&HUGE), "its status is none"),
            (response(&[200, 1, 1, 1, b' ']), "a header's name is none"),
            (response(&[200, 1, 1, 1, b'a', 2]), "a flag is unknown"),
            (response(&[200, 1, 1, 1, b'a', 0, 1, b'\n']), "a header's value is none"),
            (response(&[&[200, 1][..], &HUGE].concat()), "they are cut off"),
        ];
        for (bytes, why) in table {
            assert_eq!(CacheEntry::from_bytes(bytes.clone()), Err(InvalidEntry(why)), "{bytes:?}");
        }
    }

    #[test]
    fn more_headers_than_a_map_can_hold_are_an_error() {
        let mut bytes = vec![FORMAT, flag::RESPONSE, 0, 0, 0, 0, 200, 1];
        put_number(&mut bytes, 40_000);
        for number in 0..40_000 {
            put_bytes(&mut bytes, format!("x-{number}").as_bytes());
            bytes.extend([0, 0]);
        }
        put_bytes(&mut bytes, b"body");
        assert_eq!(CacheEntry::from_bytes(bytes), Err(InvalidEntry("it has too many headers")));
    }
}
