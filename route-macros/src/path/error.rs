//! What is wrong with a path, and what to write instead.

/// One mistake of a route path, in the words of a compiler error.
///
/// Every text that `help` quotes parses: a whole path, or one segment where another mistake of the same path has no
/// repair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PathError {
    /// What is wrong; names the segment, because the whole literal is underlined.
    pub(crate) message: String,
    /// What to write.
    pub(crate) help: Option<String>,
    /// The rule, if it is not obvious.
    pub(crate) note: Option<String>,
}

/// A mistake as it is found: its repairs are texts for one place of the path, not yet a path.
#[derive(Debug)]
pub(super) struct Mistake {
    message: String,
    note: Option<&'static str>,
    repairs: Vec<Repair>,
}

impl Mistake {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Mistake { message: message.into(), note: None, repairs: Vec::new() }
    }

    /// Offers `text` in place of the segment. The first repair is the one that recovery goes on with.
    pub(super) fn write(self, text: impl Into<String>) -> Self {
        self.write_for(text, "")
    }

    /// Offers `text` for those who meant something particular: `" for the literal text"`.
    pub(super) fn write_for(mut self, text: impl Into<String>, purpose: &'static str) -> Self {
        self.repairs.push(Repair { text: text.into(), purpose });
        self
    }

    /// Offers the escaped spelling of a segment that has a meaning when written plainly.
    pub(super) fn write_literal(self, escaped: impl Into<String>) -> Self {
        self.write_for(escaped, " for the literal text")
    }

    /// States the rule.
    pub(super) fn note(mut self, rule: &'static str) -> Self {
        self.note = Some(rule);
        self
    }

    /// What may be written instead, the best first.
    pub(super) fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// The mistake in words, offering the given repairs.
    pub(super) fn into_error(self, offers: &[Offer]) -> PathError {
        let offers: Vec<String> = offers.iter().map(|offer| format!("`{}`{}", offer.text, offer.purpose)).collect();
        PathError {
            message: on_one_line(&self.message),
            help: (!offers.is_empty()).then(|| format!("write {}", offers.join(", or "))),
            note: self.note.map(str::to_owned),
        }
    }
}

/// One thing to write in place of a segment: empty to leave it out, with `/` for several segments.
#[derive(Debug)]
pub(super) struct Repair {
    pub(super) text: String,
    pub(super) purpose: &'static str,
}

/// A repair that was tried: `text` parses.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) text: String,
    pub(super) purpose: &'static str,
}

/// Control characters in the user's text must not break the line or disturb the terminal.
fn on_one_line(message: &str) -> String {
    let mut line = String::with_capacity(message.len());
    for character in message.chars() {
        if character.is_control() {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}
