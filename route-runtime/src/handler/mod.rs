//! A request's way through one handler: path, arguments, the user's function, response.

mod argument;
mod catch_panic;
mod endpoint;
mod function;
mod param;
mod response;

pub use argument::{Argument, Arguments, ReadsBodyOnce, ViaParts, ViaPath, ViaRequest};
pub use endpoint::{Absent, Endpoint, Mount, Route, Table, mount};
pub(crate) use function::Function;
pub(crate) use param::RawPath;
pub use param::{
    CatchAll, CatchAllParam, Dynamic, DynamicParam, FromParams, OptionalCatchAll, OptionalCatchAllParam, ParamError,
};
pub use response::{RouteResponse, respond};
