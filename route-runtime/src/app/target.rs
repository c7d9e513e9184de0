//! Where a request is to go, when that is not what the client asked for.

use axum::extract::OriginalUri;
use axum::response::Response;
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{Extensions, StatusCode, Uri};

use super::canonical::{TrailingSlash, canonical};
use crate::failure::Failure;
use crate::next_url::NextUrl;
use crate::problem::HttpError;
use crate::request::url_of;
use crate::route::RouteInfo;

/// What the client asked for, before `nest` and the base path have cut their prefixes off.
pub(super) fn original<'a>(uri: &'a Uri, extensions: &'a Extensions) -> &'a Uri {
    extensions.get::<OriginalUri>().map_or(uri, |OriginalUri(uri)| uri)
}

/// What the client sees in front of a path of the app.
pub(super) fn front<'a>(original: &'a str, path: &str) -> &'a str {
    if original.len() == path.len() {
        return "";
    }
    let original = original.strip_suffix('/').unwrap_or(original);
    original.strip_suffix(path.strip_suffix('/').unwrap_or(path)).unwrap_or_default()
}

/// `/a` of `/docs/a`, and nothing of `/docs`.
pub(super) fn below<'a>(front: &str, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(front).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Makes the router see another path and query.
pub(super) fn set(uri: &mut Uri, target: PathAndQuery) {
    let mut parts = std::mem::take(uri).into_parts();
    parts.path_and_query = Some(target);
    // `http` refuses a path only where there is an authority without a scheme, as in CONNECT.
    *uri = Uri::from_parts(parts).unwrap_or_default();
}

/// Sends a request to another path and query of the app; handlers see it as if the client had asked for it (NEXT-SPEC P13).
pub(super) fn rewrite(parts: &mut Parts, target: PathAndQuery) {
    let original = original(&parts.uri, &parts.extensions);
    let front = front(original.path(), parts.uri.path());
    let mut seen = original.clone();
    let path = match target.as_str() {
        "/" if !front.is_empty() => "",
        path => path,
    };
    // Both are paths, and so is the whole, unless it is too long: then it is seen without what is in front.
    set(&mut seen, format!("{front}{path}").parse().unwrap_or_else(|_| target.clone()));
    set(&mut parts.uri, target);
    parts.extensions.insert(OriginalUri(seen));
}

/// Sends a request to what a middleware has named, or says why that cannot be.
pub(super) fn send_to(destination: &str, parts: &mut Parts, by: &'static RouteInfo) -> Result<(), Response> {
    match resolve(destination, parts) {
        Ok(target) => {
            rewrite(parts, target);
            Ok(())
        }
        Err(error) => {
            tracing::error!(route = %by, %error, "a middleware failed");
            Err(Failure::answer(Box::new(error), Some(by)))
        }
    }
}

/// The path and query of a destination: a path of the app, or a URL of this site (NEXT-SPEC P13, P20).
fn resolve(destination: &str, parts: &Parts) -> Result<PathAndQuery, InvalidDestination> {
    let invalid = |reason| InvalidDestination { destination: destination.to_owned(), reason };
    let not_a_url = |_| invalid("it is neither a path nor a URL");
    let is_path = destination.starts_with('/') && !destination[1..].starts_with(['/', '\\']);
    let own = url_of(&parts.uri, &parts.headers, &parts.extensions);
    let url = if is_path { own.join(destination) } else { NextUrl::parse(destination) }.map_err(not_a_url)?;
    let url = url.with_base_path("");
    let path = if is_path {
        url.pathname()
    } else if url.origin() == own.origin() {
        let original = original(&parts.uri, &parts.extensions);
        let front = front(original.path(), parts.uri.path());
        match below(front, url.pathname()).ok_or_else(|| invalid("it is outside of the app's base path"))? {
            "" => "/",
            path => path,
        }
    } else {
        return Err(invalid("it is another site: answer with `App::fallback` and a reverse proxy"));
    };
    let canonical = canonical(path, TrailingSlash::Never).map_err(|_| invalid("its path cannot be decoded"))?;
    path_and_query(canonical.as_deref().unwrap_or(path), url.search().strip_prefix('?'))
        .ok_or_else(|| invalid("it is longer than a URL may be"))
}

/// A path and a query, as they are sent.
pub(super) fn path_and_query(path: &str, query: Option<&str>) -> Option<PathAndQuery> {
    match query {
        None | Some("") => path.parse(),
        Some(query) => format!("{path}?{query}").parse(),
    }
    .ok()
}

/// A rewrite that leads nowhere.
#[derive(Debug, thiserror::Error)]
#[error("it cannot rewrite to `{destination}`: {reason}")]
struct InvalidDestination {
    destination: String,
    reason: &'static str,
}

impl HttpError for InvalidDestination {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}
