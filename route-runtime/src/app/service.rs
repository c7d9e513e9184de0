use std::convert::Infallible;
use std::future::Future;
use std::mem;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::Route;
use bytes::Bytes;
use futures_util::{FutureExt, stream};
use http::header::CONTENT_LENGTH;
use http::{Method, StatusCode, Uri};
use tower::service_fn;
use tower_layer::layer_fn;
use tower_service::Service;

use super::added_headers::AddedHeaders;
use super::middleware::Lent;
use super::no_route::NoRoute;
use super::report::{Reported, ReportsTo};
use super::stages::{Arrival, Stages};
use super::target;
use crate::handler::{Function, Incoming};
use crate::observe::{self, Observed};
use crate::router::forget_match;

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
        let (mut parts, body) = request.into_parts();
        let span = observe::of_app(&mut parts);
        Observed::new(span, pass(Arc::clone(&self.0), Lent::new(parts, body), route))
    }
}

impl<S> Clone for AppService<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// The way of a request to the routes and back. It is one block, because each future that the request were handed on to would hold a
/// copy, and a future of more than about a kilobyte is a slow allocation.
#[allow(clippy::manual_async_fn)] // an `async fn` holds its arguments twice
fn pass<S>(
    app: Arc<Inner<S>>,
    mut request: Lent,
    mut route: Option<Route>,
) -> impl Future<Output = Response> + Send + use<S>
where
    S: Clone + Send + Sync + 'static,
{
    async move {
        let stages = &*app.stages;
        let reported = stages.reporter.as_ref().map(|_| Box::new(Reported::of(request.head())));
        if let Some(reporter) = &stages.reporter {
            request.parts().extensions.insert(ReportsTo(Arc::clone(reporter)));
        }
        let mut headers = AddedHeaders::default();
        // Those of middleware, which end with the answer.
        let mut contexts = Vec::new();

        let mut response = 'answer: {
            let mut sent = match stages.arrive(request.parts(), &mut headers) {
                Ok(Arrival::Inside) => None,
                Ok(Arrival::Cut(sent)) => {
                    route = None;
                    Some(sent)
                }
                Ok(Arrival::Outside) => {
                    let sent = Box::new(request.parts().uri.clone());
                    break 'answer Box::pin(app.fall_back(request.into_request(), Some(sent))).await;
                }
                Err(answer) => break 'answer answer,
            };

            let mut is_rewritten = false;
            for guard in &stages.middlewares {
                if !guard.is_for(request.head()) {
                    continue;
                }
                let ran = guard.entry.run(&mut request, &app.state).await;
                let next = match ran.settle(&mut request) {
                    Ok(next) => next,
                    Err(mut answer) => {
                        mem::take(&mut headers).put_under(answer.headers_mut());
                        break 'answer answer;
                    }
                };
                if let Some(added) = next.headers {
                    headers.extend(added);
                }
                contexts.extend(next.context);
                if let Some(destination) = next.destination {
                    if let Err(answer) = target::send_to(&destination, request.parts(), guard.entry.info) {
                        break 'answer answer;
                    }
                    is_rewritten = true;
                }
            }
            is_rewritten |= stages.rewrite(request.parts());
            if is_rewritten {
                sent = None;
                if route.take().is_some() {
                    forget_match(&mut request.parts().extensions);
                }
            }

            let request = request.into_request();
            match route {
                Some(mut route) => {
                    let Ok(answer) = route.call(request).await;
                    answer
                }
                // It is larger than all the rest.
                None => Box::pin(app.search(request, sent)).await,
            }
        };

        headers.put_on(response.headers_mut());
        for context in contexts {
            response = context.hold(response);
        }
        if let (Some(reported), Some(reporter)) = (reported, &stages.reporter) {
            reported.report(&mut response, &**reporter);
        }
        response
    }
}

impl<S> Inner<S> {
    /// Answers a request whose route is still to be found.
    async fn search(&self, request: Request, mut sent: Option<Box<Uri>>) -> Response {
        let (mut parts, body) = match self.ask(request).await {
            Ok(answer) => return answer,
            Err(request) => request.into_parts(),
        };
        if let Some(redirect) = self.stages.respelt(&parts) {
            return redirect;
        }
        let is_rewritten = self.stages.rewrite_last(&mut parts);
        let mut request = Request::from_parts(parts, body);
        if is_rewritten {
            sent = None;
            request = match self.ask(request).await {
                Ok(answer) => return answer,
                Err(request) => request,
            };
        }
        self.fall_back(request, sent).await
    }

    /// Lets the router answer, or gives the request back that no route takes.
    async fn ask(&self, request: Request) -> Result<Response, Request> {
        let is_head = request.method() == Method::HEAD;
        let Ok(mut response) = self.router.clone().call(request).await;
        match NoRoute::take(&mut response) {
            None => Ok(if is_head { with_open_length(response) } else { response }),
            Some(request) => Err(request),
        }
    }

    /// Answers a request that is for no route; the fallback sees the URI as it was sent, or as it was rewritten.
    async fn fall_back(&self, mut request: Request, sent: Option<Box<Uri>>) -> Response {
        let Some(fallback) = &self.fallback else { return StatusCode::NOT_FOUND.into_response() };
        match sent {
            Some(sent) => *request.uri_mut() = *sent,
            None => self.stages.prepend_base_path(request.uri_mut()),
        }
        let is_head = request.method() == Method::HEAD;
        let Ok(response) = fallback.clone().call(request).await;
        if is_head { with_open_length(response) } else { response }
    }
}

/// axum's router has taken the body of an answer to HEAD away. Where it did not tell the length, neither must the router around the
/// app, which would find it to be 0.
fn with_open_length(response: Response) -> Response {
    if response.headers().contains_key(CONTENT_LENGTH) {
        return response;
    }
    response.map(|_| Body::from_stream(stream::empty::<Result<Bytes, Infallible>>()))
}
