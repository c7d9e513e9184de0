//! `dynamic_params = false`: only the paths that are listed are there (NEXT-SPEC G7).

use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::known::{KnownPaths, List};
use crate::app::with_sound_escapes;
use crate::cache::CacheOfRoutes;
use crate::context;
use crate::handler::{Function, ListPaths};
use crate::route::RouteInfo;

/// What stands before the handlers of a route with `dynamic_params = false`.
pub(crate) struct Gate<S> {
    /// The handler whose list it is.
    pub(crate) route: &'static RouteInfo,
    pub(crate) list_paths: ListPaths<S>,
    pub(crate) known: Arc<KnownPaths>,
    pub(crate) cache: CacheOfRoutes,
}

impl<S> Gate<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// A handler of requests that have passed.
    pub(crate) fn before<H, F>(&self, handler: H) -> impl Handler<(), S>
    where
        H: FnOnce(Request, S) -> F + Clone + Send + Sync + 'static,
        F: Future<Output = Response> + Send + 'static,
    {
        let gate = self.clone();
        Function(move |request, state: S| async move {
            match gate.pass(request, &state).await {
                Ok(request) => handler(request, state).await,
                Err(answer) => answer,
            }
        })
    }

    /// Lets a request pass, or answers it: with an empty 404, as where there is no route.
    ///
    /// A client in draft mode passes, as in Next.js: what is not listed yet is what it wants to see. So does a path that cannot be
    /// decoded, for which the route has an answer.
    async fn pass(&self, request: Request, state: &S) -> Result<Request, Response> {
        if context::is_draft(request.headers()) {
            return Ok(request);
        }
        let is_known = match self.known.get() {
            Some(list) => is_open(list, &request),
            None => {
                let list = || (self.list_paths)(state.clone());
                match self.known.get_or_make(self.route, self.cache.get(), list).await {
                    Ok(list) => is_open(&list, &request),
                    Err(error) => return Err(error.into_response()),
                }
            }
        };
        if is_known { Ok(request) } else { Err(StatusCode::NOT_FOUND.into_response()) }
    }
}

fn is_open(list: &List, request: &Request) -> bool {
    let path = request.uri().path();
    list.has(path) || with_sound_escapes(path).is_err()
}

impl<S> Clone for Gate<S> {
    fn clone(&self) -> Self {
        let Self { route, list_paths, known, cache } = self;
        Self { route, list_paths: *list_paths, known: Arc::clone(known), cache: cache.clone() }
    }
}
