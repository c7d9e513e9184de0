use std::convert::Infallible;
use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::Route;
use futures_util::FutureExt;
use http::request::Parts;
use http::{StatusCode, Uri};
use tower::service_fn;
use tower_layer::layer_fn;
use tower_service::Service;

use super::added_headers::AddedHeaders;
use super::middleware::Loan;
use super::no_route::NoRoute;
use super::report::Reported;
use super::rules::RewriteList;
use super::stages::{Arrival, Stages, subject};
use super::target;
use crate::handler::{Function, Incoming};
use crate::observe::{self, Observed};

/// What an app is made of.
pub(super) struct Pieces<S> {
    pub(super) stages: Arc<Stages<S>>,
    pub(super) router: Router<S>,
    pub(super) fallback: Option<Router<S>>,
}

impl<S> Clone for Pieces<S> {
    fn clone(&self) -> Self {
        Self { stages: Arc::clone(&self.stages), router: self.router.clone(), fallback: self.fallback.clone() }
    }
}

/// An app with its state: it answers requests.
pub(super) struct AppService<S>(Arc<Inner<S>>);

struct Inner<S> {
    stages: Arc<Stages<S>>,
    router: Router,
    fallback: Option<Router>,
    state: S,
}

impl<S> AppService<S>
where
    S: Clone + Send + Sync + 'static,
{
    pub(super) fn new(pieces: Pieces<S>, state: S) -> Self {
        Self(Arc::new(Inner {
            stages: pieces.stages,
            router: pieces.router.with_state(state.clone()),
            fallback: pieces.fallback.map(|fallback| fallback.with_state(state.clone())),
            state,
        }))
    }

    /// Lets requests that one of the routes takes pass through the app first. It is asked which by a router already, so it need not
    /// ask again.
    pub(super) fn before_each<T>(&self, routes: Router<T>) -> Router<T>
    where
        T: Clone + Send + Sync + 'static,
    {
        let app = self.clone();
        routes.layer(layer_fn(move |route: Route| {
            let app = app.clone();
            // axum calls a clone of this once. Who calls one again lets the router look for the route.
            let mut route = Some(route);
            service_fn(move |request| app.answer(request, route.take()).map(Ok::<_, Infallible>))
        }))
    }

    /// Lets requests that none of the routes takes pass through the app.
    pub(super) fn as_fallback<T>(&self, router: Router<T>) -> Router<T>
    where
        T: Clone + Send + Sync + 'static,
    {
        let app = self.clone();
        router.fallback(Function(move |request, _: T| app.answer(request, None)))
    }

    /// Answers a request. `route` is the one of the app's that takes its path, if that is known.
    pub(super) fn answer(
        &self,
        request: Request,
        route: Option<Route>,
    ) -> impl Future<Output = Response> + Send + use<S> {
        let mut request = Incoming::from(request);
        let span = observe::of_app(request.parts());
        Observed::new(span, pass(Arc::clone(&self.0), request, route))
    }
}

impl<S> Clone for AppService<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// The way of a request to the routes and back. It is one future, because each that it were handed on to would hold a copy.
async fn pass<S>(app: Arc<Inner<S>>, mut request: Incoming<Loan>, mut route: Option<Route>) -> Response
where
    S: Clone + Send + Sync + 'static,
{
    let stages = &*app.stages;
    let reported = stages.reporter.as_ref().map(|_| Reported::of(request.parts()));
    let mut headers = AddedHeaders::default();
    // Those of middleware, which end with the answer.
    let mut contexts = Vec::new();

    let mut response = 'answer: {
        let arrival = match stages.arrive(request.parts(), &mut headers) {
            Ok(arrival) => arrival,
            Err(answer) => break 'answer answer,
        };
        let mut sent = match arrival {
            Arrival::Inside => None,
            Arrival::Cut(sent) => {
                route = None;
                Some(sent)
            }
            Arrival::Outside => break 'answer app.fall_back(request.into_request(), None).await,
        };

        for guard in &stages.middlewares {
            if !guard.is_for(request.parts()) {
                continue;
            }
            let ran = guard.entry.run(&mut request, &app.state).await;
            let next = match ran.settle(&mut request) {
                Ok(next) => next,
                Err(answer) => break 'answer answer,
            };
            headers.extend(next.headers);
            contexts.extend(next.context);
            if let Some(destination) = next.destination {
                if let Err(answer) = target::send_to(&destination, request.parts()) {
                    break 'answer answer;
                }
                (route, sent) = (None, None);
            }
        }
        let parts = request.parts();
        if rewrite(parts, &stages.rewrites.before, |_| false) {
            (route, sent) = (None, None);
        }
        let is_known = |path: &str| stages.routes.has(path);
        if !stages.routes.has_static(parts.uri.path()) && rewrite(parts, &stages.rewrites.after, is_known) {
            (route, sent) = (None, None);
        }

        let request = request.into_request();
        if let Some(mut route) = route {
            let Ok(answer) = route.call(request).await;
            break 'answer answer;
        }
        let (mut parts, body) = match app.ask(request).await {
            Ok(answer) => break 'answer answer,
            Err(request) => request.into_parts(),
        };
        if let Some(redirect) = stages.respelt(&parts) {
            break 'answer redirect;
        }
        let is_rewritten = rewrite(&mut parts, &stages.rewrites.fallback, is_known);
        let mut request = Request::from_parts(parts, body);
        if is_rewritten {
            sent = None;
            request = match app.ask(request).await {
                Ok(answer) => break 'answer answer,
                Err(request) => request,
            };
        }
        app.fall_back(request, sent).await
    };

    headers.put_on(response.headers_mut());
    for context in contexts {
        response = context.follow(response);
    }
    if let (Some(reported), Some(reporter)) = (reported, &stages.reporter) {
        reported.report(&mut response, &**reporter);
    }
    response
}

impl<S> Inner<S> {
    /// Lets the router answer, or gives the request back that no route takes.
    async fn ask(&self, request: Request) -> Result<Response, Request> {
        let Ok(mut response) = self.router.clone().call(request).await;
        match NoRoute::take(&mut response) {
            None => Ok(response),
            Some(request) => Err(request),
        }
    }

    /// Answers a request that is for no route; the fallback sees the URI as it was sent.
    async fn fall_back(&self, mut request: Request, sent: Option<Uri>) -> Response {
        let Some(fallback) = &self.fallback else { return StatusCode::NOT_FOUND.into_response() };
        if let Some(sent) = sent {
            *request.uri_mut() = sent;
        }
        let Ok(response) = fallback.clone().call(request).await;
        response
    }
}

/// Sends a request to where the first rewrite leads that matches, and on from there, until a path is final; says whether one
/// matches (NEXT-SPEC O8).
fn rewrite(parts: &mut Parts, rewrites: &RewriteList, is_final: impl Fn(&str) -> bool) -> bool {
    let mut next = 0;
    while !rewrites.is_empty() {
        let subject = subject(parts);
        let Some(rewritten) = rewrites.rewrite(subject, next) else { return next > 0 };
        next = rewritten.next;
        match target::path_and_query(&rewritten.path, Some(&rewritten.query)) {
            Some(target) => target::rewrite(parts, target),
            None => tracing::error!(path = rewritten.path, "a rewrite leads to a path that is too long"),
        }
        if is_final(parts.uri.path()) {
            return true;
        }
    }
    false
}
