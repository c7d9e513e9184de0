//! What is wrong with a source, in words.

use crate::app::rules::error::RuleError;
use crate::app::rules::span::Span;
use crate::message::Message;

/// Why a text is no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SourceError {
    mistake: Mistake,
    span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    NoSlash,
    TooLong,
    TooManyParams,
    EmptySegment,
    NoName,
    NameTwice,
    NothingBetween,
    NothingToRepeat,
    RepeatsPart,
    NothingToEscape,
    Brace,
    Unclosed,
    Unopened,
    NeedsRegex,
    LooksAround,
    RegexAndLookAhead,
}

impl SourceError {
    pub(super) const fn new(mistake: Mistake, span: Span) -> Self {
        Self { mistake, span }
    }

    pub(super) fn in_source(&self, source: &str) -> RuleError {
        RuleError::new(self.message(source).as_str())
    }

    /// The sentence that the compiler prints, or the error at start-up carries.
    pub(crate) const fn message(&self, source: &str) -> Message {
        let what = self.span.of(source);
        let message = Message::new().push("the source `").push(source).push("` ");
        match self.mistake {
            Mistake::NoSlash => message.push("does not begin with `/`\nhelp: write `/").push(source).push("`"),
            Mistake::TooLong => Message::new().push("a source is longer than 1,024 bytes"),
            Mistake::TooManyParams => {
                message.push("has too many parameters\nnote: a source has at most 32 parameters and groups")
            }
            Mistake::EmptySegment => message.push("has an empty segment, which no path has\nhelp: write one `/`"),
            Mistake::NoName => message.push(
                "has a `:` without a name\nhelp: name the parameter, `:id`, or escape a colon that is text, `\\:`",
            ),
            Mistake::NameTwice => {
                message.push("captures `").push(what).push("` twice\nhelp: give each parameter a name of its own")
            }
            Mistake::NothingBetween => message
                .push("has nothing between `")
                .push(what)
                .push("` and the parameter before it\nhelp: put text between them, `:a-:b`"),
            Mistake::NothingToRepeat => message
                .push("has a `")
                .push(what)
                .push("` that follows no parameter\nhelp: escape it if it is text, `\\")
                .push(what)
                .push("`; a query is no part of a source, ask for it with `Condition::query`"),
            Mistake::RepeatsPart => message
                .push("repeats a part of a segment, `")
                .push(what)
                .push("`\nhelp: let the parameter be the whole segment, `/:name*`, or escape a character that is text"),
            Mistake::NothingToEscape => {
                message.push("ends in a `\\` that escapes nothing\nhelp: write `\\\\` for a backslash that is text")
            }
            Mistake::Brace => message
                .push("has a `")
                .push(what)
                .push("`, and groups in braces are not supported\nhelp: escape a brace that is text, `\\")
                .push(what)
                .push("`"),
            Mistake::Unclosed => {
                message.push("does not close a parenthesis\nhelp: escape a parenthesis that is text, `\\(`")
            }
            Mistake::Unopened => {
                message.push("closes a parenthesis that is not open\nhelp: escape a parenthesis that is text, `\\)`")
            }
            Mistake::NeedsRegex => message
                .push("has the regex `")
                .push(what)
                .push("`\nhelp: enable the feature `matcher-regex` of route-runtime, or write a parameter, `:name`")
                .push("\nnote: without it `(.*)` and `((?!a|b).*)` can stand at the end of a segment"),
            Mistake::LooksAround => message
                .push("looks around in `")
                .push(what)
                .push("`\nhelp: list what a middleware does not run for in `except`")
                .push("\nnote: `((?!a|b).*)` at the end of a segment looks ahead, where `a` and `b` are text"),
            Mistake::RegexAndLookAhead => message
                .push("has a look-ahead and a regex, `")
                .push(what)
                .push("`\nhelp: list what a middleware does not run for in `except`, in the place of the look-ahead"),
        }
    }
}
