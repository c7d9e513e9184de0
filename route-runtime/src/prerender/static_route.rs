//! What there is to be made, and where clients will look for it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{OriginalUri, Request};
use axum::routing::MethodRouter;
use http::Uri;
use http::uri::PathAndQuery;

use super::known::KnownPaths;
use crate::app::{BasePath, TrailingSlash, canonical};
use crate::cache::CacheOfRoutes;
use crate::handler::Listed;
use crate::route::RouteInfo;
use crate::router::Trie;
use crate::routes::Entry;

/// A route whose answers are kept, in an app with state `S`.
pub(crate) struct StaticRoute<S> {
    pub(super) info: &'static RouteInfo,
    pub(super) cache: CacheOfRoutes,
    pub(super) known: Arc<KnownPaths>,
    /// How its paths are listed, if it has `generate_static_params`.
    pub(super) list: Option<Arc<dyn Fn(S) -> Listed + Send + Sync>>,
    methods: MethodRouter<S>,
}

impl<S> StaticRoute<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// The routes of a table whose answers are kept. The cache is that of routes that have none of their own.
    pub(crate) fn of_table(entries: &[Entry<S>], of_app: &CacheOfRoutes) -> Vec<Self> {
        let cached = entries.iter().filter(|entry| entry.info.is_cached());
        let route = |entry: &Entry<S>| {
            let cache = entry.cache_or(of_app);
            Self {
                info: entry.info,
                known: Arc::clone(&entry.known),
                list: entry.list_paths.map(|list| Arc::new(list) as _),
                methods: (entry.method_router)(entry.info, &cache, None),
                cache,
            }
        };
        cached.map(route).collect()
    }

    pub(crate) fn with_state(self, state: S) -> StaticRoute<()> {
        let Self { info, cache, known, list, methods } = self;
        let methods = methods.with_state(state.clone());
        let list = list.map(|list| Arc::new(move |()| list(state.clone())) as _);
        StaticRoute { info, cache, known, list, methods }
    }
}

impl StaticRoute<()> {
    /// A router of this route alone, at the patterns that it has beside the others.
    pub(super) fn router(&self, trie: &Trie) -> Router {
        let patterns = trie.lower(self.info.segments());
        let router = Router::new().without_v07_checks();
        patterns.into_iter().fold(router, |router, pattern| router.route(&pattern, self.methods.clone()))
    }

    /// The path of a route without parameters.
    pub(super) fn static_path(&self) -> String {
        let segments = self.info.segments().iter();
        let path = segments.fold(String::new(), |path, segment| path + "/" + segment.text());
        if path.is_empty() { "/".to_owned() } else { path }
    }
}

impl<S> Clone for StaticRoute<S> {
    fn clone(&self) -> Self {
        Self {
            info: self.info,
            cache: self.cache.clone(),
            known: Arc::clone(&self.known),
            list: self.list.clone(),
            methods: self.methods.clone(),
        }
    }
}

/// Where clients find the routes.
#[derive(Default)]
pub(crate) struct Place {
    /// What the router is nested below.
    pub(crate) under: String,
    pub(crate) app: Option<AppPlace>,
}

/// What an app does to the paths of its routes.
pub(crate) struct AppPlace {
    pub(crate) base_path: String,
    pub(crate) trailing_slash: TrailingSlash,
}

/// A place where nothing can be.
#[derive(Debug, thiserror::Error)]
pub(super) enum PlaceError {
    #[error("the prefix `{0}` is no path\n  help: it begins with a slash, as in `under(\"/api\")`")]
    Prefix(String),
    #[error("the path is longer than a URL may be")]
    TooLong,
}

impl Place {
    /// Whether paths can be in front of those of the routes.
    pub(super) fn check(&self) -> Result<(), PlaceError> {
        let base_path = self.app.as_ref().map(|app| &app.base_path);
        for prefix in [&self.under].into_iter().chain(base_path) {
            let is_path = prefix.is_empty()
                || prefix.starts_with('/') && PathAndQuery::try_from(&**prefix).is_ok_and(|path| path.path() == prefix);
            if !is_path {
                return Err(PlaceError::Prefix(prefix.clone()));
            }
        }
        Ok(())
    }

    /// The request of a client for a path of a route, as the route gets it.
    pub(super) fn request(&self, path: &str) -> Result<Request, PlaceError> {
        let uri = |path: &str| PathAndQuery::try_from(path).map(Uri::from).map_err(|_| PlaceError::TooLong);
        let mut front = self.under.trim_end_matches('/').to_owned();
        if let Some(app) = &self.app {
            front.push_str(app.base_path.trim_end_matches('/'));
        }
        let mut client = match path {
            "/" if !front.is_empty() => front.clone(),
            _ => format!("{front}{path}"),
        };
        if let Some(app) = &self.app
            // Where the host has put the root of an app, the host says whether it ends in a slash.
            && (client.len() > self.under.trim_end_matches('/').len() || self.under.is_empty())
            && let Ok(Some(spelt)) = canonical(&client, app.trailing_slash)
        {
            client = spelt;
        }
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = uri(path)?;
        request.extensions_mut().insert(OriginalUri(uri(&client)?));
        if self.app.is_some() && !front.is_empty() {
            request.extensions_mut().insert(BasePath(front.into()));
        }
        Ok(request)
    }
}
