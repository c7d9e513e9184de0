//! What one segment of a path is.

use std::fmt;

use super::error::Mistake;
use super::literal::{self, Literal};
use super::param::Param;
use super::{brackets, foreign};

/// Next's markers of intercepting routes; `(..)` may be repeated.
const INTERCEPTING: [&str; 3] = ["(...)", "(..)", "(.)"];

/// One segment of a URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Segment {
    /// `items`
    Static(Literal),
    /// `[slug]`: one segment, not empty.
    Dynamic(Param),
    /// `[...slug]`: one segment or more.
    CatchAll(Param),
    /// `[[...slug]]`: any number of segments, none included.
    OptionalCatchAll(Param),
}

impl Segment {
    /// What the segment captures.
    pub(crate) fn param(&self) -> Option<&Param> {
        match self {
            Segment::Static(_) => None,
            Segment::Dynamic(param) | Segment::CatchAll(param) | Segment::OptionalCatchAll(param) => Some(param),
        }
    }

    /// Whether nothing can follow the segment.
    pub(super) fn takes_the_rest(&self) -> bool {
        matches!(self, Segment::CatchAll(_) | Segment::OptionalCatchAll(_))
    }
}

/// The canonical spelling: `[[...slug]]`.
impl fmt::Display for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Segment::Static(literal) => write!(f, "{literal}"),
            Segment::Dynamic(param) => write!(f, "[{}]", param.name()),
            Segment::CatchAll(param) => write!(f, "[...{}]", param.name()),
            Segment::OptionalCatchAll(param) => write!(f, "[[...{}]]", param.name()),
        }
    }
}

/// Reads one segment that is not empty; `None` is a route group, which is no part of the URL.
///
/// The order matters: folder conventions first, because `(.)[id]` is a marker before it is anything else, and other
/// frameworks before brackets, because `{id:[0-9]+}` has brackets.
pub(super) fn read(raw: &str) -> Result<Option<Segment>, Mistake> {
    if raw.contains(char::is_control) {
        let cleaned: String = raw.chars().filter(|character| !character.is_control()).collect();
        return Err(Mistake::new(format!("`{raw}` contains a control character"))
            .write(cleaned)
            .write_literal(literal::escape(raw)));
    }
    if raw.starts_with('@') {
        return Err(Mistake::new(format!("`{raw}` is a parallel route's slot, which has no URL"))
            .write_literal(literal::escape(raw))
            .note("slots are for pages and layouts; a handler answers the URL itself"));
    }
    check_intercepting(raw)?;
    if raw.starts_with('(') {
        return read_group(raw).map(|()| None);
    }
    foreign::check(raw)?;
    if raw.contains(['[', ']']) {
        return brackets::read(raw).map(Some);
    }
    Literal::parse(raw).map(|literal| Some(Segment::Static(literal)))
}

fn check_intercepting(raw: &str) -> Result<(), Mistake> {
    let mut rest = raw;
    while let Some(after) = INTERCEPTING.iter().find_map(|marker| rest.strip_prefix(marker)) {
        rest = after;
    }
    if rest == raw {
        return Ok(());
    }
    Err(Mistake::new(format!("`{raw}` is an intercepting route, which a handler cannot be"))
        .write(rest)
        .write_literal(literal::escape(raw))
        .note("pages are intercepted when a client navigates; a handler answers the URL itself"))
}

/// Next takes any other segment that starts with a parenthesis as literal text; here it is refused, because it is
/// rather a typing error than a URL.
fn read_group(raw: &str) -> Result<(), Mistake> {
    let inside = raw.strip_prefix('(').unwrap_or(raw);
    let Some((name, rest)) = inside.split_once(')') else {
        return Err(Mistake::new(format!("the parenthesis of `{raw}` is not closed"))
            .write(format!("{raw})"))
            .write_literal(literal::escape(raw)));
    };
    if !rest.is_empty() {
        return Err(Mistake::new(format!("the route group of `{raw}` is not the whole segment"))
            .write(format!("({name})/{rest}"))
            .write_literal(literal::escape(raw)));
    }
    if name.is_empty() {
        return Err(Mistake::new(format!("route group `{raw}` has no name")).write(""));
    }
    if let Some(found) = name.chars().find(|&character| character == '(' || literal::is_special(character)) {
        return Err(Mistake::new(format!("the name of route group `{raw}` contains `{found}`"))
            .write_literal(literal::escape(raw)));
    }
    Ok(())
}
