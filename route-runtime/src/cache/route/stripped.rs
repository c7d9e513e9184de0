//! The request that a handler is given whose answer may be stored: what is the same for all clients (NEXT-SPEC G5).

use axum::body::Body;
use axum::extract::{OriginalUri, Request};
use http::Uri;
use http::request::Parts;
use http::uri::PathAndQuery;

use super::key::Paths;
use crate::app::hide_client;

/// The request without what is one client's: method GET, no headers, no query, no body, and the origin `http://localhost:3000`.
///
/// Extensions stay. What layers of the host have put there may be one client's, and is taken only by arguments of which the program
/// says that they are not.
pub(super) fn strip(mut sent: Parts, paths: &Paths<'_>) -> Request {
    let (mut parts, body) = Request::new(Body::empty()).into_parts();
    parts.uri = at(&paths.seen);
    parts.extensions = std::mem::take(&mut sent.extensions);
    parts.extensions.insert(OriginalUri(at(&paths.client)));
    hide_client(&mut parts.extensions);
    Request::from_parts(parts, body)
}

/// A path of [`Paths`], which can be one.
fn at(path: &str) -> Uri {
    PathAndQuery::try_from(path).map(Uri::from).unwrap_or_default()
}
