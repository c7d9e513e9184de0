//! A request's way through one handler: path, arguments, the user's function, response.

mod argument;
mod endpoint;
mod function;
mod incoming;
mod param;
mod response;
mod running;

pub use argument::{Argument, Arguments, ReadsBodyOnce, ViaParts, ViaPath, ViaRequest};
pub use endpoint::{Absent, Described, Endpoint, Extracts, Mount, Route, Table, mount_described};
pub(crate) use function::Function;
pub use incoming::Incoming;
pub use param::{CatchAllParam, DynamicParam, FromParams, OptionalCatchAllParam, ParamError, RawPath};
pub use response::RouteResponse;
pub(crate) use running::{Running, route};
