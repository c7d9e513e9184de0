//! Parameters in the syntax of other frameworks, which people bring along.

use super::brackets::{Shape, TYPES_STAND_AT_THE_ARGUMENT};
use super::error::Mistake;
use super::literal;
use super::param::{self, Param};

/// Refuses a segment that is a parameter elsewhere: `{id}`, `{*rest}`, `<id>`, `<rest..>`, `:id`, `*rest`.
pub(super) fn check(raw: &str) -> Result<(), Mistake> {
    match Foreign::recognise(raw) {
        Some(foreign) => Err(foreign.mistake(raw)),
        None => Ok(()),
    }
}

/// A parameter of another framework.
struct Foreign<'a> {
    framework: &'static str,
    shape: Shape,
    name: &'a str,
    typed: bool,
}

impl<'a> Foreign<'a> {
    fn recognise(raw: &'a str) -> Option<Self> {
        let between = |open, close| raw.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
        if let Some(inside) = between('{', '}') {
            return Some(Self::axum(inside));
        }
        if let Some(inside) = between('<', '>') {
            return Some(Self::rocket(inside));
        }
        if let Some(name) = raw.strip_prefix(':') {
            return Some(Self::express(name));
        }
        let name = raw.strip_prefix('*')?;
        Some(Foreign { framework: "axum 0.7 and Express", shape: Shape::Rest, name, typed: false })
    }

    /// `{id}` and `{*rest}`; `{id:[0-9]+}` is actix.
    fn axum(inside: &'a str) -> Self {
        let (name, typed) = inside.split_once(':').map_or((inside, false), |(name, _)| (name, true));
        let (name, shape) = name.strip_prefix('*').map_or((name, Shape::One), |name| (name, Shape::Rest));
        Foreign { framework: "axum", shape, name, typed }
    }

    /// `<id>` and `<rest..>`, which matches no segment, too; `<int:id>` is Flask.
    fn rocket(inside: &'a str) -> Self {
        let (name, typed) = inside.split_once(':').map_or((inside, false), |(_, name)| (name, true));
        let (name, shape) = name.strip_suffix("..").map_or((name, Shape::One), |name| (name, Shape::OptionalRest));
        Foreign { framework: "Rocket", shape, name, typed }
    }

    /// `:id`, and `:rest*` and `:rest+` of older versions.
    fn express(name: &'a str) -> Self {
        let (name, shape) = if let Some(name) = name.strip_suffix('*') {
            (name, Shape::OptionalRest)
        } else if let Some(name) = name.strip_suffix('+') {
            (name, Shape::Rest)
        } else {
            (name, Shape::One)
        };
        let (name, typed) = name.split_once('(').map_or((name, false), |(name, _)| (name, true));
        Foreign { framework: "Express and axum 0.7", shape, name, typed }
    }

    fn mistake(&self, raw: &str) -> Mistake {
        let what = if self.shape == Shape::One { "parameter" } else { "catch-all" };
        let mut mistake = Mistake::new(format!("`{raw}` is a {what} in the syntax of {}", self.framework));
        // `*`, `{}` and `<_>` are parameters, but for us they need a name.
        let name = if matches!(self.name, "" | "_") { param::PLACEHOLDER } else { self.name };
        if Param::new(name).is_some() {
            mistake = mistake.write(self.shape.spell(name));
        }
        if self.typed {
            mistake = mistake.note(TYPES_STAND_AT_THE_ARGUMENT);
        }
        mistake.write_literal(literal::escape(raw))
    }
}
