//! How an answer of a route is made that may be stored.

use std::future::Future;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use futures_util::{FutureExt, StreamExt, stream};
use http::header::{CACHE_CONTROL, SET_COOKIE};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt, BodyStream, StreamBody};
use tokio::time::{Instant, timeout_at};

use super::key::Paths;
use super::storable::{self, NotStored};
use super::{CachedRoute, headers, stripped};
use crate::app::ReportBeside;
use crate::cache::{
    CachedResponse, CachedValue, Generated, Generation, Made, Scope, StaticTag, Tag, path_tag, pattern_tag,
};
use crate::failure::Failure;
use crate::handler::Running;
use crate::observe::{self, Observed};
use crate::problem::HttpError;
use crate::router::within_max_duration;

/// The generation of a route's answer.
pub(super) struct RouteGeneration<H, S> {
    pub(super) route: Arc<CachedRoute>,
    /// The request, as it was sent.
    pub(super) sent: Parts,
    pub(super) state: S,
    /// The handler with its arguments.
    pub(super) handler: H,
}

impl<H, S, F> Generation for RouteGeneration<H, S>
where
    H: FnOnce(Request, S) -> F + Send + 'static,
    S: Send + 'static,
    F: Future<Output = Response> + Send + 'static,
{
    type Own = Response;
    type Failure = FailedAnswer;

    fn run(self) -> impl Future<Output = Generated<Response, FailedAnswer>> + Send + 'static {
        let Self { route, mut sent, state, handler } = self;
        let cache = route.cache.get().clone();
        let report = ReportBeside::of(&mut sent);
        let span = observe::of_generation(&mut sent.extensions);
        let scope = Arc::new(route.scope(false));
        let tags = route.tags(&sent);
        let handler = handler(route.strip(sent), state);

        let whole = buffered(Arc::clone(&route), handler);
        let answer = Running::generating(route.info, cache, Arc::clone(&scope), within_max_duration(route.info, whole));
        async move {
            let answer = Observed::new(span, answer).await;
            generated(&route, answer, &scope, tags, report).await
        }
    }
}

impl CachedRoute {
    /// The request as the handler sees it.
    pub(super) fn strip(&self, sent: Parts) -> Request {
        // What has no spelling has no key, either, and so is seen as it was sent.
        let Paths { client, seen } = Paths::of(&sent).unwrap_or_else(|| Paths::as_sent(&sent));
        let paths = Paths { client: client.into_owned().into(), seen: seen.into_owned().into() };
        stripped::strip(sent, &paths, self.info.config().dynamic())
    }

    /// What every answer to this request can be invalidated by.
    fn tags(&self, sent: &Parts) -> Vec<Tag> {
        let named = self.info.config().tags().iter().map(|&tag| Tag::from(StaticTag::new(tag)));
        // What has no tag cannot be named by who invalidates, either.
        let of_path = Paths::of(sent).and_then(|paths| path_tag(paths.below_base_path(sent)).ok());
        named.chain(of_path).chain(pattern_tag(self.info.pattern()).ok()).collect()
    }
}

/// How long the stream of an answer is read before it is passed on as it is. Until then nobody has heard of the answer.
const READ_FOR: Duration = Duration::from_secs(10);

/// Goes with an answer that is for the one who has asked, and passed on as it is.
#[derive(Clone, Copy)]
struct PassedOn;

/// Runs a handler and reads its answer to the end, all within the handler's context: a stream that reads the request, panics or takes
/// too long is found out before anything is stored (NEXT-SPEC W3).
async fn buffered(route: Arc<CachedRoute>, handler: impl Future<Output = Response>) -> Response {
    let answer = handler.await;
    buffer(&route, answer, route.cache.get().max_body()).await
}

async fn buffer(route: &CachedRoute, answer: Response, limit: usize) -> Response {
    match storable::check(answer.status(), answer.headers()) {
        Ok(()) | Err(NotStored::Failed) => {}
        Err(reason) => {
            if reason == NotStored::SetsCookies && !route.warned_of_cookies.swap(true, Ordering::Relaxed) {
                tracing::warn!(
                    route = %route.info,
                    "the answer of a cached handler sets cookies, and is not stored: what is one client's is not to be sent to others",
                );
            }
            return passed_on(answer);
        }
    }
    let (parts, body) = answer.into_parts();
    match read(body, limit).await {
        Ok(Read::Whole(body)) => Response::from_parts(parts, body.into()),
        Ok(Read::Trailed(body)) => passed_on(Response::from_parts(parts, body)),
        Ok(Read::TooLong(body)) => {
            if !route.warned_of_size.swap(true, Ordering::Relaxed) {
                tracing::warn!(
                    route = %route.info,
                    limit,
                    "the answer of a cached handler is longer than the cache keeps, and is not stored",
                );
            }
            passed_on(Response::from_parts(parts, body))
        }
        Ok(Read::TooSlow(body)) => {
            if !route.warned_of_time.swap(true, Ordering::Relaxed) {
                tracing::warn!(
                    route = %route.info,
                    seconds = READ_FOR.as_secs(),
                    "the answer of a cached handler is not at its end after this time, and is not stored",
                );
            }
            passed_on(Response::from_parts(parts, body))
        }
        Err(error) => {
            tracing::error!(route = %route.info, %error, "the stream of an answer failed");
            Failure::answer(Box::new(BrokenStream(error)), Some(route.info))
        }
    }
}

fn passed_on(mut answer: Response) -> Response {
    answer.extensions_mut().insert(PassedOn);
    answer
}

/// What the app's reporter is told. Nothing of the answer has been sent, so the client need not see it break off.
#[derive(Debug, thiserror::Error)]
#[error("the stream of an answer failed")]
struct BrokenStream(#[source] axum::Error);

impl HttpError for BrokenStream {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// A body, read as far as it may be.
enum Read {
    Whole(Bytes),
    /// It is all there, with trailers, which are not stored.
    Trailed(Body),
    /// What was read, and the rest.
    TooLong(Body),
    /// The same, of a body that is not at its end in time.
    TooSlow(Body),
}

async fn read(mut body: Body, limit: usize) -> Result<Read, axum::Error> {
    if body.size_hint().lower() > limit as u64 {
        return Ok(Read::TooLong(body));
    }
    let (mut chunks, mut length) = (Vec::new(), 0_usize);
    let mut deadline = None;
    loop {
        let frame = match body.frame().now_or_never() {
            Some(frame) => frame,
            // Most bodies are there at once, and need no clock.
            None => {
                let deadline = *deadline.get_or_insert_with(|| Instant::now() + READ_FOR);
                match timeout_at(deadline, body.frame()).await {
                    Ok(frame) => frame,
                    Err(_) => return Ok(Read::TooSlow(before(chunks, body))),
                }
            }
        };
        let Some(frame) = frame else { break };
        match frame?.into_data() {
            Ok(chunk) => {
                length = length.saturating_add(chunk.len());
                chunks.push(chunk);
                if length > limit {
                    return Ok(Read::TooLong(before(chunks, body)));
                }
            }
            Err(trailers) => {
                let trailers = stream::iter([Ok::<_, axum::Error>(trailers)]);
                return Ok(Read::Trailed(before(chunks, Body::new(StreamBody::new(trailers)))));
            }
        }
    }
    Ok(Read::Whole(match chunks.len() {
        1 => chunks.remove(0),
        _ => {
            let mut whole = BytesMut::with_capacity(length);
            chunks.iter().for_each(|chunk| whole.extend_from_slice(chunk));
            whole.freeze()
        }
    }))
}

/// A body of these chunks and the rest of one.
fn before(chunks: Vec<Bytes>, rest: Body) -> Body {
    let chunks = stream::iter(chunks.into_iter().map(|chunk| Ok(Frame::data(chunk))));
    Body::new(StreamBody::new(chunks.chain(BodyStream::new(rest))))
}

/// What becomes of an answer that was made.
async fn generated(
    route: &CachedRoute,
    mut answer: Response,
    scope: &Scope,
    mut tags: Vec<Tag>,
    report: Option<ReportBeside>,
) -> Generated<Response, FailedAnswer> {
    if answer.extensions_mut().remove::<PassedOn>().is_some() {
        return Generated::Withdrawn(answer);
    }
    let failure = Failure::take(answer.extensions_mut());
    let (mut parts, body) = answer.into_parts();
    // It was read before, and with its end the context of the handler ends, if that has waited for it.
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    if parts.status.is_server_error() {
        // All who wait are answered with it, and a cookie is one client's.
        parts.headers.remove(SET_COOKIE);
        return Generated::Failed(FailedAnswer {
            status: parts.status,
            headers: parts.headers,
            body,
            failure: Arc::new(Untold { failure: Mutex::new(failure), report }),
        });
    }

    let gathered = scope.gathered();
    let life = gathered.life_of_route(headers::life_of(route.info.config()));
    let mut response = CachedResponse { status: parts.status, headers: parts.headers, body };
    if life.revalidate.or(life.expire).is_some_and(|time| time.is_zero()) {
        // Something below the handler is never to be used twice (NEXT-SPEC G11, I4).
        let mut answer = response.into_response();
        answer.headers_mut().entry(CACHE_CONTROL).or_insert(headers::PRIVATE);
        return Generated::Withdrawn(answer);
    }
    headers::prepare(&mut response, life);
    for tag in gathered.tags {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    Generated::Keep(Made { value: CachedValue::Response(response), life, tags, stale: gathered.stale })
}

impl CachedResponse {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// A failure, as the answer to all who have waited (NEXT-SPEC E1, E2).
#[derive(Clone)]
pub(super) struct FailedAnswer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    failure: Arc<Untold>,
}

impl FailedAnswer {
    pub(super) fn into_response(self) -> Response {
        let Self { status, headers, body, failure } = self;
        let mut response = CachedResponse { status, headers, body }.into_response();
        if let Some(failure) = failure.take() {
            response.extensions_mut().insert(failure);
        }
        response
    }
}

/// A failure of which the app's reporter is told once: by the first answer that it goes with or, where nobody has waited for one, by
/// itself (NEXT-SPEC J2, E3).
struct Untold {
    failure: Mutex<Option<Failure>>,
    report: Option<ReportBeside>,
}

impl Untold {
    fn take(&self) -> Option<Failure> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Untold {
    fn drop(&mut self) {
        if let (Some(failure), Some(report)) = (self.take(), self.report.take()) {
            report.tell(failure);
        }
    }
}
