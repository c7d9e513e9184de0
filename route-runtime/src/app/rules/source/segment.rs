//! A path in its segments, as they were sent.

use crate::component;
use smallvec::SmallVec;
use std::borrow::Cow;

/// A path that was split at its slashes; one at the end does not count (P6). The root has no segments.
pub(crate) struct Path<'a> {
    text: &'a str,
    case: Case,
    segments: SmallVec<[Segment<'a>; 4]>,
}

/// Whether letters are compared as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Upper and lower case are alike (O12).
    Folded,
    /// For what takes a request out of a matcher: routes tell the cases apart, so that `/LOGIN` may be a route's where `/login` is not
    /// guarded.
    Exact,
}

impl<'a> Path<'a> {
    #[inline]
    pub(crate) fn new(text: &'a str, case: Case) -> Self {
        let text = text.strip_suffix('/').unwrap_or(text);
        let mut path = Self { text, case, segments: SmallVec::new() };
        if text.starts_with('/') {
            let slashes = text.bytes().enumerate().filter(|(_, byte)| *byte == b'/').map(|(at, _)| at);
            let ends = slashes.clone().skip(1).chain([text.len()]);
            path.segments.extend(slashes.zip(ends).map(|(slash, end)| Segment::new(text, case, slash + 1, end)));
        }
        path
    }

    #[cfg(feature = "matcher-regex")]
    pub(super) fn case(&self) -> Case {
        self.case
    }

    /// As it was sent, without the slash at its end.
    #[cfg(feature = "matcher-regex")]
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    pub(super) fn segments(&self) -> &[Segment<'a>] {
        &self.segments
    }

    /// What the root is to a group that takes an empty segment.
    pub(super) fn empty_segment(&self) -> Segment<'a> {
        Segment { path: self.text, case: self.case, start: self.text.len(), end: self.text.len(), encoded: false }
    }
}

/// A segment, or a part of one. It is compared decoded and captured as it was sent.
#[derive(Clone, Copy)]
pub(super) struct Segment<'a> {
    path: &'a str,
    case: Case,
    start: usize,
    end: usize,
    /// Whether there are escapes in it that decode. Where one does not, all are text.
    encoded: bool,
}

impl<'a> Segment<'a> {
    fn new(path: &'a str, case: Case, start: usize, end: usize) -> Self {
        let bytes = path.as_bytes().get(start..end).unwrap_or_default();
        let encoded = bytes.contains(&b'%') && component::decode(bytes).is_some();
        Self { path, case, start, end, encoded }
    }

    pub(super) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether it is compared otherwise than it was sent.
    #[cfg(feature = "matcher-regex")]
    pub(super) fn is_encoded(&self) -> bool {
        self.encoded
    }

    /// Where it stands in the path.
    #[cfg(feature = "matcher-regex")]
    pub(super) fn start(self) -> usize {
        self.start
    }

    /// What was sent from here to the end of `last`, slashes in between.
    pub(super) fn through(self, last: Self) -> &'a str {
        self.path.get(self.start..last.end).unwrap_or_default()
    }

    /// What follows `text`, if this begins with it.
    pub(super) fn after(self, text: &str) -> Option<Self> {
        text.bytes().try_fold(self, |rest, expected| {
            let (byte, rest) = rest.next()?;
            let is_expected = match self.case {
                Case::Folded => byte.eq_ignore_ascii_case(&expected),
                Case::Exact => byte == expected,
            };
            is_expected.then_some(rest)
        })
    }

    /// What is before and after the first `text` that something is before, or that is also the end.
    pub(super) fn split(self, text: &str, at_end: bool) -> Option<(Self, Self)> {
        let mut rest = self;
        loop {
            rest = rest.next()?.1;
            if let Some(after) = rest.after(text)
                && (!at_end || after.is_empty())
            {
                return Some((Self { end: rest.start, ..self }, after));
            }
        }
    }

    /// The bytes of the decoded text.
    pub(super) fn bytes(mut self) -> impl Iterator<Item = u8> + use<'a> {
        std::iter::from_fn(move || {
            let (byte, rest) = self.next()?;
            self = rest;
            Some(byte)
        })
    }

    /// The first byte of the decoded text, and the rest.
    pub(super) fn next(self) -> Option<(u8, Self)> {
        let (byte, length) = match (self.path.as_bytes().get(self.start..self.end)?, self.encoded) {
            ([b'%', high, low, ..], true) => (decode([*high, *low]), 3),
            ([byte, ..], _) => (*byte, 1),
            ([], _) => return None,
        };
        Some((byte, Self { start: self.start + length, ..self }))
    }
}

/// The byte that two hexadecimal digits write.
pub(super) fn decode(digits: [u8; 2]) -> u8 {
    let [high, low] =
        digits.map(|digit| char::from(digit).to_digit(16).and_then(|value| value.try_into().ok()).unwrap_or(0));
    high << 4 | low
}

/// A segment as the index knows it: decoded, in lower case.
pub(crate) fn key(raw: &str) -> Cow<'_, str> {
    // Most are: nothing else is done for them.
    if !raw.bytes().any(|byte| byte == b'%' || byte.is_ascii_uppercase()) {
        return Cow::Borrowed(raw);
    }
    let decoded = component::decode(raw.as_bytes()).unwrap_or(Cow::Borrowed(raw));
    Cow::Owned(decoded.to_ascii_lowercase())
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn segments(path: &str) -> Vec<&str> {
        Path::new(path, Case::Folded).segments().iter().map(|segment| segment.through(*segment)).collect()
    }

    #[test]
    fn P6_a_path_is_split_before_it_is_decoded_and_its_last_slash_does_not_count() {
        let cases: [(&str, &[&str]); 11] = [
            ("/", &[]),
            ("", &[]),
            ("*", &[]),
            ("/a", &["a"]),
            ("/a/", &["a"]),
            ("/a/b", &["a", "b"]),
            ("/a//b", &["a", "", "b"]),
            ("/a//", &["a", ""]),
            ("//", &[""]),
            ("/a%2Fb/%", &["a%2Fb", "%"]),
            ("/é", &["é"]),
        ];
        for (path, expected) in cases {
            assert_eq!(segments(path), expected, "{path}");
        }
    }

    #[test]
    fn a_segment_is_compared_decoded_and_in_any_case() {
        let cases = [
            ("/admin", "admin", true),
            ("/%61dmin", "admin", true),
            ("/%41DMIN", "admin", true),
            ("/caf%C3%A9", "café", true),
            ("/caf%c3%a9", "CAFé", true),
            ("/café", "café", true),
            ("/É", "é", false),
            ("/a%2Fb", "a/b", true),
            ("/a%2Fb", "a", false),
            ("/100%", "100%", true),
            ("/%61%", "a%", false),
            ("/%61%", "%61%", true),
            ("/%FF", "%ff", true),
        ];
        for (path, text, same) in cases {
            let path = Path::new(path, Case::Folded);
            let segment = path.segments()[0];
            assert_eq!(segment.after(text).is_some_and(Segment::is_empty), same, "{} {text}", path.text);
        }
    }
}
