//! What is known of a route before the program runs.
//!
//! A [`RouteInfo`] is a constant that an attribute writes beside the handler. Everything that spans several routes (the
//! conflict check, the lowering to axum's patterns, the printed table) reads these and nothing else.

mod config;
mod info;
mod method;
mod segment;

pub use config::{Config, Dynamic, FetchCache, Revalidate, revalidate_seconds};
pub use info::{RouteInfo, RouteKind};
pub use method::Method;
pub(crate) use method::MethodSet;
pub use segment::{Segment, SegmentKind};
