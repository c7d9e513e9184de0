//! A store that fails: no request does, none waits long, and what is lost is told.

use super::store::Mood;
use super::*;
use crate::Life;
use crate::cache::RevalidateError;
use tokio::time::{Instant, advance, sleep};

const BOUND: Duration = Duration::from_millis(200);

#[tokio::test(start_paused = true)]
async fn a_read_that_hangs_is_waited_for_no_longer_than_the_bound() {
    let bench = Bench::new();
    bench.get().await;
    bench.store.reads(Mood::Hangs);
    let asked = Instant::now();
    assert_eq!(bench.get().await, "miss 2");
    assert!(asked.elapsed() <= BOUND + Duration::from_millis(1), "{:?}", asked.elapsed());
    for run in 3..6 {
        let asked = Instant::now();
        assert_eq!(bench.get().await, format!("miss {run}"));
        assert_eq!(asked.elapsed(), Duration::ZERO, "the store is out");
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_hangs_is_waited_for_no_longer_than_the_bound() {
    let bench = Bench::new();
    bench.store.writes(Mood::Hangs);
    for run in 1..4 {
        let asked = Instant::now();
        assert_eq!(bench.get().await, format!("miss {run}"));
        assert!(asked.elapsed() <= BOUND + Duration::from_millis(1), "{:?}", asked.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a_bound_can_be_chosen() {
    let bench = Bench::new();
    let cache = bench.cache.clone().with_timeout(Duration::from_millis(30));
    bench.store.reads(Mood::Hangs);
    let asked = Instant::now();
    assert_eq!(told(cache.get_or_generate("k", Making(async { Generated::Own("1") })).await), "own 1");
    assert!(asked.elapsed() <= Duration::from_millis(31), "{:?}", asked.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_store_that_is_out_is_asked_by_one_task_and_is_used_again_soon() {
    for outage in [Mood::Fails, Mood::Hangs, Mood::Panics, Mood::PanicsLater] {
        let bench = Bench::new();
        bench.get().await;
        bench.store.reads(outage);
        bench.get().await;
        let before = bench.store.gets.load(Ordering::SeqCst);
        for _ in 0..100 {
            bench.get().await;
            sleep(Duration::from_millis(100)).await;
        }
        let probes = bench.store.gets.load(Ordering::SeqCst) - before;
        // In ten seconds, each half second and what they take.
        assert!((13..=25).contains(&probes), "{outage:?}: {probes}");
        bench.store.reads(Mood::Later);
        sleep(Duration::from_secs(1)).await;
        assert_eq!(bench.get().await, "hit 1", "{outage:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_made_while_the_store_is_out_is_not_kept() {
    let bench = Bench::new();
    bench.store.reads(Mood::Fails);
    assert_eq!(bench.get().await, "miss 1");
    assert_eq!(bench.get().await, "miss 2");
    assert_eq!(bench.store.sets.load(Ordering::SeqCst), 0);
    bench.store.reads(Mood::AtOnce);
    advance(Duration::from_secs(1)).await;
    bench.settle().await;
    assert_eq!(bench.get().await, "miss 3");
    assert_eq!(bench.get().await, "hit 3");
}

// I7
#[tokio::test(start_paused = true)]
async fn those_who_ask_while_the_store_is_out_wait_for_one_generation() {
    let bench = Arc::new(Bench::new());
    bench.store.reads(Mood::Hangs);
    let asking: Vec<_> = (0..100)
        .map(|_| {
            let bench = Arc::clone(&bench);
            tokio::spawn(async move {
                let runs = Arc::clone(&bench.runs);
                let make = async move {
                    sleep(Duration::from_millis(10)).await;
                    made(&(runs.fetch_add(1, Ordering::SeqCst) + 1).to_string(), LIFE, &[])
                };
                bench.ask(make).await
            })
        })
        .collect();
    for answer in asking {
        assert_eq!(answer.await.unwrap(), "miss 1");
    }
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_written_does_not_keep_the_rest_from_being_read() {
    let bench = Bench::new();
    bench.get().await;
    bench.store.writes(Mood::Fails);
    bench.store.advance(Duration::from_secs(61));
    assert_eq!(bench.get().await, "stale 1");
    bench.settle().await;
    assert_eq!(bench.get().await, "stale 1");
    bench.settle().await;
    bench.store.writes(Mood::AtOnce);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(bench.get().await, "stale 1");
    bench.settle().await;
    assert_eq!(bench.get().await, "hit 4");
}

#[tokio::test(start_paused = true)]
async fn one_key_that_cannot_be_used_is_missed_and_the_others_are_kept() {
    for mood in [Mood::Fails, Mood::Hangs, Mood::Panics, Mood::PanicsLater] {
        let bench = Bench::new();
        bench.get().await;
        bench.store.odd("odd", mood);
        for _ in 0..20 {
            let asked = Instant::now();
            let make = Making(async { Generated::Own("made") });
            assert_eq!(told(bench.cache.get_or_generate("odd", make).await), "own made", "{mood:?}");
            assert!(asked.elapsed() <= BOUND + Duration::from_millis(1), "{mood:?}: {:?}", asked.elapsed());
            // The store answers for its probe.
            bench.settle().await;
            assert_eq!(bench.get().await, "hit 1", "{mood:?}");
        }
        // Each second it may be the store, and then it is asked.
        let uses = bench.store.gets.load(Ordering::SeqCst);
        assert!((41..=60).contains(&uses), "{mood:?}: {uses}");
    }
}

#[tokio::test(start_paused = true)]
async fn writes_that_hang_are_not_tried_again_and_again() {
    let bench = Bench::new();
    bench.store.writes(Mood::Hangs);
    bench.get().await;
    for run in 2..100 {
        let asked = Instant::now();
        assert_eq!(bench.get().await, format!("miss {run}"));
        assert_eq!(asked.elapsed(), Duration::ZERO, "no write is tried");
    }
    assert_eq!(bench.store.sets.load(Ordering::SeqCst), 2, "the first and that of the probe");
    bench.store.writes(Mood::Later);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(bench.get().await, "miss 100");
    assert_eq!(bench.get().await, "hit 100");
}

// DESIGN 2.7
#[tokio::test(start_paused = true)]
async fn an_invalidation_that_is_lost_is_an_error() {
    for (outage, limit) in [(Mood::Fails, 0), (Mood::Hangs, 5)] {
        let bench = Bench::new();
        bench.store.writes(outage);
        let asked = Instant::now();
        let error = bench.cache.revalidate_tag("posts", "max").await.unwrap_err();
        assert!(matches!(error, RevalidateError::Lost(_)), "{error:?}");
        assert_eq!(asked.elapsed().as_secs(), limit);
    }
}

#[tokio::test(start_paused = true)]
async fn an_invalidation_is_tried_also_when_the_store_is_out() {
    let bench = Bench::new();
    bench.get().await;
    bench.store.reads(Mood::Fails);
    bench.get().await;
    bench.cache.revalidate_tag("posts", Life::NOW).await.unwrap();
    bench.store.reads(Mood::AtOnce);
    sleep(Duration::from_secs(1)).await;
    assert_eq!(bench.get().await, "miss 3");
}

#[test]
fn a_store_that_is_out_is_asked_again_after_the_runtime_has_ended_that_asked() {
    let bench = Bench::new();
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    bench.store.reads(Mood::Fails);
    runtime().block_on(async { assert_eq!(bench.get().await, "miss 1") });
    bench.store.reads(Mood::AtOnce);
    runtime().block_on(async {
        assert_eq!(bench.get().await, "miss 2", "it is out");
        sleep(Duration::from_millis(100)).await;
        assert_eq!(bench.get().await, "miss 3");
        assert_eq!(bench.get().await, "hit 3");
    });
}

#[tokio::test]
async fn a_store_that_keeps_nothing_lets_all_be_made() {
    let bench = Bench::new();
    for run in 1..4 {
        assert_eq!(bench.get().await, format!("miss {run}"));
        bench.store.clear();
    }
}
