//! The grammar of route paths: Next's syntax in, segments out.
//!
//! Plain strings, no tokens. [`RoutePath::parse`] is the way in; a path that it accepts is sound, so whoever holds a
//! [`RoutePath`] has nothing left to check. The stages, one file each:
//!
//! * `reading` splits the path, applies the rules that span segments, and turns mistakes into errors;
//! * `segment` tells what one segment is; `brackets`, `foreign` and `literal` know the three large families;
//! * `param` and `literal` are the two things a segment can hold;
//! * `error` is a mistake with its repairs, and the words made of them.

use std::fmt;

mod brackets;
mod error;
mod foreign;
mod literal;
mod param;
mod reading;
mod segment;
#[cfg(test)]
#[expect(non_snake_case, reason = "tests carry the ids of the rows they prove: S1, T10")]
mod tests;

pub(crate) use self::error::PathError;
pub(crate) use self::literal::escape;
pub(crate) use self::segment::Segment;

use self::reading::Reading;

/// The longest path that is read, in bytes.
///
/// Generous for a URL, and small enough that a literal written by a runaway generator costs nothing to refuse.
pub(crate) const MAX_BYTES: usize = 1_024;

/// The most segments a path can have, route groups included.
pub(crate) const MAX_SEGMENTS: usize = 64;

/// The most dynamic segments a path can have: as many as a handler can have arguments.
///
/// matchit, below axum, panics at 26. A catch-all may be lowered with one more, and a host may nest the routes below
/// parameters of its own.
pub(crate) const MAX_DYNAMIC: usize = 16;

/// A route's path in Next's syntax: `/items/[slug]`.
///
/// Two paths are equal if they match the same URLs under the same names: route groups are gone, and `caf%C3%A9` is
/// `café`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoutePath {
    segments: Vec<Segment>,
}

impl RoutePath {
    /// Reads a path as the user wrote it.
    ///
    /// # Errors
    ///
    /// All the mistakes of the path in one go, in the order of the segments, one per segment at most.
    pub(crate) fn parse(source: &str) -> Result<RoutePath, Vec<PathError>> {
        let reading = Reading::of(source);
        if reading.is_sound() { Ok(RoutePath { segments: reading.segments }) } else { Err(reading.into_errors()) }
    }

    /// The segments of the URL. Route groups are not among them; `/` has none.
    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The segments that capture something, each with its index among [`segments`](Self::segments).
    pub(crate) fn params(&self) -> impl Iterator<Item = (usize, &Segment)> {
        self.segments.iter().enumerate().filter(|(_, segment)| segment.param().is_some())
    }
}

/// The canonical spelling, which parses to the same path again.
impl fmt::Display for RoutePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.segments.is_empty() {
            return f.write_str("/");
        }
        self.segments.iter().try_for_each(|segment| write!(f, "/{segment}"))
    }
}
