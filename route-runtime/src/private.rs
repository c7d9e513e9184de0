//! What the expansions of the macros name. Not part of the public interface: it may change in any release.

pub use crate::handler::{
    Absent, Argument, Arguments, CatchAll, CatchAllParam, Dynamic, DynamicParam, Endpoint, FromParams, Mount, OptionalCatchAll,
    OptionalCatchAllParam, ParamError, ReadsBodyOnce, Route, RouteResponse, Table, ViaParts, ViaPath,
    ViaRequest, mount, respond,
};
pub use crate::route::{Config, Method, RouteInfo, Segment};
pub use crate::table::{Clash, clashes, len, refuse};
pub use crate::routes::Routes;
pub use crate::url::{UrlBuilder, UrlError};
pub use route_macros::routes;
pub use axum::response::Response;
pub use serde;
