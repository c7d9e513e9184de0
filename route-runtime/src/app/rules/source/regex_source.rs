//! A source with regexes: the whole of it is one, as in path-to-regexp, because a regex may match across slashes.

use super::grammar::{Piece, Repeat};
use super::segment::{Case, Path, Segment};
use super::text;
use crate::app::rules::error::RuleError;
use crate::app::rules::params::Params;
use regex::{Regex, RegexBuilder};
use std::borrow::Cow;
use std::ops::Range;

/// A source with regexes.
#[derive(Debug)]
pub(super) struct RegexSource {
    folded: Regex,
    exact: Regex,
    params: Vec<Param>,
}

/// A parameter, and the group of the regex that captures it.
#[derive(Debug)]
struct Param {
    name: String,
    group: String,
    many: bool,
}

impl RegexSource {
    pub(super) fn new(source: &str, segments: &[Vec<Piece>]) -> Result<Self, RuleError> {
        let mut whole = String::from("^");
        let mut params = Vec::new();
        for pieces in segments {
            let mut slash = "/";
            for piece in pieces {
                let (name, pattern, repeat) = match *piece {
                    Piece::Slash => continue,
                    Piece::Text(span) => {
                        whole.push_str(slash);
                        slash = "";
                        whole.push_str(&regex::escape(&text(span.of(source)).replace('/', ENCODED_SLASH)));
                        continue;
                    }
                    Piece::Param { name, repeat } => (name, "[^/]+?", repeat),
                    // A source that looks ahead holds no regex.
                    Piece::Rest { name, .. } => (name, ".*", Repeat::Once),
                    Piece::Regex { name, pattern, repeat } => {
                        compile(pattern.of(source), Case::Folded)
                            .map_err(|error| refused(pattern.of(source), &error))?;
                        (name, pattern.of(source), repeat)
                    }
                };
                let group = format!("param_{}", params.len());
                whole.push_str(&match repeat {
                    Repeat::Once => format!("{slash}(?<{group}>{pattern})"),
                    Repeat::Optional => format!("(?:{slash}(?<{group}>{pattern}))?"),
                    Repeat::Any => format!("(?:{slash}(?<{group}>(?:{pattern})(?:{slash}(?:{pattern}))*))?"),
                    Repeat::Some => format!("{slash}(?<{group}>(?:{pattern})(?:{slash}(?:{pattern}))*)"),
                });
                slash = "";
                let many = matches!(repeat, Repeat::Any | Repeat::Some);
                params.push(Param { name: name.of(source).to_owned(), group, many });
            }
        }
        whole.push('$');
        let compile = |case| compile(&whole, case).map_err(|error| refused(source, &error));
        let (folded, exact) = (compile(Case::Folded)?, compile(Case::Exact)?);
        params.retain(|param| !param.name.is_empty());
        Ok(Self { folded, exact, params })
    }

    pub(super) fn captures<'a>(&'a self, path: &Path<'a>, params: &mut Params<'a>) -> bool {
        params.clear();
        let decoded = Decoded::new(path);
        // The root is no segment, and for `(.*)` one that is empty.
        let regex = match path.case() {
            Case::Folded => &self.folded,
            Case::Exact => &self.exact,
        };
        let root = || if decoded.text.is_empty() { regex.captures("/") } else { None };
        let Some(captures) = regex.captures(&decoded.text).or_else(root) else { return false };
        for param in &self.params {
            if let Some(value) = captures.name(&param.group) {
                params.set_sent(&param.name, decoded.sent(value.range()), param.many);
            }
        }
        true
    }
}

/// A path without its escapes, and where each byte of it stood.
struct Decoded<'a> {
    path: &'a str,
    text: Cow<'a, str>,
    /// Empty where nothing was decoded.
    offsets: Vec<usize>,
}

impl<'a> Decoded<'a> {
    fn new(path: &Path<'a>) -> Self {
        let as_sent = Self { path: path.text(), text: path.text().into(), offsets: Vec::new() };
        if !path.segments().iter().any(Segment::is_encoded) {
            return as_sent;
        }
        let (mut bytes, mut offsets) = (Vec::new(), Vec::new());
        for segment in path.segments() {
            bytes.push(b'/');
            offsets.push(segment.start() - 1);
            let mut rest = *segment;
            while let Some((byte, after)) = rest.next() {
                match byte {
                    b'/' => bytes.extend(ENCODED_SLASH.bytes()),
                    _ => bytes.push(byte),
                }
                offsets.resize(bytes.len(), rest.start());
                rest = after;
            }
        }
        offsets.push(path.text().len());
        match String::from_utf8(bytes) {
            Ok(text) => Self { text: text.into(), offsets, ..as_sent },
            Err(_) => as_sent,
        }
    }

    /// What the client has sent where the text has this range.
    fn sent(&self, range: Range<usize>) -> &'a str {
        let offset = |at: usize| self.offsets.get(at).copied().unwrap_or(at);
        self.path.get(offset(range.start)..offset(range.end)).unwrap_or_default()
    }
}

/// A slash that separates no segments stays encoded.
const ENCODED_SLASH: &str = "%2F";

fn compile(pattern: &str, case: Case) -> Result<Regex, regex::Error> {
    // A line break must not end what `.*` matches: clients can send one, encoded.
    RegexBuilder::new(pattern).case_insensitive(case == Case::Folded).dot_matches_new_line(true).build()
}

fn refused(pattern: &str, error: &regex::Error) -> RuleError {
    RuleError::new(format!(
        "the regex `({pattern})` cannot be run\nhelp: list what a middleware does not run for in `except`, in the place of \
         look-arounds and backreferences\nnote: {error}"
    ))
}
