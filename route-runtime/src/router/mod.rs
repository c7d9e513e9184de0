//! From a table of routes to an `axum::Router`: all that we rely on of axum's routing is in this folder.

mod forget;
mod lower;
mod method_table;
mod options;

use crate::cache::CacheOfRoutes;
use crate::handler::RawPath;
use crate::route::RouteInfo;
use crate::routes::Entry;
use axum::Router;
pub(crate) use forget::forget_match;
pub(crate) use lower::Trie;
use method_table::MethodTable;
pub(crate) use options::within_max_duration;
use std::mem;

/// Builds the router. The entries have passed the conflict check, so neither axum nor matchit finds anything to refuse.
#[track_caller]
pub(crate) fn build<S>(entries: Vec<Entry<S>>) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
{
    let Built { router, catch_alls } = build_apart(entries, &CacheOfRoutes::default());
    router.merge(catch_alls)
}

/// The routes of one table, in two routers.
pub(crate) struct Built<S> {
    pub(crate) router: Router<S>,
    /// Those that end in a catch-all: axum's takes an empty segment for a piece, so that it may give them a path that is none of
    /// theirs.
    pub(crate) catch_alls: Router<S>,
}

/// Builds the routers. The cache is that of routes that have none of their own.
#[track_caller]
pub(crate) fn build_apart<S>(entries: Vec<Entry<S>>, cache: &CacheOfRoutes) -> Built<S>
where
    S: Clone + Send + Sync + 'static,
{
    let tables = MethodTable::group(entries);
    let mut trie = Trie::default();
    for table in &tables {
        trie.insert(table.info().segments());
    }

    // A literal may begin with `:` or `*`; axum's check for the syntax of its version 0.7 would refuse it.
    let [mut router, mut catch_alls] = [(); 2].map(|()| Router::new().without_v07_checks());
    for table in tables {
        let routes = if table.info().has_catch_all() { &mut catch_alls } else { &mut router };
        let patterns = trie.lower(table.info().segments());
        let methods = table.into_method_router(cache);
        for pattern in patterns {
            *routes = mem::take(routes).route(&pattern, methods.clone());
        }
    }
    Built { router, catch_alls }
}
