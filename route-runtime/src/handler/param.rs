use super::endpoint::Route;
use crate::problem::Problem;
use crate::route::RouteInfo;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::str::FromStr;

/// The path of a request as the client sent it, below the prefixes at which the router is nested. It is split at `/` first and
/// percent-decoded after (S8).
#[derive(Clone, Copy)]
pub(crate) struct RawPath<'a>(&'a str);

impl<'a> RawPath<'a> {
    pub(crate) fn new(path: &'a str) -> Self {
        Self(path.strip_prefix('/').unwrap_or(path))
    }

    /// Whether a path that axum has matched to a pattern is one that the pattern means.
    #[inline]
    pub(crate) fn check(self, route: &RouteInfo) -> Result<(), ParamError> {
        if !route.is_dynamic() {
            return Ok(());
        }
        // matchit fills a parameter with nothing where another segment follows, and a catch-all with any number of empty pieces;
        // for Next they are no segments (S1, S2).
        if !self.0.is_empty() && self.0.split('/').any(str::is_empty) {
            return Err(ParamError::Empty);
        }
        if self.0.contains('%') && !self.0.split('/').all(decodes) {
            return Err(ParamError::Undecodable);
        }
        Ok(())
    }

    fn segments(self, from: usize) -> impl Iterator<Item = Cow<'a, str>> {
        // A path that `check` has passed decodes; the lossy decoding has nothing to lose.
        self.0
            .split('/')
            .skip(from)
            .filter(|piece| !piece.is_empty())
            .map(|piece| percent_decode_str(piece).decode_utf8_lossy())
    }
}

/// Whether `decodeURIComponent` takes this: each `%` begins an escape, and the whole is UTF-8 (S10).
fn decodes(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    let escapes = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'%').all(|(at, _)| {
        bytes.get(at + 1).is_some_and(u8::is_ascii_hexdigit) && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit)
    });
    escapes && percent_decode_str(piece).decode_utf8().is_ok()
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
        }
    }
}

/// The value of a dynamic segment `[id]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot hold the parameter of a dynamic segment",
    label = "does not implement `FromStr`",
    note = "the parameter of `[name]` is one segment: `String`, a number, or any type that implements `std::str::FromStr`"
)]
pub trait DynamicParam: Sized {
    /// `None` where the segment does not parse.
    fn read(segment: &str) -> Option<Self>;
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

/// An argument that is the parameter of the dynamic segment at position `I` of the pattern.
pub struct Dynamic<const I: usize, T: DynamicParam>(pub T);

/// An argument that is the parameter of the catch-all at position `I` of the pattern.
pub struct CatchAll<const I: usize, T: CatchAllParam>(pub T);

/// An argument that is the parameter of the optional catch-all at position `I` of the pattern.
pub struct OptionalCatchAll<const I: usize, T: OptionalCatchAllParam>(pub T);

/// What the parameters of route `R` are read into: an argument by name, or a `Params` struct.
pub trait FromParams<R>: Sized {
    /// Reads from the path of a request, as [`http::Uri::path`] gives it.
    fn from_params(path: &str) -> Result<Self, ParamError>;
}

impl<const I: usize, T: DynamicParam, R: Route> FromParams<R> for Dynamic<I, T> {
    #[inline]
    fn from_params(path: &str) -> Result<Self, ParamError> {
        let segment = RawPath::new(path).segments(I).next();
        segment.and_then(|segment| T::read(&segment)).map(Self).ok_or(invalid::<R>(I))
    }
}

impl<const I: usize, T: CatchAllParam, R: Route> FromParams<R> for CatchAll<I, T> {
    #[inline]
    fn from_params(path: &str) -> Result<Self, ParamError> {
        T::read(RawPath::new(path).segments(I)).map(Self).ok_or(invalid::<R>(I))
    }
}

impl<const I: usize, T: OptionalCatchAllParam, R: Route> FromParams<R> for OptionalCatchAll<I, T> {
    #[inline]
    fn from_params(path: &str) -> Result<Self, ParamError> {
        T::read(RawPath::new(path).segments(I)).map(Self).ok_or(invalid::<R>(I))
    }
}

const fn invalid<R: Route>(position: usize) -> ParamError {
    ParamError::Invalid(R::INFO.segments()[position].text())
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::route::{Method, Segment};

    const DYNAMIC: RouteInfo = RouteInfo::route(Method::Get, "/x/[p]", &[Segment::literal("x"), Segment::dynamic("p")]);

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
            assert_eq!(RawPath::new(path).segments(from).collect::<Vec<_>>(), segments, "{path}");
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
            assert_eq!(RawPath::new(path).check(&DYNAMIC), answer, "{path}");
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
            assert_eq!(RawPath::new(path).check(&DYNAMIC), answer, "{path}");
        }
    }
}
