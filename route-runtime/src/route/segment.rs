/// One segment of a route's pattern, in Next's order of precedence (NEXT-SPEC T1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    kind: SegmentKind,
    text: &'static str,
    hash: u64,
}

/// What a segment matches.
///
/// ```
/// # use route_runtime::{route, routes, SegmentKind};
/// #[route("/files/[...path]")]
/// async fn GET(path: Vec<String>) -> String { path.join("/") }
///
/// let routes = routes![GET];
/// let kinds: Vec<_> = routes.routes().next().unwrap().segments().iter().map(|s| s.kind()).collect();
/// assert_eq!(kinds, [SegmentKind::Static, SegmentKind::CatchAll]);
/// # let _: axum::Router = routes.into_router();
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    #[doc(hidden)]
    pub const fn literal(encoded: &'static str) -> Self {
        Self::new(SegmentKind::Static, encoded)
    }

    #[doc(hidden)]
    pub const fn dynamic(name: &'static str) -> Self {
        Self::new(SegmentKind::Dynamic, name)
    }

    #[doc(hidden)]
    pub const fn catch_all(name: &'static str) -> Self {
        Self::new(SegmentKind::CatchAll, name)
    }

    #[doc(hidden)]
    pub const fn optional_catch_all(name: &'static str) -> Self {
        Self::new(SegmentKind::OptionalCatchAll, name)
    }

    const fn new(kind: SegmentKind, text: &'static str) -> Self {
        Self { kind, text, hash: fnv1a(text.as_bytes()) }
    }

    /// What the segment matches.
    pub const fn kind(&self) -> SegmentKind {
        self.kind
    }

    /// The name of the parameter as the pattern spells it (`foo-bar`); for a static segment the literal as a client sends it
    /// (`caf%C3%A9`).
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Equal for equal texts; the conflict check sorts by it and looks at bytes only where two are equal.
    pub(crate) const fn hash(&self) -> u64 {
        self.hash
    }

    pub(crate) const fn is_catch_all(&self) -> bool {
        matches!(self.kind, SegmentKind::CatchAll | SegmentKind::OptionalCatchAll)
    }
}

/// The 64-bit FNV-1a hash, because no hasher of the standard library runs in a constant.
const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}
