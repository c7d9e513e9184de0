//! The cache around a route's handler (NEXT-SPEC I1 to I10).
//!
//! A request comes with its [`key`]. Where no good answer is kept, a [`generation`] makes one from the [`stripped`] request, and keeps it
//! if it is [`storable`]. What was kept is sent with the [`headers`] that say so, unless the client has it already ([`conditional`]).

mod conditional;
mod generation;
mod headers;
mod key;
mod storable;
mod stripped;

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use http::header::{AGE, CACHE_CONTROL};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::cache::{Answer, CacheOfRoutes, CacheState, CachedValue, HiddenRequest, Kept, Lifetimes, Missed, Scope};
use crate::context;
use crate::failure::Failure;
use crate::handler::{RawPath, Running};
use crate::observe::{self, Observed};
use crate::problem::HttpError;
use crate::route::{Dynamic, RouteInfo};
use crate::router::within_max_duration;
pub(crate) use conditional::has as client_has;
use generation::RouteGeneration;
use headers::X_NEXTJS_CACHE;
pub(crate) use headers::life_of as life_of_route;
use key::{Paths, Prefix};

/// A route whose answers are kept.
pub(crate) struct CachedRoute {
    info: &'static RouteInfo,
    cache: CacheOfRoutes,
    /// What its keys begin with.
    prefix: Prefix,
    warned_of_cookies: AtomicBool,
    warned_of_size: AtomicBool,
    warned_of_time: AtomicBool,
}

impl CachedRoute {
    pub(crate) fn new(info: &'static RouteInfo, cache: CacheOfRoutes) -> Self {
        let warned = || AtomicBool::new(false);
        Self {
            info,
            prefix: Prefix::new(info, &cache),
            cache,
            warned_of_cookies: warned(),
            warned_of_size: warned(),
            warned_of_time: warned(),
        }
    }

    fn scope(&self, is_draft: bool) -> Scope {
        let request = match self.info.config().dynamic() {
            Dynamic::ForceStatic => HiddenRequest::Empty,
            Dynamic::Auto | Dynamic::Error | Dynamic::ForceDynamic => HiddenRequest::Refused,
        };
        Scope::new(request, is_draft)
    }

    /// Answers a GET or HEAD request; for HEAD the router takes the body away. `handler` extracts the arguments and calls the user's
    /// function.
    #[inline]
    pub(crate) fn answer<H, S, F>(
        self: Arc<Self>,
        request: Request,
        state: S,
        handler: H,
    ) -> impl Future<Output = Response> + Send
    where
        H: FnOnce(Request, S) -> F + Send + 'static,
        S: Send + 'static,
        F: Future<Output = Response> + Send + 'static,
    {
        // R16: what a client sends with GET is not read.
        let (mut sent, _) = request.into_parts();
        let span = observe::of_cached_route(&mut sent, self.info);
        Observed::new(span, async move {
            // A path that is none of the route's, or whose spelling could be taken for another's, is not kept.
            if let Err(error) = RawPath::new(sent.uri.path(), self.info).check(&sent.extensions) {
                return error.into_response();
            }
            let cache = self.cache.get();
            let Some(key) = Paths::of(&sent).map(|paths| paths.key(cache, self.prefix.of(&self.cache))) else {
                return Box::pin(self.answer_past_the_cache(sent, state, handler, false)).await;
            };
            if context::is_draft(&sent.headers) {
                return Box::pin(self.answer_past_the_cache(sent, state, handler, true)).await;
            }
            match cache.find(&key).await {
                Ok(kept) if is_answer(&kept.entry.value) => answer(&kept, &sent.headers, self.info),
                // Hits are the most: what the others need is not in their future.
                Ok(kept) => {
                    tracing::warn!(route = %self.info, "what is kept is no answer, and is made anew");
                    let missed = cache.unreadable(&key, kept.now);
                    Box::pin(self.make(missed, sent, state, handler)).await
                }
                Err(missed) => Box::pin(self.make(missed.if_readable(is_answer), sent, state, handler)).await,
            }
        })
    }

    /// Answers where nothing fresh is kept.
    async fn make<H, S, F>(self: Arc<Self>, missed: Missed, sent: Parts, state: S, handler: H) -> Response
    where
        H: FnOnce(Request, S) -> F + Send + 'static,
        S: Send + 'static,
        F: Future<Output = Response> + Send + 'static,
    {
        let (info, condition) = (self.info, conditional::of(&sent.headers));
        let made = missed.generate(RouteGeneration { route: self, sent, state, handler });
        // The handler's own panics are caught where it runs. What is left is a program that ends, or a store that panics.
        match AssertUnwindSafe(made).catch_unwind().await {
            Ok(Answer::Kept(kept)) => answer(&kept, &condition, info),
            Ok(Answer::Own(response)) => response,
            Ok(Answer::Failed(failed)) => failed.into_response(),
            Err(_) => failed(info, NotMade),
        }
    }

    /// Answers a client in draft mode, or one whose path has no key: nothing is looked up and nothing is kept (NEXT-SPEC I10, A8).
    async fn answer_past_the_cache<H, S, F>(
        self: Arc<Self>,
        sent: Parts,
        state: S,
        handler: H,
        is_draft: bool,
    ) -> Response
    where
        H: FnOnce(Request, S) -> F,
        F: Future<Output = Response>,
    {
        let scope = Arc::new(self.scope(is_draft));
        let handler = within_max_duration(self.info, handler(self.strip(sent), state));
        let mut answer = Running::generating(self.info, self.cache.get().clone(), scope, handler).await;
        if is_draft {
            answer.headers_mut().insert(CACHE_CONTROL, headers::PRIVATE);
        }
        answer
    }
}

/// How long the answer to a request for this route is good, if one is kept and fresh.
pub(crate) async fn kept_answer(route: &'static RouteInfo, cache: &CacheOfRoutes, sent: &Parts) -> Option<Lifetimes> {
    let prefix = Prefix::new(route, cache);
    let key = Paths::of(sent)?.key(cache.get(), prefix.of(cache));
    Some(cache.get().find(&key).await.ok()?.entry.life)
}

/// Whether it can be sent. Under the key of a route, nothing of ours puts what cannot.
fn is_answer(value: &CachedValue) -> bool {
    matches!(value, CachedValue::Response(_))
}

/// Sends what was kept.
fn answer(kept: &Kept, sent: &HeaderMap, route: &'static RouteInfo) -> Response {
    let entry = &*kept.entry;
    let CachedValue::Response(cached) = &entry.value else { return failed(route, Unreadable) };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = cached.status;
    let headers = response.headers_mut();
    // They are those of a hit.
    headers.clone_from(&cached.headers);
    match kept.state {
        CacheState::Hit => {}
        CacheState::Stale => _ = headers.insert(X_NEXTJS_CACHE, HeaderValue::from_static("STALE")),
        CacheState::Miss => {
            headers.insert(X_NEXTJS_CACHE, HeaderValue::from_static("MISS"));
            headers.remove(AGE);
        }
    }
    if kept.state != CacheState::Miss {
        let age = kept.now.since(entry.began).as_secs();
        if age > 0 {
            headers.insert(AGE, headers::age(age));
        }
    }
    if let Some(retry_at) = entry.retry_at.filter(|&retry_at| retry_at > kept.now)
        && headers::is_own_cache_control(headers, entry.life)
    {
        let cache_control = headers::cache_control_until(retry_at.since(kept.now), entry.life);
        headers.insert(CACHE_CONTROL, cache_control);
    }
    if cached.status == StatusCode::OK && conditional::has(sent, headers) {
        conditional::keep_for_not_modified(headers);
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    *response.body_mut() = Body::from(cached.body.clone());
    response
}

/// Somebody has put another kind of value under a key of a route, after it was looked at.
#[derive(Debug, thiserror::Error)]
#[error("the cache's store has no answer under the key of one")]
struct Unreadable;

/// An answer was not made, and its handler has not said why.
#[derive(Debug, thiserror::Error)]
#[error("an answer for the cache was not made")]
struct NotMade;

#[cold]
fn failed(route: &'static RouteInfo, error: impl HttpError) -> Response {
    tracing::error!(%route, %error, "a cached answer failed");
    Failure::answer(Box::new(error), Some(route))
}

impl HttpError for Unreadable {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

impl HttpError for NotMade {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}
