//! Routes that are described at run time: how the tests of this workspace make tables by the thousand.

use super::endpoint::filter;
use super::function::Function;
use super::param::RawPath;
use crate::cache::CacheOfRoutes;
use crate::prerender::Gate;
use crate::route::RouteInfo;
use crate::routes::{Entry, Routes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;

/// A handler of routes that no attribute describes; it is given the parameters' values.
pub trait Described {
    /// The answer to a request whose path is one of the route's.
    fn answer(route: &'static RouteInfo, path: RawPath<'_>) -> Response;
}

/// Adds a route that is described at run time: how the tests of this workspace make tables by the thousand.
pub fn mount_described<D: Described, S>(routes: &mut Routes<S>, info: &'static RouteInfo)
where
    S: Clone + Send + Sync + 'static,
{
    routes.push(Entry::new(info, described::<D, S>, None));
}

fn described<D: Described, S>(info: &'static RouteInfo, _: &CacheOfRoutes, _: Option<&Gate<S>>) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    let answer = move |request: Request, _: S| {
        let path = RawPath::new(request.uri().path(), info);
        let answer = match path.check(request.extensions()) {
            Ok(()) => D::answer(info, path),
            Err(error) => error.into_response(),
        };
        std::future::ready(answer)
    };
    MethodRouter::new().on(filter(info.table_method()), Function(answer))
}
