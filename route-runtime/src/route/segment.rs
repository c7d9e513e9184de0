use serde::{Deserialize, Serialize};

/// One segment of a route's pattern.
///
/// ```
/// use route_runtime::{SegmentKind, route, routes};
///
/// #[route("/café/[order-id]")]
/// async fn GET(order_id: u32) -> String { order_id.to_string() }
///
/// let routes = routes![GET];
/// let segments = routes.routes().next().unwrap().segments();
/// assert_eq!((segments[0].kind(), segments[0].text()), (SegmentKind::Static, "caf%C3%A9"));
/// assert_eq!((segments[1].kind(), segments[1].text()), (SegmentKind::Dynamic, "order-id"));
/// # let _: axum::Router = routes.into_router();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    kind: SegmentKind,
    text: &'static str,
    key: u64,
}

/// What a segment matches.
///
/// ```
/// # use route_runtime::{route, routes, SegmentKind};
/// #[route("/backups/[...path]")]
/// async fn GET(path: Vec<String>) -> String { path.join("/") }
///
/// let routes = routes![GET];
/// let kinds: Vec<_> = routes.routes().next().unwrap().segments().iter().map(|s| s.kind()).collect();
/// assert_eq!(kinds, [SegmentKind::Static, SegmentKind::CatchAll]);
/// # let _: axum::Router = routes.into_router();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SegmentKind {
    /// `items`: itself.
    Static,
    /// `[id]`: exactly one segment (S1).
    Dynamic,
    /// `[...rest]`: one or more segments (S2).
    CatchAll,
    /// `[[...rest]]`: zero or more segments (S3).
    OptionalCatchAll,
}

impl Segment {
    /// `hash` is the same for the same text and most likely another for another; the macro computes it, so that the compiler does
    /// not have to, thousands of times.
    #[doc(hidden)]
    pub const fn literal(encoded: &'static str, hash: u64) -> Self {
        let key = if hash < Self::FIRST_LITERAL { hash + Self::FIRST_LITERAL } else { hash };
        Self { kind: SegmentKind::Static, text: encoded, key }
    }

    #[doc(hidden)]
    pub const fn dynamic(name: &'static str) -> Self {
        Self { kind: SegmentKind::Dynamic, text: name, key: 2 }
    }

    #[doc(hidden)]
    pub const fn catch_all(name: &'static str) -> Self {
        Self { kind: SegmentKind::CatchAll, text: name, key: 1 }
    }

    #[doc(hidden)]
    pub const fn optional_catch_all(name: &'static str) -> Self {
        Self { kind: SegmentKind::OptionalCatchAll, text: name, key: 0 }
    }

    const FIRST_LITERAL: u64 = 3;

    /// What the segment matches.
    pub const fn kind(&self) -> SegmentKind {
        self.kind
    }

    /// The name of the parameter as the pattern spells it (`foo-bar`); for a static segment the literal as a client sends it
    /// (`caf%C3%A9`).
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Equal for segments of one shape, which are those that match the same: all dynamic ones, or literals of one text. Below one
    /// path the optional catch-all is first, then the required one, then everything else.
    pub(crate) const fn key(&self) -> u64 {
        self.key
    }

    pub(crate) const fn is_catch_all(&self) -> bool {
        matches!(self.kind, SegmentKind::CatchAll | SegmentKind::OptionalCatchAll)
    }
}
