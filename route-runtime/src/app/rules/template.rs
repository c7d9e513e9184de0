//! Text with parameters in it: the pieces of destinations, and the names and values of headers.

use super::params::{Params, Value};
use super::source::is_name;
use super::span::Span;

/// A piece of a text with parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text(Span),
    /// `:name`, and whether a `*` or a `+` follows.
    Param {
        name: Span,
        many: bool,
        whole: Span,
    },
}

/// Reads a text piece by piece. A colon that no name follows is text, and so is what follows a backslash.
pub(super) struct Parts<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Parts<'a> {
    /// The pieces from `at` on.
    pub(super) const fn new(text: &'a str, at: usize) -> Self {
        Self { bytes: text.as_bytes(), at }
    }

    pub(super) const fn next(&mut self) -> Option<Part> {
        let start = self.at;
        if start == self.bytes.len() {
            return None;
        }
        if !self.begins_param() {
            while self.at < self.bytes.len() && !self.begins_param() {
                let escapes = self.bytes[self.at] == b'\\' && self.at + 1 < self.bytes.len();
                self.at += if escapes { 2 } else { 1 };
            }
            return Some(Part::Text(Span { start, end: self.at }));
        }
        self.at += 1;
        while self.at < self.bytes.len() && is_name(self.bytes[self.at]) {
            self.at += 1;
        }
        let name = Span { start: start + 1, end: self.at };
        let many = self.at < self.bytes.len() && matches!(self.bytes[self.at], b'*' | b'+');
        if many {
            self.at += 1;
        }
        Some(Part::Param { name, many, whole: Span { start, end: self.at } })
    }

    const fn begins_param(&self) -> bool {
        self.bytes[self.at] == b':' && self.at + 1 < self.bytes.len() && is_name(self.bytes[self.at + 1])
    }
}

/// A text with parameters, ready to be filled.
#[derive(Debug)]
pub(super) struct Template(Vec<Piece>);

#[derive(Debug)]
enum Piece {
    Text(String),
    Param(String),
}

impl Template {
    /// `text` makes of a piece of text what is to be sent; what `is_param` does not know is text, too.
    pub(super) fn new(template: &str, is_param: impl Fn(&str) -> bool, text: impl Fn(&str) -> String) -> Self {
        let mut pieces = Vec::new();
        let mut parts = Parts::new(template, 0);
        while let Some(part) = parts.next() {
            pieces.push(match part {
                Part::Param { name, .. } if is_param(name.of(template)) => Piece::Param(name.of(template).to_owned()),
                Part::Text(span) | Part::Param { whole: span, .. } => Piece::Text(text(&unescape(span.of(template)))),
            });
        }
        Self(pieces)
    }

    /// The parameters that stand in it.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Param(name) => Some(&**name),
        })
    }

    /// The text, with `param` for each parameter, which is told what was written before.
    pub(super) fn fill(&self, params: &Params<'_>, param: impl Fn(&mut String, Option<&Value<'_>>)) -> String {
        let mut filled = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => filled.push_str(text),
                Piece::Param(name) => param(&mut filled, params.get(name)),
            }
        }
        filled
    }
}

/// Takes away the backslashes before what they can escape.
fn unescape(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        unescaped.push_str(before);
        let mut chars = escape.chars();
        chars.next();
        match chars.clone().next() {
            Some(escaped @ ('(' | ')' | '{' | '}' | ':' | '*' | '+' | '?' | '\\')) => {
                unescaped.push(escaped);
                chars.next();
            }
            _ => unescaped.push('\\'),
        }
        rest = chars.as_str();
    }
    unescaped.push_str(rest);
    unescaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colon_and_a_known_name_are_a_parameter_and_the_rest_is_text() {
        let cases = [
            ("", ""),
            ("a", "a"),
            (":a", "<a>"),
            (":a*:b+", "<a><b>"),
            ("/:a/:b-c", "/<a>/<b>-c"),
            (":ab", ":ab"),
            (":c*", ":c*"),
            ("::a:", ":<a>:"),
            ("12:30 (x) {y} z?", "12:30 (x) {y} z?"),
            (r"\:a", ":a"),
            (r"\:a:a", ":a<a>"),
            (r"\(\)\{\}\:\*\+\?", "(){}:*+?"),
            (r"\\:a \n \", r"\<a> \n \"),
            ("é:a\\é", "é<a>\\é"),
        ];
        for (text, expected) in cases {
            let template = Template::new(text, |name| ["a", "b"].contains(&name), str::to_owned);
            let names: Vec<_> = template.names().collect();
            let mut params = Params::default();
            params.set_sent("a", "<a>", false);
            params.set_sent("b", "<b>", false);
            let filled = template.fill(&params, |text, value| text.push_str(&value.unwrap().encoded));
            assert_eq!(filled, expected, "{text}");
            assert_eq!(names.len(), expected.matches('<').count(), "{text}");
        }
    }
}
