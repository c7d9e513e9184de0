//! How long what is kept is served (NEXT-SPEC I7, I8, E3, V1, V2), and in which names it is kept.

use super::store::Mood;
use super::*;
use crate::Life;
use crate::cache::{CacheKey, Kept, RevalidateError, StoreInstant, path_tag, pattern_tag};
use crate::context;
use crate::handler::Running;
use crate::route::{Method, RouteInfo};
use axum::response::{IntoResponse, Response};

// I7, I8
#[tokio::test]
async fn an_entry_is_fresh_then_stale_then_expired() {
    for (age, answer) in
        [(0, "hit 1"), (59, "hit 1"), (60, "stale 1"), (3599, "stale 1"), (3600, "miss 2"), (1_000_000, "miss 2")]
    {
        let bench = Bench::new();
        assert_eq!(bench.get().await, "miss 1");
        bench.store.advance(Duration::from_secs(age));
        assert_eq!(bench.get().await, answer, "after {age} s");
    }
}

// I8
#[tokio::test]
async fn an_entry_that_never_expires_is_served_while_it_is_made_anew() {
    let bench = Bench::new();
    bench.get_with(life(60, None), &[]).await;
    bench.store.advance(Duration::from_secs(1_000_000_000));
    assert_eq!(bench.get().await, "stale 1");
}

// E3
#[tokio::test]
async fn what_could_not_be_made_anew_is_tried_again_after_its_time_within_3_to_30_seconds() {
    for (revalidate, retry) in [(Some(1), 3), (Some(3), 3), (Some(10), 10), (Some(30), 30), (Some(3600), 30), (None, 3)]
    {
        for end in [|| Generated::Failed("broken"), || Generated::Own("mine"), || panic!("on purpose")] {
            let bench = Bench::new();
            let lifetimes = Lifetimes { revalidate: revalidate.map(Duration::from_secs), ..life(1, None) };
            bench.get_with(lifetimes, &["posts"]).await;
            bench.cache.revalidate_tag("posts", "max").await.unwrap();
            assert_eq!(bench.ask(async move { end() }).await, "stale 1");
            bench.settle().await;
            for _ in 0..3 {
                assert_eq!(bench.get().await, "hit 1", "it is not tried again at once: {revalidate:?}");
            }
            bench.store.advance(Duration::from_secs(retry) - Duration::from_millis(1));
            assert_eq!(bench.get().await, "hit 1", "{revalidate:?}");
            bench.store.advance(Duration::from_millis(1));
            assert_eq!(bench.get().await, "stale 1", "{revalidate:?}");
            bench.settle().await;
            assert_eq!(bench.get().await, "hit 2");
            assert_eq!(bench.runs(), 2);
        }
    }
}

// E3, V2
#[tokio::test]
async fn what_is_invalidated_after_it_could_not_be_made_anew_is_tried_again() {
    let bench = Bench::new();
    bench.get_with(life(3600, None), &["posts"]).await;
    for _ in 0..2 {
        bench.cache.revalidate_tag("posts", "max").await.unwrap();
        assert_eq!(bench.ask(async { Generated::Failed("broken") }).await, "stale 1");
        bench.settle().await;
        assert_eq!(bench.get().await, "hit 1");
        bench.cache.revalidate_tag("others", "max").await.unwrap();
        assert_eq!(bench.get().await, "hit 1", "that is not its tag");
    }
    bench.cache.revalidate_tag("posts", "max").await.unwrap();
    assert_eq!(bench.get().await, "stale 1");
    bench.settle().await;
    assert_eq!(bench.get().await, "hit 2");
}

// E3, I8
#[tokio::test]
async fn what_could_not_be_made_anew_expires_all_the_same() {
    let bench = Bench::new();
    bench.get_with(life(60, Some(62)), &[]).await;
    bench.store.advance(Duration::from_secs(61));
    assert_eq!(bench.ask(async { Generated::Failed("broken") }).await, "stale 1");
    bench.settle().await;
    bench.store.advance(Duration::from_secs(1));
    assert_eq!(bench.ask(async { Generated::Failed("broken") }).await, "failed broken");
}

#[tokio::test]
async fn what_may_not_be_kept_any_more_is_not_served_any_more() {
    let bench = Bench::new();
    bench.get_with(life(60, None), &[]).await;
    bench.store.advance(Duration::from_secs(61));
    assert_eq!(bench.ask(async { Generated::Withdrawn("not for all") }).await, "stale 1");
    bench.settle().await;
    for _ in 0..2 {
        assert_eq!(bench.ask(async { Generated::Withdrawn("not for all") }).await, "own not for all");
    }
    assert_eq!(bench.get().await, "miss 2");
    assert_eq!(bench.get().await, "hit 2");
}

/// When what is kept began, and what the cache says of it.
async fn kept(bench: &Bench) -> Kept {
    bench.cache.find(&bench.cache.key(&["k"])).await.expect("it is kept, and fresh enough")
}

// V12
#[tokio::test]
async fn what_is_made_of_something_stale_is_no_younger_than_that() {
    let bench = Bench::new();
    bench.get_with(life(3600, None), &["posts"]).await;
    let part = kept(&bench).await;
    assert_eq!(part.stale(), None);
    bench.cache.revalidate_tag("posts", "max").await.unwrap();
    // The tag is one of the part's.
    let of_stale = |value, stale: Option<StoreInstant>| {
        let Generated::Keep(made) = made(value, life(3600, None), &["posts"]) else { unreachable!() };
        Generated::Keep(Made { stale, ..made })
    };
    let began = part.entry.began;
    assert_eq!(bench.ask(async move { of_stale("old", Some(began)) }).await, "stale 1");
    bench.settle().await;
    // It is tried again after the time of a failure, and says until then that it is stale.
    let old = kept(&bench).await;
    assert_eq!((old.entry.began, old.stale()), (began, Some(began)));
    assert_eq!(bench.get().await, "hit old");
    bench.store.advance(Duration::from_secs(31));
    assert_eq!(bench.get().await, "stale old");
    bench.settle().await;
    assert_eq!(bench.get().await, "hit 2");
    assert_eq!(kept(&bench).await.stale(), None);
}

// V12
#[tokio::test]
async fn what_is_made_of_something_older_than_what_is_kept_does_not_take_its_place() {
    let bench = Bench::new();
    bench.get().await;
    bench.store.advance(Duration::from_secs(61));
    let Generated::Keep(made) = made("older", LIFE, &[]) else { unreachable!() };
    let older = Generated::Keep(Made { stale: Some(StoreInstant::from_micros(1)), ..made });
    assert_eq!(bench.ask(async { older }).await, "stale 1");
    bench.settle().await;
    assert_eq!(bench.get().await, "hit 1", "and it is not tried again at once");
    bench.store.advance(Duration::from_secs(31));
    assert_eq!(bench.get().await, "stale 1");
}

#[tokio::test]
async fn a_failure_does_not_undo_what_another_process_has_made_meanwhile() {
    let bench = Bench::new();
    bench.get().await;
    bench.store.advance(Duration::from_secs(61));
    let other = Cache::new(bench.store_again()).with_namespace("test");
    let make = async move {
        let Answer::Kept(_) = other.get_or_generate("k", Making(async { made("x", LIFE, &[]) })).await else {
            panic!()
        };
        tokio::task::yield_now().await;
        Generated::Failed("broken")
    };
    assert_eq!(bench.ask(make).await, "stale 1");
    bench.settle().await;
    assert_eq!(bench.get().await, "hit x");
}

// V2
#[tokio::test]
async fn a_tag_makes_stale_for_as_long_as_the_life_says() {
    for (after, answer) in [(0, "stale 1"), (59, "stale 1"), (60, "miss 2")] {
        let bench = Bench::new();
        bench.get_with(life(3600, None), &["posts"]).await;
        bench.cache.revalidate_tag("posts", "seconds").await.unwrap();
        bench.store.advance(Duration::from_secs(after));
        assert_eq!(bench.get().await, answer, "after {after} s");
    }
}

// V2
#[tokio::test]
async fn a_tag_that_is_invalidated_now_makes_the_next_request_wait() {
    let bench = Bench::new();
    bench.get().await;
    bench.cache.revalidate_tag("posts", Life::NOW).await.unwrap();
    assert_eq!(bench.get().await, "miss 2");
    assert_eq!(bench.get().await, "hit 2");
    bench.cache.revalidate_tag("Posts", Life::NOW).await.unwrap();
    assert_eq!(bench.get().await, "hit 2", "another tag: V8");
}

/// Keeps the answer of a path, and tells whether it is still there after an invalidation of a path.
async fn survives(invalidated: &str) -> bool {
    let bench = Bench::new();
    let make = || async {
        Generated::Keep(Made {
            value: CachedValue::Data(Bytes::from_static(b"1")),
            life: LIFE,
            tags: vec![path_tag("/caf%C3%A9/b").unwrap(), pattern_tag("/caf%C3%A9/[slug]").unwrap()],
            stale: None,
        })
    };
    assert_eq!(bench.ask(make()).await, "miss 1");
    bench.cache.revalidate_path(invalidated).await.unwrap();
    match &*bench.ask(make()).await {
        "hit 1" => true,
        "miss 1" => false,
        answer => panic!("{answer}"),
    }
}

// V1
#[tokio::test]
async fn a_path_is_dropped_by_each_of_its_spellings_and_by_its_pattern() {
    for (path, is_kept) in [
        ("/café/b", false),
        ("/caf%c3%a9/b/", false),
        ("/café/[slug]", false),
        ("/(shop)/café/[slug]", false),
        ("/café/c", true),
        ("/café", true),
        ("/café/[id]", true),
        ("/", true),
    ] {
        assert_eq!(survives(path).await, is_kept, "{path}");
    }
}

// V1, V8
#[tokio::test]
async fn what_cannot_be_invalidated_is_an_error() {
    let cache = Bench::new().cache;
    let long = "a".repeat(1024);
    let cases = [
        (cache.revalidate_path("posts").await, "`posts` is no path: it must begin with a slash"),
        (cache.revalidate_path("/%").await, "`/%` is no path: it cannot be decoded"),
        (
            cache.revalidate_path(format!("/{long}")).await,
            "a path of 1025 bytes is too long to be revalidated: it may have 1024",
        ),
        (cache.revalidate_tag(&long[..257], "max").await, "a tag of 257 bytes is too long: it may have 256"),
        (cache.revalidate_tag("\0/posts", "max").await, "`Tag(\"\\0/posts\")` is no tag: it must not begin with a NUL"),
        (
            cache.revalidate_tag("posts", "maximum").await,
            "no life is called `maximum`: there are default, seconds, minutes, hours, days, weeks and max",
        ),
    ];
    for (outcome, message) in cases {
        assert_eq!(outcome.unwrap_err().to_string(), message);
    }
    assert!(cache.revalidate_tag(&long[..256], "max").await.is_ok());
    assert!(cache.revalidate_tag("posts", Life::custom(0, 1, 2)).await.is_ok());
}

// V5, V6
#[tokio::test]
async fn nothing_is_invalidated_below_what_is_cached() {
    static ROUTE: RouteInfo = RouteInfo::route(Method::Get, "/x", &[]);

    let bench = Bench::new();
    let cache = bench.cache.clone();
    let handler = async move {
        assert!(matches!(cache.revalidate_path("/x").await, Err(RevalidateError::CachedHandler)));
        let error = crate::revalidate_tag("posts", "max").await.unwrap_err();
        assert!(context::scope().is_some());
        error.into_response()
    };
    let answer: Response = Running::generating(&ROUTE, bench.cache.clone(), Arc::default(), handler).await;
    assert_eq!(answer.status(), 500);
    assert!(bench.store.tags().is_empty());
}

#[tokio::test]
async fn two_namespaces_in_one_store_do_not_meet() {
    let shop = Bench::new();
    let blog = Cache::clone(&shop.cache).with_namespace("blog");
    shop.get().await;
    let in_blog =
        || async { told(blog.get_or_generate("k", Making(async { made("of the blog", LIFE, &["posts"]) })).await) };
    assert_eq!(in_blog().await, "miss of the blog");
    shop.cache.revalidate_tag("posts", Life::NOW).await.unwrap();
    assert_eq!(in_blog().await, "hit of the blog");
    assert_eq!(shop.get().await, "miss 2");
    assert_eq!(shop.store.keys(), ["blog:k", "test:k"]);
    assert_eq!(shop.store.tags().iter().map(|tag| &**tag).collect::<Vec<_>>(), ["test:#posts"]);
}

#[tokio::test]
async fn builds_that_share_a_store_have_keys_of_their_own_and_common_tags() {
    let store = ScriptedStore::new().shared();
    let of = |build: &str| Cache::new(store.clone()).with_namespace("shop").with_build_id(build);
    let get = async |cache: &Cache, value: &'static str| {
        told(cache.get_or_generate("k", Making(async move { made(value, LIFE, &["posts"]) })).await)
    };
    let (old, new) = (of("1"), of("2:beta"));
    assert_eq!(get(&old, "old").await, "miss old");
    assert_eq!(get(&new, "new").await, "miss new");
    assert_eq!(get(&of("1"), "another process").await, "hit old");
    assert_eq!(store.0.keys(), ["shop:1:k", "shop:2%3Abeta:k"]);
    new.revalidate_tag("posts", Life::NOW).await.unwrap();
    assert_eq!(get(&old, "newer").await, "miss newer");
}

#[tokio::test]
async fn a_build_without_a_name_is_named_by_its_program() {
    let store = ScriptedStore::new().shared();
    // To hash the program takes its time.
    let cache = Cache::new(store.clone()).with_namespace("shop").with_timeout(Duration::from_secs(60));
    let get = || async { told(cache.get_or_generate("k", Making(async { made("1", LIFE, &[]) })).await) };
    assert_eq!((get().await, get().await), ("miss 1".to_owned(), "hit 1".to_owned()));
    let [key] = &store.0.keys()[..] else { panic!("one key") };
    let build = key.strip_prefix("shop:").and_then(|rest| rest.strip_suffix(":k")).expect(key);
    assert!(!build.is_empty() && !build.contains(':'), "{key}");
}

#[tokio::test]
async fn a_hit_in_memory_asks_the_store_once_and_is_there_at_once() {
    use futures_util::FutureExt;

    let bench = Bench::new();
    bench.get().await;
    let before = bench.store.gets.load(Ordering::SeqCst);
    let key: CacheKey = bench.cache.key(&["", "k"]);
    let kept = bench.cache.find(&key).now_or_never().expect("nothing to wait for").expect("a hit");
    assert_eq!(bench.store.gets.load(Ordering::SeqCst), before + 1);
    assert_eq!(bench.cache.named_tags(&kept.entry).collect::<Vec<_>>(), ["posts"]);
    bench.store.reads(Mood::Later);
    assert!(bench.cache.find(&key).await.is_ok());
}
