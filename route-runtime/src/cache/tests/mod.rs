//! The cache by generation, on a store that does as it is told.

mod flights;
mod lives;
mod outages;
mod store;

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use bytes::Bytes;

use super::entry::CachedValue;
use super::generation::{Answer, CacheState, Generated, Generation, Made};
use super::handle::Cache;
use super::life::Lifetimes;
use super::tag::Tag;
pub(super) use store::{Scripted, ScriptedStore};

/// Good for a minute, and may be served for an hour.
const LIFE: Lifetimes = life(60, Some(3600));

const fn life(revalidate: u64, expire: Option<u64>) -> Lifetimes {
    Lifetimes {
        stale: Duration::ZERO,
        revalidate: Some(Duration::from_secs(revalidate)),
        expire: match expire {
            Some(expire) => Some(Duration::from_secs(expire)),
            None => None,
        },
    }
}

impl Cache {
    /// What the cache has under a key, or makes: the two steps as one, as who has nothing to do between them takes them.
    // No `async fn`, whose future rustc finds to be `Send` at each use, and not where a type of the generation has a lifetime.
    #[allow(clippy::manual_async_fn)]
    fn get_or_generate<G: Generation>(
        &self,
        key: &str,
        generation: G,
    ) -> impl Future<Output = Answer<G::Own, G::Failure>> + Send {
        async move {
            match self.find(&self.key(&[key])).await {
                Ok(kept) => Answer::Kept(kept),
                Err(missed) => missed.generate(generation).await,
            }
        }
    }
}

type Ended = Generated<&'static str, &'static str>;

/// A generation that is a future.
struct Making<F>(F);

impl<F: Future<Output = Ended> + Send + 'static> Generation for Making<F> {
    type Own = &'static str;
    type Failure = &'static str;

    fn run(self) -> impl Future<Output = Ended> + Send + 'static {
        self.0
    }
}

fn made(value: &str, life: Lifetimes, tags: &[&str]) -> Ended {
    let tags = tags.iter().map(|tag| Tag::from(*tag)).collect();
    Generated::Keep(Made {
        value: CachedValue::Data(Bytes::copy_from_slice(value.as_bytes())),
        life,
        tags,
        stale: None,
    })
}

/// What was answered, and where it came from.
fn told(answer: Answer<&'static str, &'static str>) -> String {
    match answer {
        Answer::Kept(kept) => {
            let CachedValue::Data(data) = &kept.entry.value else { panic!("these tests keep data") };
            let state = match kept.state {
                CacheState::Hit => "hit",
                CacheState::Stale => "stale",
                CacheState::Miss => "miss",
            };
            format!("{state} {}", String::from_utf8_lossy(data))
        }
        Answer::Own(own) => format!("own {own}"),
        Answer::Failed(failure) => format!("failed {failure}"),
    }
}

/// A cache on a scripted store, and what is counted of its generations.
struct Bench {
    cache: Cache,
    store: Arc<Scripted>,
    runs: Arc<AtomicU32>,
}

impl Bench {
    fn new() -> Self {
        let store = ScriptedStore::new();
        Self { store: Arc::clone(&store.0), cache: Cache::new(store).with_namespace("test"), runs: Arc::default() }
    }

    /// The store, as another process has it.
    fn store_again(&self) -> ScriptedStore {
        ScriptedStore::of(Arc::clone(&self.store))
    }

    fn runs(&self) -> u32 {
        self.runs.load(Ordering::SeqCst)
    }

    /// Asks for the key `k`, whose values are numbered.
    async fn get(&self) -> String {
        self.get_with(LIFE, &["posts"]).await
    }

    async fn get_with(&self, life: Lifetimes, tags: &'static [&'static str]) -> String {
        let runs = Arc::clone(&self.runs);
        let make = async move { made(&(runs.fetch_add(1, Ordering::SeqCst) + 1).to_string(), life, tags) };
        self.ask(make).await
    }

    /// Asks for the key `k`, for which there will be this.
    async fn ask(&self, make: impl Future<Output = Ended> + Send + 'static) -> String {
        told(self.cache.get_or_generate("k", Making(make)).await)
    }

    /// Lets what runs in the background end.
    async fn settle(&self) {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }
}
