use super::check::same_bytes;
use crate::message::Message;
use crate::route::{RouteInfo, Segment, SegmentKind};

/// Two routes that cannot stand in one table, as positions in it; `first` comes before `second`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    pub(crate) rule: Rule,
    pub(crate) first: usize,
    pub(crate) second: usize,
}

/// The rule that two routes break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The same handler listed twice.
    ListedTwice,
    /// One method twice on one path.
    Method,
    /// A page and anything else on one path (X1).
    Page,
    /// Different names for the dynamic segment at this position (T15).
    Names(usize),
    /// A required and an optional catch-all below one path (T18, T19).
    CatchAlls,
    /// An optional catch-all below a path that has a handler of its own (T20).
    Parent,
}

impl Clash {
    /// The sentence that the compiler prints, or the panic at start-up carries.
    pub(crate) const fn message(&self, first: &RouteInfo, second: &RouteInfo) -> Message {
        let message = Message::new();
        match self.rule {
            Rule::ListedTwice => {
                let message = subject(message.push("`"), first).push("` is listed twice");
                place(message, first).push("\nhelp: list each handler once")
            }
            Rule::Method => {
                let message = subject(message.push("two handlers for `"), first).push("`");
                let message = both(message, first, second);
                if same_bytes(first.pattern().as_bytes(), second.pattern().as_bytes()) {
                    return message;
                }
                message.push("\nnote: the names of dynamic segments do not tell two paths apart")
            }
            Rule::Page => {
                let message = match (first.is_page(), second.is_page()) {
                    (true, true) => message.push("two pages on one path"),
                    _ => message.push("a route and a page on one path"),
                };
                both(message, first, second).push("\nnote: a page takes over all methods of its path")
            }
            Rule::Names(position) => {
                let message = message.push("different names for one dynamic segment, ");
                let message = name(message, &first.segments()[position]).push(" and ");
                let message = name(message, &second.segments()[position]);
                both(message, first, second).push("\nhelp: give the segment the same name in both paths")
            }
            Rule::CatchAlls => {
                both(message.push("a required and an optional catch-all cannot stand side by side"), first, second)
                    .push("\nhelp: keep the optional one; it matches all that the required one does")
            }
            Rule::Parent => both(
                message.push("an optional catch-all also matches the path above it, which has a handler already"),
                first,
                second,
            )
            .push("\nhelp: make the catch-all a required one, `[...name]`"),
        }
    }
}

const fn subject(message: Message, route: &RouteInfo) -> Message {
    let what = if route.is_page() { "page" } else { route.table_method().as_str() };
    message.push(what).push(" ").push(route.pattern())
}

const fn name(message: Message, segment: &Segment) -> Message {
    let (open, close) = match segment.kind() {
        SegmentKind::Static => ("`", "`"),
        SegmentKind::Dynamic => ("`[", "]`"),
        SegmentKind::CatchAll => ("`[...", "]`"),
        SegmentKind::OptionalCatchAll => ("`[[...", "]]`"),
    };
    message.push(open).push(segment.text()).push(close)
}

const fn both(message: Message, first: &RouteInfo, second: &RouteInfo) -> Message {
    place(place(message, first), second)
}

/// A line of its own: `GET /items/[slug]  src/items.rs:12`.
const fn place(message: Message, route: &RouteInfo) -> Message {
    subject(message.push("\n  "), route).push("  ").push(route.file()).push(":").push_number(route.line())
}
