//! What the expansions of the macros name, and what rustc names in errors about them, which by this are shorter. Not part of the
//! public interface: it may change in any release.

pub use crate::app::{
    Condition, HasState, IntoRoutes, Matcher, MatcherEntry, MiddlewareDescriptor, MiddlewareFn, MiddlewareFuture,
    MiddlewareResponse, RunsIn, Source,
};
pub use crate::cache::function::{
    CachedArgument, CachedFunction, CachedOutput, Codec, FunctionKey, Output, PlainOutput, call, custom_life, tag,
};
pub use crate::cache::{Life, StaticTag, Tag};
pub use crate::error::RouteError;
pub use crate::handler::{
    Absent, Argument, Arguments, CatchAllParam, Described, DynamicParam, Endpoint, Extracts, FromParams, InFolder,
    Incoming, LeavesBody, ListPaths, Mount, MountAll, OptionalCatchAllParam, ParamError, RawPath, ReadsBodyOnce, Route,
    RouteResponse, Running, StaticArgument, StaticParams, StaticPaths, StaticSafe, Table, ViaParts, ViaPath,
    ViaRequest, is_static_safe, list_paths, mount_described, static_urls,
};
pub use crate::readable::Readable;
pub use crate::route::{Config, Dynamic, FetchCache, Method, RouteInfo, Segment, revalidate_seconds};
pub use crate::routes::Routes;
pub use crate::sitemap::id::SitemapIdParam;
pub use crate::special::{SpecialId, SpecialIds, StaticFile, check_id};
pub use crate::table::{Clashes, clashes, len, refuse, refuse_any};
pub use crate::url::{UrlBuilder, UrlError};
pub use axum::response::Response;
pub use http::HeaderMap;
pub use route_macros::{cache_tags, routes};
pub use serde;
