use super::argument::Arguments;
use super::function::Function;
use super::incoming::{Incoming, Owned};
use super::param::{ParamError, RawPath};
use super::response::RouteResponse;
use super::running::Running;
use super::static_params::ListPaths;
use crate::cache::{CacheOfRoutes, CachedRoute};
use crate::context;
use crate::control_flow;
use crate::observe;
use crate::prerender::Gate;
use crate::route::{Method, RouteInfo};
use crate::routes::{Entry, Routes};
use crate::special;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter};
use http::request::Parts;
use std::future::Future;
use std::sync::Arc;

/// The type beside a handler: the route's descriptor.
pub trait Route: 'static {
    /// The descriptor of the module that the handler is a part of; its own, if it stands alone.
    type Module;

    /// What is known of the route before the program runs.
    const INFO: &'static RouteInfo;
}

/// What `routes!` takes: a handler's descriptor, or the one of a module of handlers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a route",
    label = "not a route",
    note = "`routes!` takes the names of handlers with `#[route]` or `#[page]`, and `module::route` for a module with `#[route]`"
)]
pub trait Table {
    /// The handlers' descriptors, as a list: `(GET, (POST, ()))`.
    type Handlers;

    /// The routes, in the order of the source.
    const ROUTES: &'static [&'static RouteInfo];
}

#[diagnostic::do_not_recommend]
impl<R: Route> Table for R {
    type Handlers = (R, ());
    const ROUTES: &'static [&'static RouteInfo] = &[R::INFO];
}

/// A handler that can be called with the tuple `P` of its parameters and the tuple `A` of its other arguments. (They are no
/// associated types, because those could not name a private type.)
#[diagnostic::on_unimplemented(message = "`{Self}` is not a route", label = "not a route")]
pub trait Endpoint<P, A>: Route {
    /// Reads the parameters that the handler takes by name.
    fn params(path: RawPath<'_>) -> Result<P, ParamError>;

    /// Calls the user's function.
    fn call(params: P, arguments: A) -> impl Future<Output: RouteResponse> + Send;
}

/// A handler or a middleware whose arguments `A` can be extracted in an app with state `S`, each as its marker in `M` says. It is apart from
/// [`Endpoint`] because bounds with generics around a function make the compiler slow.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a route", label = "not a route")]
pub trait Extracts<S, A, M> {
    /// How the paths are listed that `generate_static_params` is for. (It is here because its arguments, too, are extracted in an app with
    /// state `S`, and one implementation is less for the compiler than two.)
    const LIST_PATHS: Option<ListPaths<S>> = None;
}

/// A handler that can be mounted in an app with state `S`.
pub trait Mount<S, M> {
    /// Adds it to a table.
    fn mount(routes: &mut Routes<S>);
}

/// The handlers of a [`Table`]. (Not also [`Mount`], or rustc could not tell which of two implementations is the one
/// that a handler fails, and would say nothing of the handler.)
pub trait MountAll<S, M> {
    /// Adds them to a table.
    fn mount_all(routes: &mut Routes<S>);
}

impl<R, S, P, A, M> Mount<S, (P, A, M)> for R
where
    R: Endpoint<P, A> + Extracts<S, A, M>,
    P: Send + 'static,
    A: Arguments<R, S, M> + Send + 'static,
    M: 'static,
    S: Clone + Send + Sync + 'static,
{
    fn mount(routes: &mut Routes<S>) {
        routes.push(Entry::new(R::INFO, |_, cache, gate| method_router::<R, S, P, A, M>(cache, gate), R::LIST_PATHS));
    }
}

/// The descriptor of a handler that is not there: configured away, or refused with an error of its own.
pub struct Absent {}

impl Table for Absent {
    type Handlers = (Self, ());
    const ROUTES: &'static [&'static RouteInfo] = &[];
}

impl<S> Mount<S, ()> for Absent {
    fn mount(_: &mut Routes<S>) {}
}

#[diagnostic::do_not_recommend]
impl<S> MountAll<S, ()> for () {
    fn mount_all(_: &mut Routes<S>) {}
}

impl<S, H, M, Rest, N> MountAll<S, (M, N)> for (H, Rest)
where
    H: Mount<S, M>,
    Rest: MountAll<S, N>,
{
    fn mount_all(routes: &mut Routes<S>) {
        H::mount(routes);
        Rest::mount_all(routes);
    }
}

fn method_router<R, S, P, A, M>(cache: &CacheOfRoutes, gate: Option<&Gate<S>>) -> MethodRouter<S>
where
    R: Endpoint<P, A> + Extracts<S, A, M>,
    P: Send + 'static,
    A: Arguments<R, S, M> + Send + 'static,
    M: 'static,
    S: Clone + Send + Sync + 'static,
{
    let filter = filter(R::INFO.table_method());
    if const { R::INFO.is_cached() } {
        let route = Arc::new(CachedRoute::new(R::INFO, cache.clone()));
        let handler = move |request, state| {
            route.answer(request, state, |request, state| steps::<R, S, P, A, M>(request.into(), state))
        };
        return match gate.filter(|_| const { R::INFO.config().is_closed() }) {
            Some(gate) => MethodRouter::new().on(filter, gate.before(handler)),
            None => MethodRouter::new().on(filter, Function(handler)),
        };
    }
    if const { R::INFO.config().is_closed() }
        && let Some(gate) = gate
    {
        return MethodRouter::new().on(filter, gate.before(handle::<R, S, P, A, M>));
    }
    MethodRouter::new().on(filter, Function(handle::<R, S, P, A, M>))
}

pub(super) const fn filter(method: Method) -> MethodFilter {
    match method {
        Method::Delete => MethodFilter::DELETE,
        Method::Get => MethodFilter::GET,
        Method::Head => MethodFilter::HEAD,
        Method::Options => MethodFilter::OPTIONS,
        Method::Patch => MethodFilter::PATCH,
        Method::Post => MethodFilter::POST,
        Method::Put => MethodFilter::PUT,
    }
}

/// The way of a request through a handler. It is one future that lends the request to its steps: steps that were given it would
/// each keep a copy, and a future of more than about a kilobyte is a slow allocation.
#[inline(always)]
fn handle<R, S, P, A, M>(request: Request, state: S) -> impl Future<Output = Response> + Send
where
    R: Endpoint<P, A> + Extracts<S, A, M>,
    P: Send,
    A: Arguments<R, S, M> + Send,
    S: Send + Sync,
{
    let is_head = request.method() == http::Method::HEAD;
    Running::new(R::INFO, is_head, steps::<R, S, P, A, M>(request.into(), state))
}

#[inline(always)]
#[allow(clippy::manual_async_fn)] // an `async fn` holds its arguments twice
fn steps<R, S, P, A, M>(mut request: Owned, state: S) -> impl Future<Output = Response> + Send
where
    R: Endpoint<P, A> + Extracts<S, A, M>,
    P: Send,
    A: Arguments<R, S, M> + Send,
    S: Send + Sync,
{
    async move {
        observe::of_route(request.parts(), R::INFO);
        let params = match params::<R, P, A>(request.parts()) {
            Ok(params) => params,
            Err(error) => return error.into_response(),
        };
        let early = match A::early(request.parts(), &state).await {
            Ok(early) => early,
            Err(rejection) => return control_flow::after_form(rejection, request.parts()),
        };
        // A result that is still there while the function runs would make the future larger by an answer.
        let arguments = match A::late(early, &mut request, &state).await {
            Ok(arguments) => arguments,
            Err(rejection) => return rejection,
        };
        if let Some(Parts { headers, .. }) = request.parts {
            context::keep(headers);
        }
        let answer = R::call(params, arguments).await.into_route_response();
        if const { R::INFO.is_special() } { special::complete(answer) } else { answer }
    }
}

#[inline]
fn params<R: Endpoint<P, A>, P, A>(parts: &Parts) -> Result<P, ParamError> {
    let path = RawPath::new(parts.uri.path(), R::INFO);
    path.check(&parts.extensions)?;
    R::params(path)
}
