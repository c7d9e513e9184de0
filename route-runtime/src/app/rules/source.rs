//! Sources: the paths that redirects, rewrites, header rules and matchers are for.

mod error;
mod grammar;
mod pattern;
#[cfg(feature = "matcher-regex")]
mod regex_source;
mod segment;
#[cfg(test)]
mod tests;
mod unless;

pub(super) use error::SourceError;
pub(super) use grammar::{Names, check, is_name};
pub(super) use segment::{Case, Path, key};

use super::error::RuleError;
use super::params::Params;
use crate::component;
use grammar::{Parser, Piece};
use pattern::Pattern;
#[cfg(feature = "matcher-regex")]
use regex_source::RegexSource;
use std::borrow::Cow;

/// A source that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source(Cow<'static, str>);

impl Source {
    /// Stops the compilation, or the start, if this is no source.
    #[track_caller]
    pub const fn new(source: &'static str) -> Self {
        match check(source) {
            Ok(_) => Self(Cow::Borrowed(source)),
            Err(error) => panic!("{}", error.message(source).as_str()),
        }
    }

    pub(super) fn try_new(source: String) -> Result<Self, RuleError> {
        let source = Self(Cow::Owned(source));
        source.names()?;
        Ok(source)
    }

    /// What it captures.
    pub(super) fn names(&self) -> Result<Names<'_>, RuleError> {
        check(&self.0).map_err(|error| error.in_source(&self.0))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn compile(&self) -> Result<CompiledSource, RuleError> {
        CompiledSource::new(&self.0)
    }
}

/// A source as it is compared with paths.
#[derive(Debug)]
pub(super) struct CompiledSource {
    literals: Vec<String>,
    form: Form,
}

#[derive(Debug)]
enum Form {
    Segments(Pattern),
    #[cfg(feature = "matcher-regex")]
    Regex(RegexSource),
}

impl CompiledSource {
    fn new(source: &str) -> Result<Self, RuleError> {
        let segments = segments(source).map_err(|error| error.in_source(source))?;
        let literals = segments.iter().map_while(|pieces| match pieces.as_slice() {
            [Piece::Text(span)] => Some(text(span.of(source)).to_ascii_lowercase()),
            _ => None,
        });
        let literals = literals.collect();
        #[cfg(feature = "matcher-regex")]
        if segments.iter().flatten().any(|piece| matches!(piece, Piece::Regex { .. })) {
            return Ok(Self { literals, form: Form::Regex(RegexSource::new(source, &segments)?) });
        }
        Ok(Self { literals, form: Form::Segments(Pattern::new(source, &segments)) })
    }

    /// The segments at the beginning that are nothing but text, as [`key`] has them.
    pub(super) fn literals(&self) -> &[String] {
        &self.literals
    }

    /// Whether a path matches, and what was captured.
    pub(super) fn captures<'a>(&'a self, path: &Path<'a>, params: &mut Params<'a>) -> bool {
        match &self.form {
            Form::Segments(pattern) => pattern.captures(path, params),
            #[cfg(feature = "matcher-regex")]
            Form::Regex(regex) => regex.captures(path, params),
        }
    }
}

fn segments(source: &str) -> Result<Vec<Vec<Piece>>, SourceError> {
    let mut parser = Parser::new(source)?;
    let mut segments = Vec::new();
    while let Some(piece) = parser.next()? {
        match piece {
            Piece::Slash => segments.push(Vec::new()),
            piece => segments.last_mut().into_iter().for_each(|pieces: &mut Vec<_>| pieces.push(piece)),
        }
    }
    Ok(segments)
}

/// What a piece of text stands for, without its escapes.
fn text(piece: &str) -> String {
    let mut text = String::with_capacity(piece.len());
    let mut chars = piece.chars();
    while let Some(char) = chars.next() {
        text.extend(if char == '\\' { chars.next() } else { Some(char) });
    }
    match component::decode(text.as_bytes()) {
        Some(Cow::Owned(decoded)) => decoded,
        _ => text,
    }
}
