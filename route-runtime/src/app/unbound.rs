//! An app whose state comes later, with `Router::with_state`.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::response::Response;
use axum::routing::Route;
use tower_layer::layer_fn;
use tower_service::Service;

use super::service::{AppService, Pieces};

/// The fallback of a router that is an app.
pub(super) fn fallback<S>(pieces: Pieces<S>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    // A layer is applied once for each state that the router is given; so is a cell made for each.
    Router::new()
        .fallback(Unbound(Arc::new(pieces)))
        .layer(layer_fn(|route: Route| WithCell { route, cell: Cell::<S>(Arc::default()) }))
}

/// The app that has been given a state, once that has been.
struct Cell<S>(Arc<OnceLock<AppService<S>>>);

/// The handler that is given the state, at each request.
#[derive(Clone)]
struct Unbound<S>(Arc<Pieces<S>>);

impl<S> Handler<(), S> for Unbound<S>
where
    S: Clone + Send + Sync + 'static,
{
    type Future = Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, mut request: Request, state: S) -> Self::Future {
        let cell = request.extensions_mut().remove::<Cell<S>>().unwrap_or_default();
        let app = cell.0.get_or_init(|| AppService::new((*self.0).clone(), state)).clone();
        Box::pin(app.answer(request, None))
    }
}

/// Gives the handler the cell of its state.
struct WithCell<S> {
    route: Route,
    cell: Cell<S>,
}

impl<S> Service<Request> for WithCell<S>
where
    S: Clone + Send + Sync + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = <Route as Service<Request>>::Future;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request) -> Self::Future {
        request.extensions_mut().insert(self.cell.clone());
        self.route.call(request)
    }
}

impl<S> Clone for WithCell<S> {
    fn clone(&self) -> Self {
        Self { route: self.route.clone(), cell: self.cell.clone() }
    }
}

impl<S> Clone for Cell<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> Default for Cell<S> {
    fn default() -> Self {
        Self(Arc::default())
    }
}
