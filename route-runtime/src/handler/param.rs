use crate::component;
use crate::problem::Problem;
use crate::response::NextResponse;
use crate::route::{RouteInfo, Segment};
use crate::sitemap::id::SitemapIdParam;
use axum::extract::OriginalUri;
use axum::response::{IntoResponse, Response};
use http::{Extensions, StatusCode};
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::iter;
use std::str::FromStr;

/// The path of a request that has reached `route`, as the client sent it below the prefixes at which the router is nested. It
/// is split at `/` first and percent-decoded after (S8).
#[derive(Clone, Copy)]
pub struct RawPath<'a> {
    path: &'a str,
    route: &'static RouteInfo,
}

impl<'a> RawPath<'a> {
    #[inline]
    pub(crate) fn new(path: &'a str, route: &'static RouteInfo) -> Self {
        Self { path: path.strip_prefix('/').unwrap_or(path), route }
    }

    /// Whether a path that axum has matched to the pattern is one that the pattern means.
    #[inline]
    pub(crate) fn check(self, extensions: &Extensions) -> Result<(), ParamError> {
        // The compiler knows which it is where it knows the route: nothing is left of this for a static one.
        if self.route.is_dynamic() { self.check_pieces(extensions) } else { Ok(()) }
    }

    fn check_pieces(self, extensions: &Extensions) -> Result<(), ParamError> {
        let (mut slashes, mut empty, mut escapes) = (0, false, false);
        let mut previous = b'/';
        for &byte in self.path.as_bytes() {
            slashes += usize::from(byte == b'/');
            empty |= byte == b'/' && previous == b'/';
            escapes |= byte == b'%';
            previous = byte;
        }
        empty |= slashes > 0 && previous == b'/';
        // matchit fills a parameter with nothing where another segment follows, and a catch-all with any number of empty pieces;
        // for Next they are no segments (S1, S2).
        if empty || self.lost_a_segment(slashes, extensions) {
            return Err(ParamError::Empty);
        }
        if escapes && !pieces(self.path).all(|piece| component::decode(piece.as_bytes()).is_some()) {
            return Err(ParamError::Undecodable);
        }
        Ok(())
    }

    /// Whether an empty segment came before this path: where one follows its prefix, axum's `nest` cuts it off as well, and
    /// hands on `/api//a` as `/a`.
    fn lost_a_segment(self, slashes: usize, extensions: &Extensions) -> bool {
        if !self.route.has_catch_all() {
            return slashes + 1 != self.route.segments().len();
        }
        extensions
            .get::<OriginalUri>()
            .and_then(|OriginalUri(uri)| uri.path().strip_suffix(self.path))
            .is_some_and(|prefix| prefix.ends_with("//"))
    }

    /// The parameter of the dynamic segment at this position of the pattern.
    #[inline]
    pub fn dynamic<T: DynamicParam>(self, position: usize) -> Result<T, ParamError> {
        let segment = self.segments(position).next();
        segment.and_then(|segment| T::read(&segment)).ok_or_else(|| T::mismatch(self.name(position)))
    }

    /// The parameter of the catch-all at this position of the pattern.
    #[inline]
    pub fn catch_all<T: CatchAllParam>(self, position: usize) -> Result<T, ParamError> {
        T::read(self.segments(position)).ok_or_else(|| ParamError::Invalid(self.name(position)))
    }

    /// The parameter of the optional catch-all at this position of the pattern.
    #[inline]
    pub fn optional_catch_all<T: OptionalCatchAllParam>(self, position: usize) -> Result<T, ParamError> {
        T::read(self.segments(position)).ok_or_else(|| ParamError::Invalid(self.name(position)))
    }

    /// The id of one of several sitemaps, at this position of the pattern (M12).
    pub fn sitemap_id<T: SitemapIdParam>(self, position: usize) -> Result<T, ParamError> {
        let segment = self.segments(position).next();
        segment.and_then(|segment| T::read_id(&segment)).ok_or(ParamError::NotFound)
    }

    /// The id of one of several pictures, at this position of the pattern (M15).
    pub fn image_id<T: DynamicParam>(self, position: usize) -> Result<T, ParamError> {
        self.dynamic(position).map_err(|_| ParamError::NotFound)
    }

    fn segments(self, from: usize) -> impl Iterator<Item = Cow<'a, str>> {
        // A path that `check` has passed decodes; the lossy decoding has nothing to lose.
        pieces(self.path).skip(from).filter(|piece| !piece.is_empty()).map(decode)
    }

    #[cold]
    fn name(self, position: usize) -> &'static str {
        self.route.segments().get(position).map_or("", Segment::text)
    }
}

/// `split('/')`, which is made for longer pieces than a path has: it cost 40 instructions more for each.
fn pieces(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(path);
    iter::from_fn(move || {
        let path = rest?;
        let (piece, after) = match path.bytes().position(|byte| byte == b'/') {
            Some(at) => (&path[..at], Some(&path[at + 1..])),
            None => (path, None),
        };
        rest = after;
        Some(piece)
    })
}

fn decode(piece: &str) -> Cow<'_, str> {
    if piece.as_bytes().contains(&b'%') { percent_decode_str(piece).decode_utf8_lossy() } else { Cow::Borrowed(piece) }
}

/// Why a path has no parameters to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamError {
    /// A segment is empty: the path is not one of this route's, 404.
    Empty,
    /// An escape that does not decode to UTF-8: 400 (S10).
    Undecodable,
    /// The parameter of this name does not parse as the argument's type: 400.
    Invalid(&'static str),
    /// There is nothing with this parameter: 404 (M12).
    NotFound,
}

impl IntoResponse for ParamError {
    #[cold]
    fn into_response(self) -> Response {
        match self {
            ParamError::Empty => StatusCode::NOT_FOUND.into_response(),
            ParamError::Undecodable => Problem::new(StatusCode::BAD_REQUEST, "undecodable_path")
                .with_detail("the path holds an escape that does not decode to UTF-8")
                .into_response(),
            ParamError::Invalid(name) => Problem::new(StatusCode::BAD_REQUEST, "invalid_parameter")
                .with_detail(format!("the path parameter `{name}` has no valid value"))
                .into_response(),
            ParamError::NotFound => NextResponse::new("Not Found").with_status(StatusCode::NOT_FOUND).into_response(),
        }
    }
}

/// The value of a dynamic segment `[id]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the parameter of a dynamic segment",
    label = "does not implement `FromStr`",
    note = "the parameter of `[name]` is one segment: `String`, a number, or any type that implements `std::str::FromStr`",
    note = "an extractor must not be named like a segment of the path: rename the argument"
)]
pub trait DynamicParam: Sized {
    /// `None` where the segment does not parse.
    fn read(segment: &str) -> Option<Self>;

    /// What is wrong with the path where the segment of this name does not parse.
    #[inline]
    fn mismatch(name: &'static str) -> ParamError {
        ParamError::Invalid(name)
    }
}

#[diagnostic::do_not_recommend]
impl<T: FromStr> DynamicParam for T {
    #[inline]
    fn read(segment: &str) -> Option<Self> {
        segment.parse().ok()
    }
}

/// The value of a catch-all segment `[...rest]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the parameter of a catch-all segment",
    label = "not a `Vec` of something that implements `FromStr`",
    note = "the parameter of `[...name]` is one or more segments: `Vec<String>`, or `Vec<T>` where `T: FromStr`"
)]
pub trait CatchAllParam: Sized {
    /// `None` where one of the segments does not parse.
    fn read<'a>(segments: impl Iterator<Item = Cow<'a, str>>) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromStr> CatchAllParam for Vec<T> {
    #[inline]
    fn read<'a>(segments: impl Iterator<Item = Cow<'a, str>>) -> Option<Self> {
        segments.map(|segment| segment.parse().ok()).collect()
    }
}

/// The value of an optional catch-all segment `[[...rest]]`: `None` where the path ends before it (S3).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the parameter of an optional catch-all segment",
    label = "not an `Option<Vec<_>>` of something that implements `FromStr`",
    note = "the parameter of `[[...name]]` is zero or more segments: `Option<Vec<String>>`, or `Option<Vec<T>>` where \
            `T: FromStr`"
)]
pub trait OptionalCatchAllParam: Sized {
    /// `None` where one of the segments does not parse.
    fn read<'a>(segments: impl Iterator<Item = Cow<'a, str>>) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: FromStr> OptionalCatchAllParam for Option<Vec<T>> {
    #[inline]
    fn read<'a>(segments: impl Iterator<Item = Cow<'a, str>>) -> Option<Self> {
        let values: Vec<T> = segments.map(|segment| segment.parse().ok()).collect::<Option<_>>()?;
        Some(if values.is_empty() { None } else { Some(values) })
    }
}

/// A struct with all parameters of the routes of `Module`: the `Params` of `#[route(..)] mod`, or of a folder.
pub trait FromParams<Module>: Sized {
    /// Reads the parameters from a path.
    fn from_params(path: RawPath<'_>) -> Result<Self, ParamError>;
}

/// The `Module` of the handlers of one folder, by a hash of its path.
pub struct InFolder<const PATH: u64>;

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::route::Method;

    static ROUTE: RouteInfo =
        RouteInfo::route(Method::Get, "/x/[...p]", &[Segment::literal("x", 7), Segment::catch_all("p")]);

    #[test]
    fn S7_S8_S9_the_path_is_split_before_it_is_decoded() {
        for (path, from, segments) in [
            ("/c/a%2Fb/d", 1, &["a/b", "d"][..]),
            ("/x/%3F%2C%3D%2C%2F%2C%26%2C%D1%88", 1, &["?,=,/,&,ш"]),
            ("/x/a+b", 1, &["a+b"]),
            ("/", 0, &[]),
            ("/a", 3, &[]),
            ("*", 0, &["*"]),
        ] {
            assert_eq!(RawPath::new(path, &ROUTE).segments(from).collect::<Vec<_>>(), segments, "{path}");
        }
    }

    #[test]
    fn S10_what_decode_uri_component_refuses_is_refused() {
        for (path, answer) in [
            ("/x/a", Ok(())),
            ("/x/%41", Ok(())),
            ("/x/%25", Ok(())),
            ("/x/%", Err(ParamError::Undecodable)),
            ("/x/%4", Err(ParamError::Undecodable)),
            ("/x/%zz", Err(ParamError::Undecodable)),
            ("/x/%+1", Err(ParamError::Undecodable)),
            ("/x/%A0", Err(ParamError::Undecodable)),
            ("/x/%E0%A4%A", Err(ParamError::Undecodable)),
            ("/x/%E0%A4/%A4", Err(ParamError::Undecodable)),
        ] {
            assert_eq!(RawPath::new(path, &ROUTE).check(&Extensions::new()), answer, "{path}");
        }
    }

    #[test]
    fn S1_S2_an_empty_piece_is_no_segment() {
        for (path, answer) in [
            ("/", Ok(())),
            ("/c/a/b", Ok(())),
            ("/c/a/", Err(ParamError::Empty)),
            ("/c//a", Err(ParamError::Empty)),
            ("/c/a//b", Err(ParamError::Empty)),
            ("//", Err(ParamError::Empty)),
        ] {
            assert_eq!(RawPath::new(path, &ROUTE).check(&Extensions::new()), answer, "{path}");
        }
    }
}
