use super::{RawPath, RouteInfo, options};
use crate::cache::{CacheOfRoutes, WithCache};
use crate::handler::Function;
use crate::prerender::Gate;
use crate::route::{MethodSet, SegmentKind};
use crate::routes::Entry;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, any};
use http::header::ALLOW;
use http::{HeaderValue, Method, StatusCode};
use std::collections::HashMap;
use std::sync::Arc;
use tower_layer::layer_fn;

/// The handlers of one pattern: one method each.
pub(super) struct MethodTable<S> {
    entries: Vec<Entry<S>>,
}

impl<S> MethodTable<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// One table a pattern, in the order in which the patterns came.
    pub(super) fn group(entries: Vec<Entry<S>>) -> Vec<Self> {
        let mut tables: Vec<Self> = Vec::new();
        let mut places: HashMap<Vec<(SegmentKind, &'static str)>, usize> = HashMap::new();
        for entry in entries {
            let place = *places.entry(shape(entry.info)).or_insert(tables.len());
            match tables.get_mut(place) {
                Some(table) => table.entries.push(entry),
                None => tables.push(Self { entries: vec![entry] }),
            }
        }
        tables
    }

    /// Any of the table's routes: they have one pattern.
    pub(super) fn info(&self) -> &'static RouteInfo {
        self.entries[0].info
    }

    /// The handlers, and a fallback that answers for the methods that none of them takes (R5, R11). Being explicit, it also
    /// answers where the host adds methods of its own to this pattern; what it lists are ours.
    pub(super) fn into_method_router(self, cache: &CacheOfRoutes) -> MethodRouter<S> {
        let info = self.info();
        let gate = gate(&self.entries, cache);
        let closed = gate.clone().filter(|_| self.entries.iter().all(|entry| entry.info.config().is_closed()));
        let methods: MethodSet = self.entries.iter().map(|entry| entry.info.table_method()).collect();
        let allow = methods.allow();
        let fallback = move |request: Request, _: S| {
            let answer = RawPath::new(request.uri().path(), info)
                .check(request.extensions())
                .map_or_else(IntoResponse::into_response, |()| other_method(request.method(), allow));
            std::future::ready(answer)
        };
        let other_methods = match closed {
            Some(gate) => any(gate.before(fallback)),
            None => any(Function(fallback)),
        };
        // `any` and not `MethodRouter::fallback`, which would leave axum to add an `Allow` to a 404.
        self.entries.into_iter().fold(other_methods, |router, entry| router.merge(handler(entry, cache, gate.as_ref())))
    }
}

/// What lets only listed paths through, if the pattern has it.
fn gate<S>(entries: &[Entry<S>], of_app: &CacheOfRoutes) -> Option<Gate<S>> {
    entries.iter().filter(|entry| entry.info.config().is_closed()).find_map(|entry| {
        Some(Gate {
            route: entry.info,
            list_paths: entry.list_paths?,
            known: Arc::clone(&entry.known),
            cache: entry.cache_or(of_app),
        })
    })
}

/// One handler with its options, and with the cache of its table or of the app around it.
fn handler<S>(entry: Entry<S>, of_app: &CacheOfRoutes, gate: Option<&Gate<S>>) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    let info = entry.info;
    let handler = options::apply(info, (entry.method_router)(info, &entry.cache_or(of_app), gate));
    match entry.cache {
        // What makes an answer that is cached runs within the cache without that.
        Some(cache) if !info.is_cached() => handler.layer(layer_fn(move |route| WithCache::new(route, cache.clone()))),
        _ => handler,
    }
}

/// What tells two patterns apart. Where they differ in the names of dynamic segments only, the conflict check has refused.
fn shape(info: &RouteInfo) -> Vec<(SegmentKind, &'static str)> {
    info.segments().iter().map(|segment| (segment.kind(), segment.text())).collect()
}

/// 204 for `OPTIONS`, 405 for every other method; both say what is allowed (R5, R11, R12).
fn other_method(method: &Method, allow: HeaderValue) -> Response {
    let status = match *method {
        Method::OPTIONS => StatusCode::NO_CONTENT,
        _ => StatusCode::METHOD_NOT_ALLOWED,
    };
    (status, [(ALLOW, allow)]).into_response()
}
