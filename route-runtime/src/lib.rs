//! Next.js Route Handlers for axum.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
// TMP mod body;
// TMP mod error;
mod handler;
// TMP mod next_url;
mod pattern;
// TMP mod problem;
mod problem { use axum::response::*; pub(crate) struct Problem; impl Problem { pub(crate) fn new(_: http::StatusCode, _: &str) -> Self { Problem } pub(crate) fn with_detail(self, _: impl Into<String>) -> Self { self } } impl IntoResponse for Problem { fn into_response(self) -> Response { http::StatusCode::BAD_REQUEST.into_response() } } }
// TMP mod request;
// TMP mod response;
mod route;
mod router;
mod routes;
// TMP mod search_params;
mod table;
mod url;

// TMP pub use body::BodyError;
// TMP pub use error::{Result, RouteError};
// TMP pub use next_url::NextUrl;
pub use pattern::{MissingRoutePattern, RoutePattern};
// TMP pub use request::NextRequest;
// TMP pub use response::NextResponse;
pub use route::{Config, RouteInfo, RouteKind, Segment, SegmentKind};
pub use route_macros::{page, route};
pub use routes::{RouteConflict, Routes};
// TMP pub use search_params::SearchParams;
pub use url::UrlError;

/// Lists handlers, and makes the [`Routes`] that hold them.
#[macro_export]
macro_rules! routes {
    ($($routes:tt)*) => { $crate::__private::routes!{ $crate; $($routes)* } };
}
