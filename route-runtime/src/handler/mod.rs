//! A request's way through one handler: path, arguments, the user's function, response.

mod argument;
mod catch_panic;
mod endpoint;
mod function;
mod param;
mod response;

pub use argument::{Argument, Arguments, ReadsBodyOnce, ViaParts, ViaPath, ViaRequest};
pub use endpoint::{Absent, Described, Endpoint, Mount, Route, Table, mount, mount_described};
pub(crate) use function::Function;
pub use param::{CatchAllParam, DynamicParam, FromParams, OptionalCatchAllParam, ParamError, RawPath};
pub use response::{RouteResponse, into_response};
