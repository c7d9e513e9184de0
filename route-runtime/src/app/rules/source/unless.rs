//! What must not follow: the alternatives of `((?!a|b).*)`.

use super::segment::{Segment, decode};

/// One alternative. It is the beginning of what follows, not the whole, as in the regex it is written as.
#[derive(Debug)]
pub(super) struct Alternative(Vec<Expected>);

#[derive(Debug, PartialEq, Eq)]
enum Expected {
    /// `.`, one character.
    Any,
    /// The end of a segment.
    Slash,
    /// A byte of decoded text. The cases are told apart, as with all that takes a request out of a matcher.
    Byte(u8),
}

impl Alternative {
    /// Reads `a|b`.
    pub(super) fn list(alternatives: &str) -> Vec<Self> {
        let mut list = vec![Self(Vec::new())];
        let mut rest = alternatives.as_bytes();
        loop {
            let (expected, length) = match rest {
                [] => return list,
                [b'|', others @ ..] => {
                    list.push(Self(Vec::new()));
                    rest = others;
                    continue;
                }
                [b'\\', b'/', ..] => (Expected::Slash, 2),
                [b'\\', byte, ..] => (Expected::Byte(*byte), 2),
                [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                    (Expected::Byte(decode([*high, *low])), 3)
                }
                [b'/', ..] => (Expected::Slash, 1),
                [b'.', ..] => (Expected::Any, 1),
                [byte, ..] => (Expected::Byte(*byte), 1),
            };
            if let Some(alternative) = list.last_mut() {
                alternative.0.push(expected);
            }
            rest = rest.get(length..).unwrap_or_default();
        }
    }

    /// Whether `segments` begin with this, behind the first `/`.
    pub(super) fn begins(&self, first: Segment<'_>, others: &[Segment<'_>]) -> bool {
        let others = others.iter().flat_map(|segment| [Expected::Slash].into_iter().chain(bytes(*segment)));
        let mut found = bytes(first).chain(others).peekable();
        self.0.iter().all(|expected| match (expected, found.next()) {
            (_, None) => false,
            (Expected::Any, Some(_)) => {
                while found.next_if(|next| matches!(next, Expected::Byte(0x80..=0xbf))).is_some() {}
                true
            }
            (expected, Some(next)) => *expected == next,
        })
    }
}

fn bytes(segment: Segment<'_>) -> impl Iterator<Item = Expected> {
    segment.bytes().map(Expected::Byte)
}
