//! What the expansions of the macros name, and what rustc names in errors about them, which by this are shorter. Not part of the
//! public interface: it may change in any release.

pub use crate::app::{
    Condition, Matcher, MatcherEntry, MiddlewareDescriptor, MiddlewareFn, MiddlewareFuture, MiddlewareResponse, RunsIn,
    Source,
};
pub use crate::cache::StaticTag;
pub use crate::handler::{
    Absent, Argument, Arguments, CatchAllParam, Described, DynamicParam, Endpoint, Extracts, FromParams, InFolder,
    Incoming, LeavesBody, Mount, MountAll, OptionalCatchAllParam, ParamError, RawPath, ReadsBodyOnce, Route,
    RouteResponse, Running, Table, ViaParts, ViaPath, ViaRequest, mount_described,
};
pub use crate::route::{Config, Dynamic, FetchCache, Method, RouteInfo, Segment};
pub use crate::routes::Routes;
pub use crate::table::{Clashes, clashes, len, refuse, refuse_any};
pub use crate::url::{UrlBuilder, UrlError};
pub use route_macros::routes;
pub use serde;
