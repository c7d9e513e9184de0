//! The text of a `User-Agent`, as the rules look at it.

/// Each of some hundred rules searches the text once, so this is what bounds the time of a hostile header. The longest texts of
/// real browsers, those of apps with a browser inside, have about 500 bytes.
const LIMIT: usize = 2_048;

/// The first part of a `User-Agent`, searched without regard to upper and lower case.
///
/// What is searched for begins and ends at a word: `edge/` is not found in `Badge/1`. It is written in lower case.
pub(super) struct Text<'a> {
    text: &'a str,
    /// Of the same length, as only ASCII differs.
    lower: String,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let end = (0..=LIMIT.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
        let text = text.get(..end.unwrap_or(0)).unwrap_or_default();
        Self { text, lower: text.to_ascii_lowercase() }
    }

    /// Whether a word begins with `mark`.
    pub(super) fn has(&self, mark: &str) -> bool {
        self.after(mark).is_some()
    }

    /// Whether `word` is there with nothing of a word around it.
    pub(super) fn has_word(&self, word: &str) -> bool {
        self.all_after(word).any(|rest| !rest.starts_with(is_word))
    }

    /// What follows the first `mark` that begins a word.
    pub(super) fn after(&self, mark: &str) -> Option<&'a str> {
        self.all_after(mark).next()
    }

    fn all_after(&self, mark: &str) -> impl Iterator<Item = &'a str> {
        let begins = |at: &usize| !self.lower.get(..*at).is_some_and(|before| before.ends_with(is_word));
        let starts = self.lower.match_indices(mark).map(|(at, _)| at).filter(begins);
        starts.filter_map(move |at| self.text.get(at + mark.len()..))
    }
}

/// The version at the start of `rest`: digits, letters, `_` and `.`; `None` if there is none.
pub(super) fn version(rest: &str) -> Option<&str> {
    let end = rest.find(|c| !is_word(c) && c != '.').unwrap_or(rest.len());
    rest.get(..end).filter(|version| version.contains(is_word))
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_found_where_a_word_begins() {
        let text = Text::new("Badge/1 é_edge/2 (Edge/3; EDGE/4)");
        assert_eq!(text.after("edge/"), Some("3; EDGE/4)"));
        assert_eq!(Text::new("éEdge/5").after("edge/"), Some("5"));
        assert_eq!(Text::new("").after("edge/"), None);
        assert!(!text.has("dge/"));
    }

    #[test]
    fn a_word_is_found_whole() {
        let text = Text::new("(Linux armv7l; charm; Win64;x64)");
        let cases =
            [("arm", false), ("armv7l", true), ("armv7", false), ("win64", true), ("x64", true), ("linux", true)];
        for (word, found) in cases {
            assert_eq!(text.has_word(word), found, "{word}");
        }
        assert!(Text::new("arms arm").has_word("arm"));
    }

    #[test]
    fn a_version_ends_with_its_word() {
        let cases = [
            ("124.0.1 Safari", Some("124.0.1")),
            ("10_15_7)", Some("10_15_7")),
            ("1.0b;", Some("1.0b")),
            ("5/2.26", Some("5")),
            ("7é", Some("7")),
            (" 1", None),
            (".", None),
            ("", None),
        ];
        for (rest, expected) in cases {
            assert_eq!(version(rest), expected, "{rest}");
        }
    }

    #[test]
    fn only_the_first_bytes_are_looked_at() {
        let at = |filler: &str| format!("{}chrome/1", filler.repeat((LIMIT - 8) / filler.len()));
        assert!(Text::new(&at(" ")).has("chrome/1"));
        assert!(!Text::new(&(" ".to_owned() + &at(" "))).has("chrome/1"));
        // a character across the limit is left out whole
        let text = "x".repeat(LIMIT - 1) + "é";
        assert_eq!(Text::new(&text).text.len(), LIMIT - 1);
    }
}
