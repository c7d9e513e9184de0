//! One generation for a key (NEXT-SPEC I7, I8), and what those get who wait for it.

use super::store::Mood;
use super::*;
use std::sync::Mutex;
use tokio::sync::{Notify, Semaphore};
use tokio::time::{Instant, sleep};

// I7
#[tokio::test]
async fn those_who_ask_at_one_time_wait_for_one_generation() {
    for mood in [Mood::AtOnce, Mood::Later] {
        let bench = Arc::new(Bench::new());
        bench.store.reads(mood);
        bench.store.writes(mood);
        let gate = Arc::new(Semaphore::new(0));
        let waiting: Vec<_> = (0..10_000)
            .map(|_| {
                let (bench, gate) = (Arc::clone(&bench), Arc::clone(&gate));
                tokio::spawn(async move {
                    let runs = Arc::clone(&bench.runs);
                    let make = async move {
                        let _ = gate.acquire().await;
                        made(&(runs.fetch_add(1, Ordering::SeqCst) + 1).to_string(), LIFE, &[])
                    };
                    bench.ask(make).await
                })
            })
            .collect();
        bench.settle().await;
        gate.add_permits(1);
        for answer in waiting {
            assert_eq!(answer.await.unwrap(), "miss 1");
        }
        assert_eq!((bench.runs(), bench.store.sets.load(Ordering::SeqCst)), (1, 1), "{mood:?}");
    }
}

// I7: between the lookup of one and its place in the row, the generation of another may end.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_who_ask_from_several_threads_wait_for_one_generation() {
    for mood in [Mood::AtOnce, Mood::Later] {
        for _ in 0..20 {
            let bench = Arc::new(Bench::new());
            bench.store.reads(mood);
            let asking: Vec<_> = (0..200)
                .map(|_| {
                    let bench = Arc::clone(&bench);
                    tokio::spawn(async move { bench.get().await })
                })
                .collect();
            for answer in asking {
                let answer = answer.await.unwrap();
                assert!(answer == "miss 1" || answer == "hit 1", "{answer}");
            }
            assert_eq!(bench.runs(), 1, "{mood:?}");
        }
    }
}

#[tokio::test]
async fn a_generation_goes_on_when_the_one_who_asked_goes_away() {
    let bench = Bench::new();
    let gate = Arc::new(Notify::new());
    let make = {
        let gate = Arc::clone(&gate);
        async move {
            gate.notified().await;
            made("1", LIFE, &[])
        }
    };
    assert!(tokio::time::timeout(Duration::ZERO, bench.ask(make)).await.is_err());
    gate.notify_one();
    bench.settle().await;
    assert_eq!(bench.get().await, "hit 1");
    assert_eq!(bench.runs(), 0);
}

#[tokio::test]
async fn a_value_is_in_the_store_before_anybody_is_answered() {
    let bench = Bench::new();
    bench.store.writes(Mood::Later);
    assert_eq!(bench.get().await, "miss 1");
    assert_eq!(bench.store.keys(), ["test:k"]);
}

/// Several ask for one key, and the generation of the first waits for all to have asked.
async fn together(bench: &Bench, ends: [fn() -> Ended; 4]) -> Vec<String> {
    let gate = Arc::new(Semaphore::new(0));
    let running: Vec<_> = ends
        .into_iter()
        .map(|end| {
            let (cache, gate, runs) = (bench.cache.clone(), Arc::clone(&gate), Arc::clone(&bench.runs));
            let make = Making(async move {
                let _ = gate.acquire().await.map(|permit| permit.forget());
                runs.fetch_add(1, Ordering::SeqCst);
                end()
            });
            tokio::spawn(async move { told(cache.get_or_generate("k", make).await) })
        })
        .collect();
    bench.settle().await;
    gate.add_permits(4);
    let mut answers = Vec::new();
    for answer in running {
        answers.push(answer.await.unwrap_or_else(|error| format!("panicked: {}", error.is_panic())));
    }
    answers
}

#[tokio::test]
async fn what_cannot_be_kept_is_for_the_one_who_asked_and_the_others_make_their_own() {
    let bench = Bench::new();
    let answers = together(
        &bench,
        [
            || Generated::Own("of the first"),
            || Generated::Own("of the second"),
            || Generated::Failed("not that of the third"),
            || made("of the fourth", LIFE, &[]),
        ],
    )
    .await;
    assert_eq!(
        answers,
        ["own of the first", "own of the second", "failed not that of the third", "miss of the fourth"]
    );
    assert_eq!(bench.runs(), 4);
    assert_eq!(bench.get().await, "hit of the fourth");
}

// E2
#[tokio::test]
async fn all_who_wait_are_told_of_a_failure() {
    let bench = Bench::new();
    let answers = together(&bench, [(|| Generated::Failed("broken")) as fn() -> Ended; 4]).await;
    assert_eq!(answers, ["failed broken"; 4]);
    assert_eq!(bench.runs(), 1);
    assert!(bench.store.keys().is_empty());
}

#[tokio::test]
async fn a_panic_is_that_of_the_one_who_asked_and_the_others_make_their_own() {
    let bench = Bench::new();
    let answers = together(
        &bench,
        [|| panic!("on purpose"), || made("2", LIFE, &[]), || made("3", LIFE, &[]), || Generated::Own("4")],
    )
    .await;
    assert_eq!(answers, ["panicked: true", "miss 2", "miss 3", "own 4"]);
}

// I7
#[tokio::test]
async fn what_is_stale_is_served_while_one_generation_makes_it_anew() {
    let bench = Bench::new();
    assert_eq!(bench.get().await, "miss 1");
    bench.store.advance(Duration::from_secs(61));
    let gate = Arc::new(Notify::new());
    for _ in 0..5 {
        let (gate, runs) = (Arc::clone(&gate), Arc::clone(&bench.runs));
        let make = async move {
            gate.notified().await;
            made(&(runs.fetch_add(1, Ordering::SeqCst) + 1).to_string(), LIFE, &[])
        };
        assert_eq!(bench.ask(make).await, "stale 1");
        bench.settle().await;
    }
    gate.notify_waiters();
    bench.settle().await;
    assert_eq!(bench.get().await, "hit 2");
    assert_eq!(bench.runs(), 2);
}

/// Starts a generation that waits, and is woken by the other.
fn start(bench: &Bench, value: &'static str) -> (tokio::task::JoinHandle<String>, Arc<Notify>) {
    let gate = Arc::new(Notify::new());
    let make = {
        let (gate, runs) = (Arc::clone(&gate), Arc::clone(&bench.runs));
        Making(async move {
            gate.notified().await;
            runs.fetch_add(1, Ordering::SeqCst);
            made(value, LIFE, &["posts"])
        })
    };
    let cache = bench.cache.clone();
    (tokio::spawn(async move { told(cache.get_or_generate("k", make).await) }), gate)
}

// V2
#[tokio::test]
async fn what_is_invalidated_while_it_is_made_is_stale() {
    for (life, then) in [("max", "stale old"), ("NOW", "miss 2")] {
        let bench = Bench::new();
        let (first, gate) = start(&bench, "old");
        bench.settle().await;
        match life {
            "NOW" => bench.cache.revalidate_tag("posts", crate::Life::NOW).await.unwrap(),
            life => bench.cache.revalidate_tag("posts", life).await.unwrap(),
        }
        gate.notify_one();
        assert_eq!(first.await.unwrap(), "miss old", "it was asked for before");
        assert_eq!(bench.get().await, then, "{life}");
    }
}

#[tokio::test]
async fn who_asks_after_an_invalidation_is_not_served_what_began_before_it() {
    let bench = Bench::new();
    let (first, gate) = start(&bench, "old");
    bench.settle().await;
    bench.cache.revalidate_tag("posts", crate::Life::NOW).await.unwrap();
    let later: Vec<_> = (0..10).map(|_| start(&bench, "new")).collect();
    bench.settle().await;
    gate.notify_one();
    assert_eq!(first.await.unwrap(), "miss old");
    bench.settle().await;
    later.iter().for_each(|(_, gate)| gate.notify_one());
    for (answer, _) in later {
        assert_eq!(answer.await.unwrap(), "miss new");
    }
    assert_eq!(bench.runs(), 2, "one for those before, and one for those after");
}

#[tokio::test(start_paused = true)]
async fn a_generation_that_does_not_end_holds_nobody_for_longer_than_30_seconds() {
    let bench = Arc::new(Bench::new());
    // The one who has asked goes away.
    let hung = tokio::time::timeout(Duration::from_secs(1), bench.ask(std::future::pending())).await;
    assert!(hung.is_err());
    let asked = Instant::now();
    let waiting: Vec<_> = (0..100)
        .map(|_| {
            let bench = Arc::clone(&bench);
            tokio::spawn(async move { bench.get().await })
        })
        .collect();
    for answer in waiting {
        assert_eq!(answer.await.unwrap(), "miss 1", "one has made it for all");
    }
    assert_eq!(asked.elapsed().as_secs(), 29);
    assert_eq!(bench.get().await, "hit 1");
}

#[tokio::test(start_paused = true)]
async fn a_generation_in_the_background_that_does_not_end_is_replaced_after_30_seconds() {
    let bench = Bench::new();
    bench.get().await;
    bench.store.advance(Duration::from_secs(61));
    assert_eq!(bench.ask(std::future::pending()).await, "stale 1");
    for (after, answer) in [(29, "stale 1"), (2, "stale 1"), (0, "hit 2")] {
        sleep(Duration::from_secs(after)).await;
        assert_eq!(bench.get().await, answer, "after {after} s more");
        bench.settle().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_generation_that_ends_too_late_does_not_end_the_one_in_its_place() {
    let bench = Bench::new();
    let (first, late) = start(&bench, "late");
    bench.settle().await;
    sleep(Duration::from_secs(31)).await;
    let (second, gate) = start(&bench, "second");
    bench.settle().await;
    late.notify_one();
    assert_eq!(first.await.unwrap(), "miss late");
    // Who comes now finds it, and what began later takes its place.
    assert_eq!(bench.get().await, "hit late");
    gate.notify_one();
    assert_eq!(second.await.unwrap(), "miss second");
    assert_eq!(bench.get().await, "hit second");
    assert_eq!(bench.runs(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_generation_that_began_earlier_and_ends_later_does_not_take_the_place_of_the_other() {
    let bench = Bench::new();
    let (first, late) = start(&bench, "late");
    bench.settle().await;
    sleep(Duration::from_secs(31)).await;
    assert_eq!(bench.get().await, "miss 1");
    late.notify_one();
    assert_eq!(first.await.unwrap(), "miss late");
    assert_eq!(bench.get().await, "hit 1");
}

#[tokio::test]
async fn generations_run_in_their_cache() {
    let bench = Bench::new();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let look = |seen: &Arc<Mutex<Vec<String>>>| seen.lock().unwrap().push(Cache::current().namespace().to_owned());
    for end in [|| Generated::Own("x"), || made("1", LIFE, &[])] {
        let seen = Arc::clone(&seen);
        bench
            .ask(async move {
                look(&seen);
                tokio::task::yield_now().await;
                look(&seen);
                end()
            })
            .await;
    }
    assert_eq!(*seen.lock().unwrap(), ["test"; 4]);
}
