//! What is wrong with a destination, in words.

use crate::app::rules::source::Names;
use crate::app::rules::span::Span;
use crate::message::Message;

/// Why a text is no destination of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DestinationError {
    mistake: Mistake,
    span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mistake {
    Neither,
    NoScheme,
    NoHost,
    ParamInHost,
    External,
    Fragment,
    Unknown,
    Many,
}

impl DestinationError {
    pub(super) const fn new(mistake: Mistake, span: Span) -> Self {
        Self { mistake, span }
    }

    /// The sentence that the compiler prints, or the error at start-up carries.
    pub(crate) const fn message(&self, destination: &str, names: &Names<'_>) -> Message {
        let what = self.span.of(destination);
        let message = Message::new().push("the destination `").push(destination).push("` ");
        match self.mistake {
            Mistake::Neither => {
                message.push("is neither a path nor a URL\nhelp: begin it with `/`, `https://` or `http://`")
            }
            Mistake::NoScheme => message
                .push("leads to another host\nhelp: write `https:")
                .push(destination)
                .push("` if it should, or else one `/`"),
            Mistake::NoHost => message.push("has no host"),
            Mistake::ParamInHost => message.push(
                "has a parameter in its host, which clients could then choose\nhelp: write a redirect for each host",
            ),
            Mistake::External => message.push(
                "is another server's, and a rewrite stays in the app\nhelp: hand such requests to a proxy in `App::fallback`",
            ),
            Mistake::Fragment => message.push("has a fragment, which only clients see\nhelp: leave out what follows `#`"),
            Mistake::Unknown => message
                .push("names `:")
                .push(what)
                .push("`, which the source `")
                .push(names.source())
                .push("` does not capture\nhelp: name a parameter of the source, or escape a colon that is text, `\\:`"),
            Mistake::Many => message
                .push("has `")
                .push(what)
                .push("` for a parameter of several segments\nhelp: write `")
                .push(what)
                .push("*`"),
        }
    }
}
