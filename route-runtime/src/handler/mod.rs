//! A request's way through one handler: path, arguments, the user's function, response.

mod argument;
mod described;
mod endpoint;
mod function;
mod incoming;
mod param;
mod response;
mod running;
mod static_params;
mod static_safe;

pub(crate) use argument::Reads;
pub use argument::{Argument, Arguments, LeavesBody, ReadsBodyOnce, ViaParts, ViaPath, ViaRequest};
pub use described::{Described, mount_described};
pub use endpoint::{Absent, Endpoint, Extracts, Mount, MountAll, Route, Table};
pub(crate) use function::Function;
pub use incoming::Incoming;
pub use param::{CatchAllParam, DynamicParam, FromParams, InFolder, OptionalCatchAllParam, ParamError, RawPath};
pub use response::RouteResponse;
pub(crate) use running::Answered;
pub use running::Running;
pub(crate) use static_params::Listed;
pub use static_params::{ListPaths, StaticArgument, StaticParams, StaticPaths, list_paths, static_urls};
pub use static_safe::{AssumeStatic, StaticSafe, is_static_safe};
