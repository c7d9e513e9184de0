//! Asking for each path.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{OriginalUri, Request};
use futures_util::{StreamExt, stream};
use http::StatusCode;
use tower_service::Service;

use super::Prerender;
use super::failure::{PrerenderError, PrerenderFailure};
use super::known::NotListed;
use super::progress::Progress;
use super::report::{Outcome, Prerendered, Rendered};
use super::static_route::{Place, PlaceError, StaticRoute};
use crate::cache::{CacheOfRoutes, Lifetimes, kept_answer, life_of_route};
use crate::failure::Failure;
use crate::problem::HttpError;
use crate::route::RouteInfo;
use crate::router::Trie;

/// Makes all that there is to be made.
pub(super) async fn run(asked: Prerender) -> Result<Prerendered, PrerenderError> {
    let Prerender { static_routes, routes, place, concurrency } = asked;
    let mut report = Prerendered { routes, rendered: Vec::new(), failures: Vec::new() };
    if let Err(error) = place.check() {
        report.failures.push(PrerenderFailure { route: None, path: None, error: Arc::new(error) });
        return Err(PrerenderError(Box::new(report)));
    }
    let mut trie = Trie::default();
    report.routes.iter().for_each(|route| trie.insert(route.segments()));

    let listed = at_once(concurrency, static_routes.iter().cloned().map(paths)).await;
    let mut jobs = Vec::new();
    let place = Arc::new(place);
    for (route, paths) in static_routes.into_iter().zip(listed) {
        let paths = match paths {
            Ok(paths) => paths,
            Err(error) => {
                report.failures.push(PrerenderFailure { route: Some(route.info), path: None, error: Arc::new(error) });
                continue;
            }
        };
        let router = route.router(&trie);
        for path in paths {
            // Where another route is static, clients get that.
            if route.info.is_dynamic() && trie.has_static(&path) {
                continue;
            }
            jobs.push(Job { route: route.clone(), router: router.clone(), path, place: Arc::clone(&place) });
        }
    }

    let progress = Arc::new(Progress::new(jobs.len()));
    for rendered in at_once(concurrency, jobs.into_iter().map(|job| job.run(Arc::clone(&progress)))).await {
        match rendered {
            Ok(rendered) => report.rendered.push(rendered),
            Err(failure) => report.failures.push(failure),
        }
    }
    if report.failures.is_empty() { Ok(report) } else { Err(PrerenderError(Box::new(report))) }
}

/// Runs so many at the same time; what they end with, in the order in which they were given.
async fn at_once<F: Future>(limit: usize, work: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let work = work.into_iter().enumerate().map(|(index, work)| async move { (index, work.await) });
    let mut done: Vec<_> = stream::iter(work).buffer_unordered(limit).collect().await;
    done.sort_by_key(|&(index, _)| index);
    done.into_iter().map(|(_, done)| done).collect()
}

/// The paths of a route, as it sees them.
async fn paths(route: StaticRoute<()>) -> Result<Vec<String>, NotListed> {
    match &route.list {
        Some(list) => {
            let list = route.known.get_or_make(route.info, route.cache.get(), || list(())).await?;
            Ok(list.paths.clone())
        }
        None if route.info.is_dynamic() => Ok(Vec::new()),
        None => Ok(vec![route.static_path()]),
    }
}

/// One path of a route.
struct Job {
    route: StaticRoute<()>,
    router: Router,
    /// As the route sees it.
    path: String,
    place: Arc<Place>,
}

impl Job {
    async fn run(self, progress: Arc<Progress>) -> Result<Rendered, PrerenderFailure> {
        let Self { route: StaticRoute { info: route, cache, .. }, router, path, place } = self;
        let failure = |path: String, error| PrerenderFailure { route: Some(route), path: Some(path), error };
        let request = match place.request(&path) {
            Ok(request) => request,
            Err(error) => return Err(failure(path, Arc::new(error))),
        };
        let original = request.extensions().get::<OriginalUri>();
        let client = original.map_or_else(|| path.clone(), |OriginalUri(uri)| uri.path().to_owned());
        let outcome = ask(route, &cache, router, request).await;
        progress.done(&client);
        match outcome {
            Ok(outcome) => Ok(Rendered { route, path, client, outcome }),
            Err(error) => Err(failure(client, error)),
        }
    }
}

async fn ask(
    route: &'static RouteInfo,
    cache: &CacheOfRoutes,
    mut router: Router,
    request: Request,
) -> Result<Outcome, Arc<dyn HttpError>> {
    let (parts, body) = request.into_parts();
    if let Some(life) = kept_answer(route, cache, &parts).await {
        return Ok(if is_static(life) { Outcome::WasKept(life) } else { Outcome::Dynamic });
    }
    let Ok(mut response) = router.call(Request::from_parts(parts.clone(), body)).await;
    if response.status().is_server_error() {
        let failure = Failure::take(response.extensions_mut());
        return Err(failure.map_or_else(|| Arc::new(Answered(response.status())) as _, |failure| failure.error));
    }
    // An old answer is served while a new one is made, to us, too.
    let is_stale = response.headers().get("x-nextjs-cache").is_some_and(|state| state == "STALE");
    Ok(match kept_answer(route, cache, &parts).await {
        Some(life) if is_static(life) => Outcome::Made(life),
        None if is_stale => Outcome::WasKept(life_of_route(route.config())),
        Some(_) | None => Outcome::Dynamic,
    })
}

/// Whether what is kept for so long counts as static (NEXT-SPEC V13).
fn is_static(life: Lifetimes) -> bool {
    let is_long = |time: Option<Duration>, least| time.is_none_or(|time| time >= Duration::from_secs(least));
    is_long(life.expire, 300) && is_long(Some(life.stale), 30) && life.revalidate.is_none_or(|time| !time.is_zero())
}

/// A failure of which nothing is known.
#[derive(Debug, thiserror::Error)]
#[error("it was answered with {0}")]
struct Answered(StatusCode);

impl HttpError for Answered {
    fn status(&self) -> StatusCode {
        self.0
    }
}

impl HttpError for PlaceError {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}
