//! Next.js Route Handlers for axum.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod body;
mod error;
mod handler;
mod next_url;
mod pattern;
mod problem;
mod request;
mod response;
mod route;
mod router;
mod routes;
mod search_params;
mod table;
mod url;

pub use body::BodyError;
pub use error::{Result, RouteError};
pub use next_url::NextUrl;
pub use pattern::{MissingRoutePattern, RoutePattern};
pub use request::NextRequest;
pub use response::{NextResponse, ResponseBody};
pub use route::{Config, RouteInfo, RouteKind, Segment, SegmentKind};
pub use route_macros::{page, route};
pub use routes::{RouteConflict, Routes};
pub use search_params::SearchParams;
pub use url::UrlError;

/// Lists handlers, and makes the [`Routes`] that hold them.
#[macro_export]
macro_rules! routes {
    ($($routes:tt)*) => { $crate::__private::routes!{ $crate; $($routes)* } };
}
