//! The request that a handler is given whose answer may be stored (NEXT-SPEC G5).

use axum::body::Body;
use axum::extract::{MatchedPath, NestedPath, OriginalUri, Request};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{Extensions, Uri};

use super::key::Paths;
use crate::app::{BasePath, hide_client};
use crate::observe;
use crate::route::Dynamic;

/// The request without what is one client's: method GET, no headers, no query, no body, and the origin `http://localhost:3000`.
///
/// What layers and middleware have put into the extensions is mostly one client's, too: a session, a user. Below `force-static`, where any
/// argument is allowed, it is taken away. Elsewhere it stays, and is taken only by arguments of which the program says that they are the
/// same for all.
pub(super) fn strip(mut sent: Parts, paths: &Paths<'_>, dynamic: Dynamic) -> Request {
    let (mut parts, body) = Request::new(Body::empty()).into_parts();
    parts.uri = at(&paths.seen);
    let extensions = std::mem::take(&mut sent.extensions);
    parts.extensions = match dynamic {
        Dynamic::ForceStatic => of_no_client(&extensions),
        Dynamic::Auto | Dynamic::Error | Dynamic::ForceDynamic => extensions,
    };
    parts.extensions.insert(OriginalUri(at(&paths.client)));
    hide_client(&mut parts.extensions);
    Request::from_parts(parts, body)
}

/// The extensions that say where the route is, and nothing of who asks.
///
/// The parameters that axum has read from the path belong to no client either, but are of a type that cannot be named: `Path` finds none.
fn of_no_client(all: &Extensions) -> Extensions {
    let mut kept = Extensions::new();
    copy::<MatchedPath>(all, &mut kept);
    copy::<NestedPath>(all, &mut kept);
    copy::<BasePath>(all, &mut kept);
    observe::copy_span(all, &mut kept);
    kept
}

fn copy<T: Clone + Send + Sync + 'static>(all: &Extensions, kept: &mut Extensions) {
    if let Some(extension) = all.get::<T>() {
        kept.insert(extension.clone());
    }
}

/// A path of [`Paths`], which can be one.
fn at(path: &str) -> Uri {
    PathAndQuery::try_from(path).map(Uri::from).unwrap_or_default()
}
