//! The headers of an answer from the cache.

use std::hash::{DefaultHasher, Hasher};
use std::time::Duration;

use http::header::{AGE, CACHE_CONTROL, CONTENT_LENGTH, ETAG};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::cache::{CachedResponse, Lifetimes};
use crate::route::{Config, Revalidate};

/// Where an answer comes from (NEXT-SPEC I3).
pub(super) const X_NEXTJS_CACHE: HeaderName = HeaderName::from_static("x-nextjs-cache");

/// What is for one client alone (NEXT-SPEC A8, I4).
pub(super) const PRIVATE: HeaderValue =
    HeaderValue::from_static("private, no-cache, no-store, max-age=0, must-revalidate");

/// A year: Next's `expireTime` (NEXT-SPEC I5).
const EXPIRE: Duration = Duration::from_secs(31_536_000);

/// How long answers of a route are good, as its options say.
pub(crate) const fn life_of(config: &Config) -> Lifetimes {
    // What clients may do without asking is told to none of them.
    let stale = Duration::from_secs(300);
    match config.revalidate() {
        Some(Revalidate::Seconds(seconds)) => {
            Lifetimes { stale, revalidate: Some(Duration::from_secs(seconds)), expire: Some(EXPIRE) }
        }
        Some(Revalidate::Never) | None => Lifetimes { stale, revalidate: None, expire: None },
    }
}

/// What caches between here and the client may do with an answer of this life (NEXT-SPEC I4, I5). Below a second it is of one client
/// alone.
pub(super) fn cache_control(life: Lifetimes) -> HeaderValue {
    let expire = life.expire.unwrap_or(EXPIRE);
    shared(life.revalidate.unwrap_or(expire).min(expire), expire)
}

/// [`cache_control`] for an answer that is served until it is tried again to make a new one, which has failed (NEXT-SPEC E3).
pub(super) fn cache_control_until(retry: Duration, life: Lifetimes) -> HeaderValue {
    // A part of a second counts whole, or the last one would tell not to store what is good.
    let retry = Duration::from_secs(retry.as_secs() + u64::from(retry.subsec_nanos() > 0));
    shared(retry, life.expire.unwrap_or(EXPIRE))
}

fn shared(fresh: Duration, expire: Duration) -> HeaderValue {
    let (fresh, expire) = (fresh.as_secs(), expire.as_secs());
    let text = match expire.saturating_sub(fresh) {
        _ if fresh == 0 => return PRIVATE,
        0 => format!("s-maxage={fresh}"),
        stale => format!("s-maxage={fresh}, stale-while-revalidate={stale}"),
    };
    // Letters and digits are a header's value.
    HeaderValue::try_from(text).unwrap_or(PRIVATE)
}

/// Makes an answer ready to be sent many times: it gets the headers of a hit, so that a hit copies one map and changes what is
/// different.
pub(super) fn prepare(response: &mut CachedResponse, life: Lifetimes) {
    let CachedResponse { status, headers, body } = response;
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, cache_control(life));
    }
    if *status == StatusCode::OK && !headers.contains_key(ETAG) {
        headers.insert(ETAG, etag(body));
    }
    // It cannot be that a handler knows better.
    headers.remove(CONTENT_LENGTH);
    if !body.is_empty() {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    headers.insert(AGE, HeaderValue::from_static("0"));
    headers.insert(X_NEXTJS_CACHE, HeaderValue::from_static("HIT"));
}

/// An age in seconds. (Made from a number, the value would be two pieces of memory, not one: most hits have an age.)
pub(super) fn age(seconds: u64) -> HeaderValue {
    HeaderValue::try_from(seconds.to_string()).unwrap_or_else(|_| HeaderValue::from(seconds))
}

/// A validator of a body. It is weak, because what is sent may be compressed on the way. (It holds as long as the build: another one
/// may hash otherwise, and clients then ask once more.)
fn etag(body: &[u8]) -> HeaderValue {
    let mut hash = DefaultHasher::new();
    hash.write(body);
    let text = format!("W/\"{:x}-{:x}\"", body.len(), hash.finish());
    HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// Whether the handler has left it to the cache to say how long its answer is good.
pub(super) fn is_own_cache_control(headers: &HeaderMap, life: Lifetimes) -> bool {
    headers.get(CACHE_CONTROL).is_some_and(|value| *value == cache_control(life))
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    const YEAR: u64 = 31_536_000;

    fn life(revalidate: impl Into<Option<u64>>, expire: impl Into<Option<u64>>) -> Lifetimes {
        let seconds = |seconds: Option<u64>| seconds.map(Duration::from_secs);
        Lifetimes { stale: Duration::ZERO, revalidate: seconds(revalidate.into()), expire: seconds(expire.into()) }
    }

    #[test]
    fn I4_I5_a_life_is_told_to_caches() {
        for (life, expected) in [
            (life(60, YEAR), "s-maxage=60, stale-while-revalidate=31535940"),
            (life(900, 3600), "s-maxage=900, stale-while-revalidate=2700"),
            (life(1, YEAR), "s-maxage=1, stale-while-revalidate=31535999"),
            // The default of `expireTime` holds where there is no expiry.
            (life(60, None), "s-maxage=60, stale-while-revalidate=31535940"),
            (life(YEAR, YEAR), "s-maxage=31536000"),
            (life(YEAR + 1, None), "s-maxage=31536000"),
            (life(60, 60), "s-maxage=60"),
            (life(60, 30), "s-maxage=30"),
            (life(None, None), "s-maxage=31536000"),
            (life(None, 90), "s-maxage=90"),
            (life(0, YEAR), "private, no-cache, no-store, max-age=0, must-revalidate"),
            (life(None, 0), "private, no-cache, no-store, max-age=0, must-revalidate"),
        ] {
            assert_eq!(cache_control(life), expected, "{life:?}");
        }
    }

    #[test]
    fn E3_until_a_generation_is_tried_again_that_is_told() {
        for (retry, life, expected) in [
            (3_000, life(1, YEAR), "s-maxage=3, stale-while-revalidate=31535997"),
            (2_001, life(1, YEAR), "s-maxage=3, stale-while-revalidate=31535997"),
            (1, life(1, YEAR), "s-maxage=1, stale-while-revalidate=31535999"),
            (30_000, life(60, 20), "s-maxage=30"),
        ] {
            assert_eq!(cache_control_until(Duration::from_millis(retry), life), expected, "{retry} {life:?}");
        }
    }

    #[test]
    fn G1_G10_the_options_say_how_long_answers_are_good() {
        use crate::route::Dynamic;
        for (config, expected) in [
            (Config::DEFAULT.with_revalidate(60), life(60, YEAR)),
            (Config::DEFAULT.without_revalidation(), life(None, None)),
            (Config::DEFAULT.with_dynamic(Dynamic::Error), life(None, None)),
            (Config::DEFAULT.with_dynamic(Dynamic::ForceStatic), life(None, None)),
            (Config::DEFAULT.with_static_params(), life(None, None)),
            (Config::DEFAULT.with_dynamic(Dynamic::ForceStatic).with_revalidate(5), life(5, YEAR)),
        ] {
            let found = life_of(&config);
            assert_eq!((found.revalidate, found.expire), (expected.revalidate, expected.expire), "{config:?}");
        }
    }

    #[test]
    fn an_etag_is_weak_and_differs_with_the_body() {
        let tags = ["", "a", "b", "ab"].map(|body| etag(body.as_bytes()));
        for (index, tag) in tags.iter().enumerate() {
            let text = tag.to_str().unwrap();
            assert!(text.starts_with("W/\"") && text.ends_with('"') && text.len() > 5, "{text}");
            assert!(!tags[..index].contains(tag), "{text}");
        }
        assert_eq!(etag(b"a"), tags[1], "the same in each process");
    }

    #[test]
    fn what_a_handler_has_set_stays() {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=5"));
        headers.insert(ETAG, HeaderValue::from_static("\"v1\""));
        let mut response = CachedResponse { status: StatusCode::OK, headers, body: "abc".into() };
        prepare(&mut response, life(60, YEAR));
        let header = |name| response.headers[name].to_str().unwrap();
        assert_eq!([header("cache-control"), header("etag")], ["public, max-age=5", "\"v1\""]);
        assert_eq!([header("content-length"), header("age"), header("x-nextjs-cache")], ["3", "0", "HIT"]);
        assert!(!is_own_cache_control(&response.headers, life(60, YEAR)));
    }
}
