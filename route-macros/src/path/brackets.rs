//! Segments in square brackets. The checks come in the order of Next's `getSortedRoutes`.

use super::error::Mistake;
use super::literal;
use super::param::{self, Param};
use super::segment::Segment;

/// Said wherever a type or pattern is written into a name.
pub(super) const TYPES_STAND_AT_THE_ARGUMENT: &str =
    "the type of a parameter is the type of the handler's argument, as in `id: u64`";

const A_PARAMETER_TAKES_A_SEGMENT: &str =
    "a parameter takes a whole segment; text around it is no part of Next's syntax";

/// How many segments a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    One,
    Rest,
    OptionalRest,
}

impl Shape {
    fn new(catch_all: bool, optional: bool) -> Shape {
        match (catch_all, optional) {
            (false, _) => Shape::One,
            (true, false) => Shape::Rest,
            (true, true) => Shape::OptionalRest,
        }
    }

    /// The shape of a segment that captures something.
    pub(super) fn of(segment: &Segment) -> Option<Shape> {
        match segment {
            Segment::Static(_) => None,
            Segment::Dynamic(_) => Some(Shape::One),
            Segment::CatchAll(_) => Some(Shape::Rest),
            Segment::OptionalCatchAll(_) => Some(Shape::OptionalRest),
        }
    }

    fn segment(self, param: Param) -> Segment {
        match self {
            Shape::One => Segment::Dynamic(param),
            Shape::Rest => Segment::CatchAll(param),
            Shape::OptionalRest => Segment::OptionalCatchAll(param),
        }
    }

    /// The segment of this shape with that name.
    pub(super) fn spell(self, name: &str) -> String {
        match self {
            Shape::One => format!("[{name}]"),
            Shape::Rest => format!("[...{name}]"),
            Shape::OptionalRest => format!("[[...{name}]]"),
        }
    }
}

/// Reads a segment that has a bracket somewhere.
pub(super) fn read(raw: &str) -> Result<Segment, Mistake> {
    let Some(inside) = strip_brackets(raw) else {
        return Err(brackets_that_do_not_span(raw));
    };
    let (inside, optional) = strip_brackets(inside).map_or((inside, false), |inside| (inside, true));

    if let Some(name) = inside.strip_prefix('…') {
        let repaired = Shape::new(true, optional).spell(&param::nearest(name));
        return Err(Mistake::new(format!("`{raw}` has the character `…` in place of three dots")).write(repaired));
    }
    let (name, catch_all) = inside.strip_prefix("...").map_or((inside, false), |name| (name, true));

    if name.starts_with('[') || name.ends_with(']') {
        return Err(extra_brackets(raw, name));
    }
    if name.starts_with('.') {
        let repaired = Shape::new(catch_all || name.starts_with(".."), optional).spell(&param::nearest(name));
        return Err(Mistake::new(format!("`{raw}` has stray periods: its name would be `{name}`"))
            .write(repaired)
            .note("a catch-all has exactly three dots before its name"));
    }
    if optional && !catch_all {
        let name = param::nearest(name);
        return Err(Mistake::new(format!("`{raw}` is optional, but not a catch-all"))
            .write(Shape::One.spell(&name))
            .write_for(Shape::OptionalRest.spell(&name), " for any number of segments")
            .note("only a catch-all can be optional"));
    }
    if name.contains(['[', ']']) {
        return Err(brackets_that_do_not_span(raw));
    }

    let shape = Shape::new(catch_all, optional);
    read_name(raw, name, shape).map(|param| shape.segment(param))
}

fn strip_brackets(text: &str) -> Option<&str> {
    text.strip_prefix('[')?.strip_suffix(']')
}

fn read_name(raw: &str, name: &str, shape: Shape) -> Result<Param, Mistake> {
    if let Some(param) = Param::new(name) {
        return Ok(param);
    }
    if name.is_empty() {
        return Err(Mistake::new(format!("`{raw}` has no name")).write(shape.spell(param::PLACEHOLDER)));
    }
    // `[id:uuid]`, and `[id=uuid]` as in SvelteKit.
    if name.split_once([':', '=']).is_some_and(|(untyped, _)| !untyped.is_empty()) {
        return Err(Mistake::new(format!("`{raw}` has a type in its name"))
            .write(shape.spell(&param::nearest(name)))
            .note(TYPES_STAND_AT_THE_ARGUMENT));
    }
    Err(Mistake::new(format!("the name of `{raw}` cannot be a Rust argument"))
        .write(shape.spell(&param::nearest(name)))
        .note(
            "a name is a Rust identifier, which may contain dashes: `foo-bar` is the argument `foo_bar`; \
             `self`, `Self`, `super`, `crate` and `_` cannot be arguments",
        ))
}

/// Nobody knows whether a catch-all has one bracket too many or one too few, so both are offered.
fn extra_brackets(raw: &str, name: &str) -> Mistake {
    let mistake = Mistake::new(format!("`{raw}` has extra brackets: its name would be `{name}`"));
    let inside = raw.trim_matches(['[', ']']);
    let name = param::nearest(inside);
    if inside.starts_with('.') {
        mistake.write(Shape::Rest.spell(&name)).write_for(Shape::OptionalRest.spell(&name), " to match no segment, too")
    } else {
        mistake.write(Shape::One.spell(&name))
    }
}

fn brackets_that_do_not_span(raw: &str) -> Mistake {
    // `[a]\[b]` has brackets that span, as soon as the slashes are right.
    if raw.contains('\\') {
        return literal::backslash(raw);
    }
    let one_sided = if raw.starts_with('[') && !raw.contains(']') {
        Some("closed")
    } else if raw.ends_with(']') && !raw.contains('[') {
        Some("opened")
    } else {
        None
    };
    let mistake = if let Some(missing) = one_sided {
        Mistake::new(format!("the bracket of `{raw}` is not {missing}")).write(balanced(raw))
    } else {
        Mistake::new(format!("the brackets of `{raw}` do not span the segment"))
            .write(bracketed_parts(raw).join("/"))
            .note(A_PARAMETER_TAKES_A_SEGMENT)
    };
    mistake.write_literal(literal::escape(raw))
}

/// `[[...id]]` of `[[...id`, `[id]` of `id]`.
fn balanced(raw: &str) -> String {
    let inside = raw.trim_matches(['[', ']']);
    let doubled = raw.starts_with("[[") || raw.ends_with("]]");
    if doubled && inside.starts_with("...") { format!("[[{inside}]]") } else { format!("[{inside}]") }
}

/// `["[id]"]` of `pre[id].json`, `["[a]", "[b]"]` of `[a]-[b]`.
fn bracketed_parts(raw: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = raw;
    while let Some((part, after)) = split_bracketed(rest) {
        parts.push(part);
        rest = after;
    }
    parts
}

/// The first part in brackets, its closing brackets included, and what follows it.
fn split_bracketed(text: &str) -> Option<(&str, &str)> {
    let (_, opened) = text.split_at_checked(text.find('[')?)?;
    let (inside, closing) = opened.split_at_checked(opened.find(']')?)?;
    let after = closing.trim_start_matches(']');
    let length = inside.len() + closing.len() - after.len();
    opened.split_at_checked(length)
}
