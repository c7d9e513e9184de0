//! The grammar of sources: one, as `const fn`, which the compiler runs over literals and the start-up over all.

use super::error::{Mistake, SourceError};
use crate::app::rules::span::Span;
use crate::table::same_bytes;

/// The length of the longest source, in bytes.
const LONGEST: usize = 1024;
/// How many parameters and groups a source has at most.
const MOST_PARAMS: usize = 32;

/// A piece of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A `/` that a segment follows.
    Slash,
    /// Text with its escapes.
    Text(Span),
    /// `:name`
    Param { name: Span, repeat: Repeat },
    /// `(.*)` or `((?!a|b).*)` at the end of a segment, with or without a name before it. `unless` is `a|b`.
    Rest { name: Span, unless: Option<Span> },
    /// Any other `(pattern)`, with or without a name before it.
    Regex { name: Span, pattern: Span, repeat: Repeat },
}

/// How many segments a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// One, or a part of one.
    Once,
    /// `?`, one or none.
    Optional,
    /// `*`, any number.
    Any,
    /// `+`, one at least.
    Some,
}

impl Repeat {
    const fn is_many(self) -> bool {
        matches!(self, Self::Any | Self::Some)
    }
}

/// The parameters that a source captures.
#[derive(Clone, Copy)]
pub(crate) struct Names<'a> {
    source: &'a str,
    params: [Param; MOST_PARAMS],
    len: usize,
}

/// A parameter of a source. A group without a name has the name `""`.
#[derive(Clone, Copy)]
pub(crate) struct Param {
    name: Span,
    /// Whether it holds several segments.
    pub(crate) many: bool,
}

impl<'a> Names<'a> {
    /// The source that captures them.
    pub(crate) const fn source(&self) -> &'a str {
        self.source
    }

    pub(crate) const fn get(&self, name: &str) -> Option<Param> {
        let mut i = 0;
        while i < self.len {
            if same_bytes(self.params[i].name.of(self.source).as_bytes(), name.as_bytes()) {
                return Some(self.params[i]);
            }
            i += 1;
        }
        None
    }
}

/// Checks a source, and says what it captures.
pub(crate) const fn check(source: &str) -> Result<Names<'_>, SourceError> {
    let mut parser = match Parser::new(source) {
        Ok(parser) => parser,
        Err(error) => return Err(error),
    };
    loop {
        match parser.next() {
            Ok(Some(_)) => {}
            Ok(None) => return Ok(parser.names),
            Err(error) => return Err(error),
        }
    }
}

/// Reads a source piece by piece, and refuses what is none.
pub(super) struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
    segment: Holds,
    names: Names<'a>,
    looks_ahead: bool,
    has_regex: bool,
}

/// What the segment holds so far.
#[derive(Clone, Copy)]
enum Holds {
    Nothing,
    Text,
    /// A parameter without a pattern is the last of it.
    Param,
    /// A parameter or a group, and then text or a group.
    Mixed,
}

impl<'a> Parser<'a> {
    pub(super) const fn new(source: &'a str) -> Result<Self, SourceError> {
        let bytes = source.as_bytes();
        let all = Span { start: 0, end: bytes.len() };
        if bytes.len() > LONGEST {
            return Err(SourceError::new(Mistake::TooLong, all));
        }
        if bytes.is_empty() || bytes[0] != b'/' {
            return Err(SourceError::new(Mistake::NoSlash, all));
        }
        let names = Names { source, params: [Param { name: Span::EMPTY, many: false }; MOST_PARAMS], len: 0 };
        Ok(Self { bytes, at: 0, segment: Holds::Nothing, names, looks_ahead: false, has_regex: false })
    }

    pub(super) const fn next(&mut self) -> Result<Option<Piece>, SourceError> {
        let start = self.at;
        match self.peek() {
            None => Ok(None),
            Some(b'/') => {
                self.at += 1;
                self.segment = Holds::Nothing;
                match self.peek() {
                    Some(b'/') => Err(self.mistake(Mistake::EmptySegment, start)),
                    Some(_) => Ok(Some(Piece::Slash)),
                    None => Ok(None),
                }
            }
            Some(b':') => self.param(),
            Some(b'(') => self.group(Span::EMPTY),
            Some(b')') => self.refuse(Mistake::Unopened),
            Some(b'{' | b'}') => self.refuse(Mistake::Brace),
            Some(b'*' | b'+' | b'?') => self.refuse(Mistake::NothingToRepeat),
            Some(_) => self.text(),
        }
    }

    const fn text(&mut self) -> Result<Option<Piece>, SourceError> {
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'/' | b':' | b'(' | b')' | b'{' | b'}' | b'*' | b'+' | b'?' => break,
                b'\\' if self.at + 1 == self.bytes.len() => return self.refuse(Mistake::NothingToEscape),
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.segment = match self.segment {
            Holds::Nothing | Holds::Text => Holds::Text,
            Holds::Param | Holds::Mixed => Holds::Mixed,
        };
        Ok(Some(Piece::Text(Span { start, end: self.at })))
    }

    const fn param(&mut self) -> Result<Option<Piece>, SourceError> {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek()
            && is_name(byte)
        {
            self.at += 1;
        }
        let name = Span { start: start + 1, end: self.at };
        if name.start == name.end {
            return Err(self.mistake(Mistake::NoName, start));
        }
        if self.names.get(name.of(self.names.source)).is_some() {
            return Err(self.mistake(Mistake::NameTwice, start));
        }
        if let Some(b'(') = self.peek() {
            return self.group(name);
        }
        if let Holds::Param = self.segment {
            return Err(self.mistake(Mistake::NothingBetween, start));
        }
        let repeat = match self.repeat(start) {
            Ok(repeat) => repeat,
            Err(error) => return Err(error),
        };
        self.segment = Holds::Param;
        match self.add(name, repeat.is_many()) {
            Ok(()) => Ok(Some(Piece::Param { name, repeat })),
            Err(error) => Err(error),
        }
    }

    /// What stands in parentheses, from the opening one on.
    const fn group(&mut self, name: Span) -> Result<Option<Piece>, SourceError> {
        let open = self.at;
        let pattern = match close(self.bytes, open) {
            Some(end) => Span { start: open + 1, end },
            None => return Err(self.mistake(Mistake::Unclosed, open)),
        };
        self.at = pattern.end + 1;
        let repeat = match self.repeat(open) {
            Ok(repeat) => repeat,
            Err(error) => return Err(error),
        };
        let is_rest = self.at_end_of_segment()
            && matches!(repeat, Repeat::Once)
            && matches!(self.segment, Holds::Nothing | Holds::Text);
        let text = pattern.of(self.names.source).as_bytes();
        let unless = unless(self.bytes, pattern);
        let piece = match unless {
            Some(_) if is_rest => {
                self.looks_ahead = true;
                Piece::Rest { name, unless }
            }
            _ if is_rest && same_bytes(text, b".*") => Piece::Rest { name, unless: None },
            _ if looks_around(text) => return Err(self.mistake(Mistake::LooksAround, open)),
            _ if !cfg!(feature = "matcher-regex") => return Err(self.mistake(Mistake::NeedsRegex, open)),
            _ => {
                self.has_regex = true;
                Piece::Regex { name, pattern, repeat }
            }
        };
        if self.looks_ahead && self.has_regex {
            return Err(self.mistake(Mistake::RegexAndLookAhead, open));
        }
        self.segment = Holds::Mixed;
        match self.add(name, repeat.is_many()) {
            Ok(()) => Ok(Some(piece)),
            Err(error) => Err(error),
        }
    }

    /// What stands behind a parameter or a group.
    const fn repeat(&mut self, start: usize) -> Result<Repeat, SourceError> {
        let repeat = match self.peek() {
            Some(b'?') => Repeat::Optional,
            Some(b'*') => Repeat::Any,
            Some(b'+') => Repeat::Some,
            _ => return Ok(Repeat::Once),
        };
        self.at += 1;
        if !self.at_end_of_segment() || !matches!(self.segment, Holds::Nothing) {
            return Err(self.mistake(Mistake::RepeatsPart, start));
        }
        Ok(repeat)
    }

    const fn add(&mut self, name: Span, many: bool) -> Result<(), SourceError> {
        if self.names.len == MOST_PARAMS {
            return Err(self.mistake(Mistake::TooManyParams, name.start));
        }
        self.names.params[self.names.len] = Param { name, many };
        self.names.len += 1;
        Ok(())
    }

    const fn peek(&self) -> Option<u8> {
        if self.at < self.bytes.len() { Some(self.bytes[self.at]) } else { None }
    }

    const fn at_end_of_segment(&self) -> bool {
        matches!(self.peek(), None | Some(b'/'))
    }

    /// A mistake that began at `start` and was seen here.
    const fn mistake(&self, mistake: Mistake, start: usize) -> SourceError {
        SourceError::new(mistake, Span { start, end: self.at })
    }

    /// A mistake that is the next character.
    const fn refuse(&self, mistake: Mistake) -> Result<Option<Piece>, SourceError> {
        Err(SourceError::new(mistake, Span { start: self.at, end: self.at + 1 }))
    }
}

/// Whether a byte may stand in the name of a parameter.
pub(crate) const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Where the parenthesis is closed that is opened at `open`.
const fn close(bytes: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0;
    let mut i = open;
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => i += 1,
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(i),
            b')' => depth -= 1,
            _ => {}
        }
        i += 1;
    }
    None
}

/// `a|b` of `(?!a|b).*`, where `a` and `b` are no more than text and dots.
const fn unless(bytes: &[u8], pattern: Span) -> Option<Span> {
    const BEFORE: &[u8] = b"(?!";
    const AFTER: &[u8] = b").*";
    if pattern.end - pattern.start < BEFORE.len() + AFTER.len() {
        return None;
    }
    let alternatives = Span { start: pattern.start + BEFORE.len(), end: pattern.end - AFTER.len() };
    if !stands_at(bytes, pattern.start, BEFORE) || !stands_at(bytes, alternatives.end, AFTER) {
        return None;
    }
    let mut i = alternatives.start;
    while i < alternatives.end {
        match bytes[i] {
            // `\d` and its like are no text.
            b'\\' if i + 1 == alternatives.end || bytes[i + 1].is_ascii_alphanumeric() => return None,
            b'\\' => i += 1,
            b'^' | b'$' | b'*' | b'+' | b'?' | b'(' | b')' | b'[' | b']' | b'{' | b'}' => return None,
            _ => {}
        }
        i += 1;
    }
    Some(alternatives)
}

/// Whether a pattern holds a look-ahead or a look-behind.
const fn looks_around(pattern: &[u8]) -> bool {
    let mut i = 0;
    while i < pattern.len() {
        if pattern[i] == b'\\' {
            i += 2;
            continue;
        }
        if stands_at(pattern, i, b"(?=")
            || stands_at(pattern, i, b"(?!")
            || stands_at(pattern, i, b"(?<=")
            || stands_at(pattern, i, b"(?<!")
        {
            return true;
        }
        i += 1;
    }
    false
}

const fn stands_at(bytes: &[u8], at: usize, text: &[u8]) -> bool {
    let mut i = 0;
    while i < text.len() {
        if at + i >= bytes.len() || bytes[at + i] != text[i] {
            return false;
        }
        i += 1;
    }
    true
}
