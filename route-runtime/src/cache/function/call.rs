//! One call of a cached function.

use std::any::Any;
use std::future::Future;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::key::FunctionKey;
use super::value::Codec;
use crate::cache::entry::{CacheEntry, CachedValue};
use crate::cache::generation::{Answer, Generated, Generation, Kept, Made};
use crate::cache::handle::Cache;
use crate::cache::life::{Life, Lifetimes};
use crate::cache::scope::{HiddenRequest, Scope};
use crate::cache::store::StoreInstant;
use crate::cache::tag::Tag;
use crate::context::{self, Refused};
use crate::route::RouteInfo;

/// A body that outlives the `max_duration` of the route that asks is dropped, but so much later: the route's own limit comes first, and
/// tells the client.
const AFTER_THE_ROUTE: Duration = Duration::from_secs(1);

/// What is known of a cached function before the program runs.
pub struct CachedFunction {
    pub(super) line: u32,
    pub(super) column: u32,
    /// A hash of how it is written.
    pub(super) text: u64,
    /// What the attribute says.
    life: Option<Life>,
}

impl CachedFunction {
    /// The function that is written there, and so.
    pub const fn new(line: u32, column: u32, text: u64, life: Option<Life>) -> Self {
        Self { line, column, text, life }
    }
}

/// A life of one's own in the attribute: what it does not say is that of [`Life::Default`]. `Some(None)` is `false`: never by itself.
///
/// # Panics
///
/// Unless `expire` is more than `revalidate`; as it is called in a `const`, that is when it is compiled.
pub const fn custom_life(stale: Option<u64>, revalidate: Option<Option<u64>>, expire: Option<u64>) -> Life {
    let Lifetimes { stale: default_stale, revalidate: default_revalidate, .. } = Life::Default.lifetimes();
    let seconds = std::time::Duration::from_secs;
    let lifetimes = Lifetimes {
        stale: match stale {
            Some(stale) => seconds(stale),
            None => default_stale,
        },
        revalidate: match revalidate {
            Some(Some(revalidate)) => Some(seconds(revalidate)),
            Some(None) => None,
            None => default_revalidate,
        },
        expire: match expire {
            Some(expire) => Some(seconds(expire)),
            None => None,
        },
    };
    if let Some(revalidate) = lifetimes.revalidate {
        assert!(
            revalidate.as_secs() > 0,
            "`revalidate` must be more than 0: what is not to be kept needs no `#[cached]`"
        );
        if let Some(expire) = lifetimes.expire {
            assert!(expire.as_secs() > revalidate.as_secs(), "`expire` must be more than `revalidate`");
        }
    }
    Life::Custom(lifetimes)
}

/// Adds a tag of the attribute to the generation that is running.
pub fn tag(tag: impl Into<Tag>) {
    if let Some(scope) = context::scope() {
        scope.add_tag(tag.into());
    }
}

/// What the function returns: from the cache, or by running its body.
pub async fn call<R, F, Fut>(key: FunctionKey, codec: Codec<R>, body: F) -> R
where
    R: Send + 'static,
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    let caller = context::scope();
    let is_draft = context::is_draft_now();
    let cache = Cache::current();
    let generation = Call {
        function: key.function,
        path: key.path,
        route: context::route(),
        cache: cache.clone(),
        is_draft,
        codec,
        body,
    };
    if is_draft {
        return end(caller.as_deref(), Box::pin(generation.make()).await.into_own());
    }
    let text = match key.text() {
        Ok(text) => text,
        Err(error) => {
            tracing::error!(function = key.path, %error, "an argument cannot be serialized, so nothing is kept");
            return end(caller.as_deref(), Box::pin(generation.make()).await.into_own());
        }
    };
    let text = cache.key(&[&text]);
    let missed = match cache.find(&text).await {
        Ok(kept) => match decode(codec, &kept.entry) {
            Ok(output) => {
                use_entry(caller.as_deref(), &cache, &kept);
                return output;
            }
            Err(error) => {
                tracing::warn!(function = key.path, error, "what is kept cannot be read, and is made anew");
                cache.unreadable(&text, kept.now)
            }
        },
        Err(missed) => missed,
    };
    let generation = Shared(Arc::new(Mutex::new(Some(generation))));
    let answer = match &caller {
        // What the caller makes of it would count as new, and be old.
        Some(_) => missed.generate_new(generation.clone()).await,
        None => missed.generate(generation.clone()).await,
    };
    match answer {
        Answer::Own(own) => end(caller.as_deref(), own),
        Answer::Failed(TakenBack) => again(caller.as_deref(), key.path, generation).await,
        Answer::Kept(kept) => match decode(codec, &kept.entry) {
            Ok(output) => {
                use_entry(caller.as_deref(), &cache, &kept);
                output
            }
            // Another process has put it there meanwhile, or it is stale.
            Err(error) => {
                tracing::warn!(function = key.path, error, "what is kept cannot be read");
                again(caller.as_deref(), key.path, generation).await
            }
        },
    }
}

/// Makes the value for this caller alone, where the cache has none for it.
#[cold]
async fn again<R, F, Fut>(caller: Option<&Scope>, path: &str, generation: Shared<R, F>) -> R
where
    R: Send + 'static,
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    match generation.take() {
        Some(generation) => end(caller, Box::pin(generation.make()).await.into_own()),
        // What a generation has made is read before it is kept. So the type reads the same bytes now and then not.
        None => resume_unwind(Box::new(format!("what `{path}` has returned cannot be read"))),
    }
}

fn decode<R>(codec: Codec<R>, entry: &CacheEntry) -> Result<R, String> {
    match &entry.value {
        CachedValue::Data(bytes) => (codec.decode)(bytes),
        CachedValue::Response(_) => Err("an answer of a route".to_owned()),
    }
}

/// What the caller makes is made of this, too: NEXT-SPEC V12.
fn use_entry(caller: Option<&Scope>, cache: &Cache, kept: &Kept) {
    if let Some(caller) = caller {
        cache.named_tags(&kept.entry).for_each(|tag| caller.add_tag(Tag::from(tag)));
        caller.use_life(kept.entry.life);
        kept.stale().into_iter().for_each(|began| caller.use_stale(began));
    }
}

/// What the caller is given of a value that is not kept.
fn end<R>(caller: Option<&Scope>, own: Own<R>) -> R {
    if let Some(caller) = caller {
        own.tags.into_iter().for_each(|tag| caller.add_tag(tag));
        caller.use_life(own.life);
        own.stale.into_iter().for_each(|began| caller.use_stale(began));
    }
    if let Some(refused) = own.loss.hear() {
        context::refuse(refused);
    }
    own.outcome.unwrap_or_else(|panic| resume_unwind(panic))
}

/// A call that makes its value, if none is kept.
struct Call<R, F> {
    function: &'static CachedFunction,
    path: &'static str,
    /// The route that asks.
    route: Option<&'static RouteInfo>,
    cache: Cache,
    is_draft: bool,
    codec: Codec<R>,
    body: F,
}

/// What a call has made.
struct Ended<R> {
    own: Own<R>,
    /// What is to be kept of it.
    bytes: Option<Bytes>,
}

/// What a body has panicked with.
type Panic = Box<dyn Any + Send>;

/// What is not kept, and is for the one who has asked.
struct Own<R> {
    outcome: Result<R, Panic>,
    tags: Vec<Tag>,
    life: Lifetimes,
    stale: Option<StoreInstant>,
    loss: Loss,
}

impl<R> Ended<R> {
    fn into_own(self) -> Own<R> {
        self.own
    }
}

impl<R, F, Fut> Call<R, F>
where
    R: Send + 'static,
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    /// Runs the body.
    async fn make(self) -> Ended<R> {
        let Self { function, path, route, cache, is_draft, codec, body } = self;
        let scope = Arc::new(Scope::new(HiddenRequest::Refused, is_draft));
        let limit = route.and_then(|route| route.config().max_duration()).map(|limit| limit + AFTER_THE_ROUTE);
        // What the body does before its first `await` is within the context, too.
        let body = async move {
            match limit {
                Some(limit) => tokio::time::timeout(limit, body()).await.ok(),
                None => Some(body().await),
            }
        };
        let (outcome, refused) = context::generate(route, cache, Arc::clone(&scope), body).await;
        let took_too_long = matches!(outcome, Ok(None));
        let outcome = outcome.and_then(|output| {
            // There is no other way to tell one who has no limit himself.
            output.ok_or_else(|| Box::new(format!("`{path}` took longer than `max_duration`")) as Panic)
        });
        let gathered = scope.gathered();
        let life = gathered.life_of_function(function.life.map(Life::lifetimes), Life::Default.lifetimes());
        let mut bytes = None;
        let kind = match &outcome {
            Err(_) if took_too_long => Some(Kind::TookTooLong),
            Err(_) => Some(Kind::Panicked),
            Ok(_) if refused.is_some() => refused.map(|refused| Kind::Refused(refused.below(path))),
            Ok(_) if is_draft => None,
            Ok(output) => match encode(codec, output) {
                Some(Ok(encoded)) => {
                    bytes = Some(encoded);
                    None
                }
                Some(Err(error)) => {
                    tracing::error!(function = path, error, "a value cannot be kept");
                    None
                }
                None => Some(Kind::Failed),
            },
        };
        let loss = Loss { kind, path, route };
        Ended { own: Own { outcome, tags: gathered.tags, life, stale: gathered.stale, loss }, bytes }
    }
}

/// The bytes to be kept. They are read once, so that whoever finds them can read them.
fn encode<R>(codec: Codec<R>, output: &R) -> Option<Result<Bytes, String>> {
    let encoded = (codec.encode)(output)?.and_then(|bytes| {
        (codec.decode)(&bytes)?;
        Ok(Bytes::from(bytes))
    });
    Some(encoded)
}

/// A call that the cache may run; what it has not run can be taken back.
struct Shared<R, F>(Arc<Mutex<Option<Call<R, F>>>>);

/// The caller runs it himself.
#[derive(Clone)]
struct TakenBack;

impl<R, F> Clone for Shared<R, F> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<R, F> Shared<R, F> {
    fn take(&self) -> Option<Call<R, F>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl<R, F, Fut> Generation for Shared<R, F>
where
    R: Send + 'static,
    F: FnOnce() -> Fut + Send + 'static,
    Fut: Future<Output = R> + Send + 'static,
{
    type Own = Own<R>;
    type Failure = TakenBack;

    async fn run(self) -> Generated<Own<R>, TakenBack> {
        let Some(call) = self.take() else { return Generated::Failed(TakenBack) };
        let Ended { own, bytes } = call.make().await;
        match bytes {
            Some(bytes) => {
                let Own { tags, life, stale, .. } = own;
                Generated::Keep(Made { value: CachedValue::Data(bytes), life, tags, stale })
            }
            None => Generated::Own(own),
        }
    }
}

/// Why a value is not kept. It is logged when there is nobody to be told: when the value was made in the background, or the one who
/// waited for it is gone.
struct Loss {
    kind: Option<Kind>,
    path: &'static str,
    route: Option<&'static RouteInfo>,
}

enum Kind {
    Refused(Refused),
    Panicked,
    TookTooLong,
    Failed,
}

impl Loss {
    /// The caller is told.
    fn hear(mut self) -> Option<Refused> {
        match self.kind.take() {
            Some(Kind::Refused(refused)) => Some(refused),
            Some(Kind::Panicked | Kind::TookTooLong | Kind::Failed) | None => None,
        }
    }
}

impl Drop for Loss {
    fn drop(&mut self) {
        let Self { kind, path, route } = self;
        let route = route.map(tracing::field::display);
        match kind.take() {
            Some(Kind::Refused(refused)) => context::report_refused(route, &refused),
            Some(Kind::Panicked) => tracing::error!(route, "the cached function `{path}` panicked in the background"),
            Some(Kind::TookTooLong) => {
                tracing::warn!(route, "the cached function `{path}` took longer than the route's `max_duration`");
            }
            Some(Kind::Failed) => tracing::warn!(route, "the cached function `{path}` failed in the background"),
            None => {}
        }
    }
}
