//! The cases of the suite: what each store must do, a function for each.

#![allow(missing_docs, reason = "a case's name says what it is about")]

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::StoreHarness;
use crate::cache::{
    CacheEntry, CachedResponse, CachedValue, Found, Freshness, Lifetimes, Lookup, StoreInstant, TagInstants,
};

// What the cases are made of.

async fn get(harness: &impl StoreHarness, key: &str) -> Lookup {
    harness.store().get(key).await.expect("a store that can be reached answers `get`")
}

async fn set(harness: &impl StoreHarness, key: &str, entry: CacheEntry) {
    harness.store().set(key, Arc::new(entry)).await.expect("a store that can be reached answers `set`");
}

async fn invalidate(harness: &impl StoreHarness, tags: &[&str], serve_stale: Duration) {
    let tags: Vec<Arc<str>> = tags.iter().map(|&tag| tag.into()).collect();
    let done = harness.store().invalidate(&tags, serve_stale).await;
    done.expect("a store that can be reached answers `invalidate`");
}

async fn now(harness: &impl StoreHarness) -> StoreInstant {
    get(harness, "what time is it").await.now
}

/// The entry that is found, of which its tags must not say that it has expired.
async fn entry_at(harness: &impl StoreHarness, key: &str) -> CacheEntry {
    let found = get(harness, key).await.found.unwrap_or_else(|| panic!("nothing is found under the key {key:?}"));
    assert_ne!(found.tags, Freshness::Expired, "the entry under the key {key:?} was not invalidated");
    CacheEntry::clone(&found.entry)
}

/// What tags say of an entry; one that is not there has expired.
async fn tags_say(harness: &impl StoreHarness, key: &str) -> Freshness {
    get(harness, key).await.found.map_or(Freshness::Expired, |found| found.tags)
}

/// Data without tags that stays for a year.
fn data(began: StoreInstant, data: impl Into<Bytes>) -> CacheEntry {
    CacheEntry {
        began,
        life: life(None, None),
        retry_at: None,
        tags: Box::default(),
        value: CachedValue::Data(data.into()),
    }
}

fn tagged(began: StoreInstant, tags: &[&str]) -> CacheEntry {
    CacheEntry { tags: tags.iter().map(|&tag| tag.into()).collect(), ..data(began, "data") }
}

fn life(revalidate: Option<u64>, expire: Option<u64>) -> Lifetimes {
    let seconds = |time: Option<u64>| time.map(Duration::from_secs);
    Lifetimes { stale: Duration::from_secs(300), revalidate: seconds(revalidate), expire: seconds(expire) }
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

// The cases.

pub async fn what_was_never_set_is_not_found(harness: &impl StoreHarness) {
    assert!(get(harness, "key").await.found.is_none());
    set(harness, "key", data(now(harness).await, "data")).await;
    assert!(get(harness, "ke").await.found.is_none());
    assert!(get(harness, "key2").await.found.is_none());
    assert!(get(harness, "KEY").await.found.is_none());
}

pub async fn data_is_found_as_it_was_set(harness: &impl StoreHarness) {
    let every_byte: Vec<u8> = (0..=255).collect();
    let bodies: [&[u8]; 5] = [b"", b"data", b"\0", b"\r\n\r\n", &every_byte];
    for body in bodies {
        let entry = data(now(harness).await, Bytes::copy_from_slice(body));
        set(harness, "key", entry.clone()).await;
        assert_eq!(entry_at(harness, "key").await, entry);
    }
}

pub async fn responses_are_found_as_they_were_set(harness: &impl StoreHarness) {
    type Case = (u16, &'static [(&'static str, &'static [u8])], &'static [u8]);
    let table: [Case; 5] = [
        (200, &[("content-type", b"text/plain; charset=utf-8"), ("x-a", b"1")], b"body"),
        (200, &[("vary", b"a"), ("x-b", b""), ("vary", b"b"), ("x-a", b"2"), ("vary", b"a")], b""),
        (404, &[("x-binary", b"\xff\x80\xc3\x28")], b"\0\xff"),
        (308, &[("location", b"/elsewhere?a=b%20c")], b""),
        (999, &[], b"an unusual status"),
    ];
    for (status, lines, body) in table {
        let mut headers = HeaderMap::new();
        for &(name, value) in lines {
            let value = HeaderValue::from_bytes(value).expect("only values of headers are in the table");
            headers.append(HeaderName::from_static(name), value);
        }
        let status = StatusCode::from_u16(status).expect("only statuses are in the table");
        let response = CachedResponse { status, headers, body: Bytes::from_static(body) };
        let entry = CacheEntry { value: CachedValue::Response(response.clone()), ..data(now(harness).await, "") };
        set(harness, "key", entry.clone()).await;
        let found = entry_at(harness, "key").await;
        assert_eq!(found, entry);
        if let CachedValue::Response(found) = found.value {
            assert!(found.headers.iter().eq(&response.headers), "the headers have another order: {found:?}");
        }
    }
}

pub async fn lives_tags_and_times_are_found_as_they_were_set(harness: &impl StoreHarness) {
    let began = now(harness).await;
    let many: Vec<Arc<str>> = (0..128).map(|number| format!("tag {number}").into()).collect();
    for (revalidate, expire) in [(None, None), (Some(1), None), (None, Some(3_600)), (Some(60), Some(31_536_000))] {
        for retry_at in [None, Some(began), Some(began.after(seconds(30)))] {
            for tags in [&[][..], &["b".into(), "a".into(), "b".into()], &many] {
                let entry =
                    CacheEntry { life: life(revalidate, expire), retry_at, tags: tags.into(), ..data(began, "data") };
                set(harness, "key", entry.clone()).await;
                assert_eq!(entry_at(harness, "key").await, entry);
            }
        }
    }
}

pub async fn what_is_set_later_takes_the_place_of_what_was_there(harness: &impl StoreHarness) {
    let began = now(harness).await;
    for entry in
        [tagged(began, &["a"]), data(began, "longer than the one before"), data(began, ""), tagged(began, &["b", "a"])]
    {
        set(harness, "key", entry.clone()).await;
        assert_eq!(entry_at(harness, "key").await, entry);
    }
    // It has the tags of the last one only.
    set(harness, "key", tagged(began, &["b"])).await;
    invalidate(harness, &["a"], Duration::ZERO).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Fresh);
    // A shorter life is not the longer one of before, nor the other way round.
    set(harness, "key", CacheEntry { life: life(None, Some(10)), ..data(now(harness).await, "short") }).await;
    set(harness, "key", CacheEntry { life: life(None, Some(100)), ..data(now(harness).await, "long") }).await;
    harness.advance(seconds(20)).await;
    assert_eq!(entry_at(harness, "key").await.value, CachedValue::Data("long".into()));
}

pub async fn an_older_generation_does_not_take_the_place_of_a_newer_one(harness: &impl StoreHarness) {
    let older = now(harness).await;
    harness.advance(seconds(1)).await;
    let newer = data(now(harness).await, "newer");
    set(harness, "key", newer.clone()).await;
    set(harness, "key", data(older, "older")).await;
    assert_eq!(entry_at(harness, "key").await, newer);
    // Nor does one that has expired already.
    set(harness, "key", CacheEntry { life: life(None, Some(0)), ..data(older, "older") }).await;
    assert_eq!(entry_at(harness, "key").await, newer);
    // A newer one that has expired does: what was there is not found any more.
    set(harness, "key", CacheEntry { life: life(None, Some(0)), ..data(now(harness).await, "newest") }).await;
    let lookup = get(harness, "key").await;
    assert!(lookup.found.is_none_or(|found| found.entry.freshness(lookup.now) == Freshness::Expired));
}

pub async fn keys_are_any_strings(harness: &impl StoreHarness) {
    let long = "k".repeat(2_000);
    let longer = format!("{long}k");
    let keys = [
        "",
        " ",
        "a b",
        "a  b",
        "a\nb",
        "a\r\nb",
        "a\0b",
        "a",
        "A",
        "ä",
        "a\u{308}",
        "\u{1f980}",
        "a:b",
        "{a}b",
        "*",
        "a*",
        "a?",
        "[a]",
        "%20",
        "/a/b/",
        "/a/b",
        "\"a\"",
        "'a'",
        "\\",
        "$1",
        "key",
        "tag",
        "clock",
        &long,
        &longer,
    ];
    let began = now(harness).await;
    for (number, key) in keys.into_iter().enumerate() {
        set(harness, key, data(began, number.to_string())).await;
    }
    for (number, key) in keys.into_iter().enumerate() {
        assert_eq!(entry_at(harness, key).await, data(began, number.to_string()), "under the key {key:?}");
    }
}

pub async fn tags_are_any_strings(harness: &impl StoreHarness) {
    let long = "t".repeat(256);
    let longer = "t".repeat(2_000);
    let tags = [
        "",
        " ",
        "a b",
        "a\nb",
        "a\r\nb",
        "a\0b",
        "a",
        "A",
        "ä",
        "a\u{308}",
        "\u{1f980}",
        "a,b",
        "a:b",
        "{a}b",
        "*",
        "%",
        "/a/b/",
        "-",
        "0",
        "key",
        &long,
        &longer,
    ];
    for tag in tags {
        let began = now(harness).await;
        for other in tags {
            set(harness, other, tagged(began, &[other])).await;
        }
        invalidate(harness, &[tag], Duration::ZERO).await;
        for other in tags {
            let expected = if other == tag { Freshness::Expired } else { Freshness::Fresh };
            assert_eq!(tags_say(harness, other).await, expected, "with the tag {other:?} when {tag:?} was invalidated");
        }
    }
}

pub async fn large_bodies_are_kept_whole(harness: &impl StoreHarness) {
    let body: Bytes = (0..5_000_000_u32).map(|number| ((number * 31) >> 3) as u8).collect();
    let entry = CacheEntry { tags: ["tag".into()].into(), ..data(now(harness).await, body) };
    set(harness, "key", entry.clone()).await;
    assert!(entry_at(harness, "key").await == entry, "a body of 5 MB is not what was set");
}

pub async fn many_can_set_one_key_at_once(harness: &impl StoreHarness) {
    let began = now(harness).await;
    let entries: Vec<_> = (0..50).map(|number| data(began, format!("{number}").repeat(1_000))).collect();
    futures_util::future::join_all(entries.iter().map(|entry| set(harness, "key", entry.clone()))).await;
    let found = entry_at(harness, "key").await;
    assert!(entries.contains(&found), "what is found is none of those that were set");
}

pub async fn many_can_use_many_keys_at_once(harness: &impl StoreHarness) {
    let began = now(harness).await;
    let one = async |number: usize| {
        let (key, entry) = (format!("key {number}"), data(began, number.to_string()));
        set(harness, &key, entry.clone()).await;
        assert_eq!(entry_at(harness, &key).await, entry);
    };
    futures_util::future::join_all((0..200).map(one)).await;
}

pub async fn time_goes_on(harness: &impl StoreHarness) {
    let mut last = now(harness).await;
    for time in [0, 1, 0, 7] {
        harness.advance(seconds(time)).await;
        let now = now(harness).await;
        // What an invalidation adds to the time, so that it is followed by a later one, is not counted as time that goes by.
        assert!(
            now.since(last) + Duration::from_millis(1) >= seconds(time),
            "it is {now:?}, {time} seconds after {last:?}"
        );
        assert!(now >= last, "the time went back from {last:?} to {now:?}");
        last = now;
    }
}

// NEXT-SPEC I7, I8
pub async fn an_entry_says_its_age_and_is_not_lost_before_it_expires(harness: &impl StoreHarness) {
    let entry = CacheEntry { life: life(Some(10), Some(20)), ..tagged(now(harness).await, &["tag"]) };
    set(harness, "key", entry.clone()).await;
    for (wait, expected) in [(0, Freshness::Fresh), (8, Freshness::Fresh), (3, Freshness::Stale), (7, Freshness::Stale)]
    {
        harness.advance(seconds(wait)).await;
        let lookup = get(harness, "key").await;
        let Some(Found { entry: found, tags }) = lookup.found else { panic!("the entry was lost before it expired") };
        assert_eq!(*found, entry);
        assert_eq!((found.freshness(lookup.now), tags), (expected, Freshness::Fresh));
    }
    harness.advance(seconds(3)).await;
    let lookup = get(harness, "key").await;
    assert!(lookup.found.is_none_or(|found| found.entry.freshness(lookup.now) == Freshness::Expired));
}

pub async fn an_entry_without_end_stays(harness: &impl StoreHarness) {
    let entry = CacheEntry { life: life(Some(1), None), ..data(now(harness).await, "data") };
    set(harness, "key", entry.clone()).await;
    harness.advance(seconds(60)).await;
    assert_eq!(entry_at(harness, "key").await, entry);
}

pub async fn an_invalidation_touches_its_tag_only(harness: &impl StoreHarness) {
    let began = now(harness).await;
    for (key, tags) in [("a", &["a"][..]), ("b", &["b"]), ("both", &["a", "b"]), ("none", &[])] {
        set(harness, key, tagged(began, tags)).await;
    }
    invalidate(harness, &["a"], seconds(10)).await;
    invalidate(harness, &["c"], Duration::ZERO).await;
    for (key, expected) in
        [("a", Freshness::Stale), ("b", Freshness::Fresh), ("both", Freshness::Stale), ("none", Freshness::Fresh)]
    {
        assert_eq!(tags_say(harness, key).await, expected, "under the key {key:?}");
    }
}

// NEXT-SPEC V2
pub async fn an_invalidation_without_grace_expires_at_once(harness: &impl StoreHarness) {
    set(harness, "key", tagged(now(harness).await, &["tag"])).await;
    invalidate(harness, &["tag"], Duration::ZERO).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Expired);
    set(harness, "key", tagged(now(harness).await, &["tag"])).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Fresh);
}

// NEXT-SPEC V2
pub async fn an_invalidation_with_grace_lets_stale_entries_be_served_until_its_end(harness: &impl StoreHarness) {
    set(harness, "key", tagged(now(harness).await, &["tag"])).await;
    invalidate(harness, &["tag"], seconds(10)).await;
    for (wait, expected) in
        [(0, Freshness::Stale), (8, Freshness::Stale), (3, Freshness::Expired), (5, Freshness::Expired)]
    {
        harness.advance(seconds(wait)).await;
        assert_eq!(tags_say(harness, "key").await, expected);
    }
}

pub async fn the_end_of_an_invalidation_does_not_touch_what_was_generated_since(harness: &impl StoreHarness) {
    invalidate(harness, &["tag"], seconds(10)).await;
    set(harness, "key", tagged(now(harness).await, &["tag"])).await;
    harness.advance(seconds(20)).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Fresh);
    // Nor does a later one revive the end of the earlier one.
    invalidate(harness, &["tag"], seconds(10)).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Stale);
}

pub async fn of_two_ends_the_earlier_one_counts(harness: &impl StoreHarness) {
    for (first, second) in [(10, 100), (100, 8)] {
        set(harness, "older", tagged(now(harness).await, &["tag"])).await;
        invalidate(harness, &["tag"], seconds(first)).await;
        harness.advance(seconds(2)).await;
        set(harness, "newer", tagged(now(harness).await, &["tag"])).await;
        invalidate(harness, &["tag"], seconds(second)).await;
        set(harness, "newest", tagged(now(harness).await, &["tag"])).await;
        assert_eq!(tags_say(harness, "older").await, Freshness::Stale);
        assert_eq!(tags_say(harness, "newer").await, Freshness::Stale);
        harness.advance(seconds(9)).await;
        assert_eq!(tags_say(harness, "older").await, Freshness::Expired);
        assert_eq!(tags_say(harness, "newest").await, Freshness::Fresh);
        harness.advance(seconds(100)).await;
        assert_eq!(tags_say(harness, "newest").await, Freshness::Fresh);
    }
}

pub async fn a_generation_that_an_invalidation_overtakes_is_stale(harness: &impl StoreHarness) {
    let began = now(harness).await;
    invalidate(harness, &["tag"], seconds(10)).await;
    set(harness, "key", tagged(began, &["tag"])).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Stale);

    let began = now(harness).await;
    invalidate(harness, &["tag"], Duration::ZERO).await;
    set(harness, "key", tagged(began, &["tag"])).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Expired);
}

pub async fn a_generation_that_begins_after_an_invalidation_is_fresh(harness: &impl StoreHarness) {
    for _ in 0..100 {
        let before = now(harness).await;
        invalidate(harness, &["tag"], Duration::ZERO).await;
        let after = now(harness).await;
        assert!(before < after, "an invalidation lies between {before:?} and {after:?}");
        set(harness, "key", tagged(after, &["tag"])).await;
        assert_eq!(tags_say(harness, "key").await, Freshness::Fresh);
    }
}

// NEXT-SPEC V8
pub async fn one_of_many_tags_is_enough(harness: &impl StoreHarness) {
    let names: Vec<String> = (0..128).map(|number| format!("tag {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for invalidated in [0, 64, 127] {
        set(harness, "key", tagged(now(harness).await, &names)).await;
        assert_eq!(tags_say(harness, "key").await, Freshness::Fresh);
        invalidate(harness, &[names[invalidated]], seconds(10)).await;
        assert_eq!(tags_say(harness, "key").await, Freshness::Stale);
    }
    // Of what two tags say the worse counts.
    invalidate(harness, &[names[3]], Duration::ZERO).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Expired);
}

pub async fn many_tags_are_invalidated_at_once(harness: &impl StoreHarness) {
    let names: Vec<String> = (0..128).map(|number| format!("tag {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let began = now(harness).await;
    for name in &names {
        set(harness, name, tagged(began, &[name])).await;
    }
    set(harness, "other", tagged(began, &["other"])).await;
    invalidate(harness, &names, seconds(10)).await;
    for name in &names {
        assert_eq!(tags_say(harness, name).await, Freshness::Stale, "with the tag {name:?}");
    }
    assert_eq!(tags_say(harness, "other").await, Freshness::Fresh);
    // One that is named twice is invalidated once.
    invalidate(harness, &["other", "other"], seconds(10)).await;
    assert_eq!(tags_say(harness, "other").await, Freshness::Stale);
}

pub async fn an_invalidation_of_nothing_does_nothing(harness: &impl StoreHarness) {
    set(harness, "key", tagged(now(harness).await, &["tag"])).await;
    invalidate(harness, &[], Duration::ZERO).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Fresh);
}

pub async fn a_grace_without_end_is_one(harness: &impl StoreHarness) {
    set(harness, "key", tagged(now(harness).await, &["tag"])).await;
    invalidate(harness, &["tag"], Duration::MAX).await;
    harness.advance(seconds(60)).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Stale);
    invalidate(harness, &["tag"], Duration::MAX).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Stale);
    invalidate(harness, &["tag"], Duration::ZERO).await;
    assert_eq!(tags_say(harness, "key").await, Freshness::Expired);
}

/// Entries and invalidations of three tags, a second between any two, against [`TagInstants`].
pub async fn a_long_history_says_what_the_rules_say(harness: &impl StoreHarness) {
    const TAGS: [&str; 3] = ["a", "b", "c"];

    // What is drawn is the same in each run: an xorshift generator.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut draw = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut instants = [TagInstants::default(); 3];
    let mut entries: Vec<(String, Vec<usize>, StoreInstant)> = Vec::new();
    for step in 1..=120 {
        harness.advance(seconds(1)).await;
        let time = StoreInstant::default().after(seconds(step));
        if draw(3) > 0 {
            let tag = draw(3);
            let serve_stale = seconds([0, 0, 1, 2, 5, 10, 30][draw(7)]);
            invalidate(harness, &[TAGS[tag]], serve_stale).await;
            instants[tag] = instants[tag].invalidate(time, serve_stale);
        } else {
            let (key, tags) = (format!("key {step}"), (0..3).filter(|_| draw(2) == 0).collect::<Vec<_>>());
            let names: Vec<_> = tags.iter().map(|&tag| TAGS[tag]).collect();
            set(harness, &key, tagged(now(harness).await, &names)).await;
            entries.push((key, tags, time));
        }
        for (key, tags, began) in entries.iter().rev().take(8) {
            let said = tags.iter().map(|&tag| instants[tag].freshness(*began, time)).max();
            let expected = said.unwrap_or(Freshness::Fresh);
            assert_eq!(
                tags_say(harness, key).await,
                expected,
                "under {key:?} with {tags:?} at step {step}: {instants:?}"
            );
        }
    }
}
