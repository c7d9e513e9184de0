use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{self, Poll};

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, Uri};
use tower_service::Service;

use super::added_headers::AddedHeaders;
use super::middleware::{Step, step};
use super::no_route::NoRoute;
use super::report::Reported;
use super::rules::RewriteList;
use super::stages::{Stages, subject};
use super::target;
use crate::context::Context;
use crate::cookies::{RequestCookiesMut, ResponseCookies};
use crate::observe::{self, Observed};

/// What an app is made of.
pub(super) struct Parts<S> {
    pub(super) stages: Arc<Stages<S>>,
    pub(super) router: Router<S>,
    pub(super) fallback: Option<Router<S>>,
}

impl<S> Clone for Parts<S> {
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
    pub(super) fn new(parts: Parts<S>, state: S) -> Self {
        Self(Arc::new(Inner {
            stages: parts.stages,
            router: parts.router.with_state(state.clone()),
            fallback: parts.fallback.map(|fallback| fallback.with_state(state.clone())),
            state,
        }))
    }

    /// Answers a request, and tells those who watch.
    pub(super) async fn answer(self, request: Request) -> Response {
        let (mut parts, body) = request.into_parts();
        let span = observe::of_app(&mut parts);
        let watch = self.0.stages.reporter.as_ref().map(|reporter| (Reported::of(&parts), reporter));
        let mut response = Observed::new(span, self.0.pass(Request::from_parts(parts, body))).await;
        if let Some((reported, reporter)) = watch {
            reported.report(&mut response, &**reporter);
        }
        response
    }
}

impl<S> Service<Request> for AppService<S>
where
    S: Clone + Send + Sync + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut task::Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let answer = self.clone().answer(request);
        Box::pin(async { Ok(answer.await) })
    }
}

impl<S> Clone for AppService<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// What the steps leave for the answer.
#[derive(Default)]
struct Left {
    headers: AddedHeaders,
    /// Those of middleware, which end with the answer.
    contexts: Vec<Context>,
}

/// A request that has passed all steps before the routes.
enum Passed {
    /// To the routes. The URI is the one that it came with, unless a middleware or a rewrite has sent it elsewhere.
    Inside(Request, Option<Uri>),
    /// It is for none of the app's routes, because it is not below the base path.
    Outside(Request),
}

impl<S> Inner<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// The way of a request to the routes and back.
    async fn pass(&self, request: Request) -> Response {
        let mut left = Left::default();
        let mut response = match self.before_routes(request, &mut left).await {
            Ok(Passed::Inside(request, sent)) => self.route(request, sent).await,
            Ok(Passed::Outside(request)) => self.fall_back(request).await,
            Err(answer) => answer,
        };
        left.headers.put_on(response.headers_mut());
        left.contexts.into_iter().fold(response, |response, context| context.follow(response))
    }

    /// The steps before the routes. One that answers is the last: its answer is the error.
    async fn before_routes(&self, request: Request, left: &mut Left) -> Result<Passed, Response> {
        let stages = &*self.stages;
        let (mut parts, body) = request.into_parts();
        stages.find_origin(&mut parts);
        stages.check_spelling(&parts)?;
        left.headers.extend(stages.headers(&parts));
        stages.redirect(&parts)?;
        let mut sent = Some(parts.uri.clone());
        let is_inside = stages.enter(&mut parts);
        let mut request = Request::from_parts(parts, body);
        if !is_inside {
            return Ok(Passed::Outside(request));
        }
        for middleware in &stages.middlewares {
            if !stages.is_for(middleware, &request) {
                continue;
            }
            let (next, continued) = match step(&middleware.entry, request, self.state.clone()).await {
                Step::Next(next, continued) => (next, continued),
                Step::Answer(answer) => return Err(answer),
            };
            request = next;
            // The handler sees the cookies that the middleware has set, friendlier than Next's (C12).
            RequestCookiesMut::new(request.headers_mut()).receive(ResponseCookies::new(&continued.headers));
            left.headers.extend(continued.headers);
            left.contexts.extend(continued.context);
            if let Some(destination) = continued.destination {
                target::send_to(&destination, &mut request)?;
                sent = None;
            }
        }
        if rewrite(&mut request, &stages.rewrites.before) {
            sent = None;
        }
        Ok(Passed::Inside(request, sent))
    }

    /// The routes, with the rewrites that come after the static ones, and after all.
    async fn route(&self, mut request: Request, mut sent: Option<Uri>) -> Response {
        let stages = &*self.stages;
        if !stages.routes.has_static(request.uri().path()) && rewrite(&mut request, &stages.rewrites.after) {
            sent = None;
        }
        let mut request = match self.ask(&self.router, request).await {
            Ok(answer) => return answer,
            Err(request) => request,
        };
        if let Some(redirect) = stages.respelt(&request) {
            return redirect;
        }
        if rewrite(&mut request, &stages.rewrites.fallback) {
            sent = None;
            request = match self.ask(&self.router, request).await {
                Ok(answer) => return answer,
                Err(request) => request,
            };
        }
        if let Some(sent) = sent {
            *request.uri_mut() = sent;
        }
        self.fall_back(request).await
    }

    /// Lets the router answer, or gives the request back that no route takes.
    async fn ask(&self, router: &Router, request: Request) -> Result<Response, Request> {
        let Ok(mut response) = router.clone().call(request).await;
        match NoRoute::take(&mut response) {
            None => Ok(response),
            Some(request) => Err(request),
        }
    }

    /// Answers a request that is for no route.
    async fn fall_back(&self, request: Request) -> Response {
        match &self.fallback {
            Some(fallback) => match fallback.clone().call(request).await {
                Ok(response) => response,
            },
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}

/// Sends a request to where the first rewrite leads that matches; says whether one does (NEXT-SPEC O8).
fn rewrite(request: &mut Request, rewrites: &RewriteList) -> bool {
    let subject = subject(request.uri(), request.headers(), request.extensions());
    let Some(target) = rewrites.find(&subject) else { return false };
    target::rewrite(request, target);
    true
}
