//! Static segments: percent-decoding, the spelling on the wire, the spelling in a path.

use std::fmt;

use super::error::Mistake;

/// Characters that say something when they start a segment: private folder, slot, route group, and the parameters of
/// Express and axum 0.7.
const LEADING: [char; 5] = ['_', '@', '(', ':', '*'];

/// A static segment. Two spellings of one text are the same literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Literal {
    decoded: String,
}

impl Literal {
    /// Reads a segment that is nothing else: no brackets, no marker, no control characters.
    pub(super) fn parse(raw: &str) -> Result<Literal, Mistake> {
        if let Some(name) = raw.strip_prefix('_') {
            return Err(Mistake::new(format!("`{raw}` is a private folder, which is not routable"))
                .write_for(format!("%5F{name}"), " for a literal underscore")
                .note("neither a private folder nor anything below it is part of a URL"));
        }
        if raw.contains('\\') {
            return Err(backslash(raw));
        }
        if let Some(found) = raw.chars().find(|&character| matches!(character, '{' | '}' | '<' | '>')) {
            return Err(Mistake::new(format!("`{raw}` contains `{found}`"))
                .write_literal(escape(raw))
                .note("parameters are written in square brackets, and take a whole segment"));
        }
        let decoded = decode(raw)?;
        match decoded.as_str() {
            "." => Err(Mistake::new(format!("`{raw}` is a dot segment, which no client sends"))
                .write("")
                .note("clients remove `.` from a path before they send it")),
            ".." => Err(Mistake::new(format!("`{raw}` is a dot segment, which no client sends"))
                .note("clients remove `..` from a path, with the segment before it")),
            _ => Ok(Literal { decoded }),
        }
    }

    /// The text with all escapes decoded: `café` for `caf%C3%A9`.
    pub(crate) fn decoded(&self) -> &str {
        &self.decoded
    }

    /// The text as a client sends it: WHATWG's path encoding, upper-case hex, and an escape for what would split or
    /// decode differently.
    pub(crate) fn encoded(&self) -> String {
        let sent_plainly = |character: char| {
            matches!(character, '!'..='~')
                && !matches!(character, '"' | '#' | '%' | '/' | '<' | '>' | '?' | '\\' | '^' | '`' | '{' | '}')
        };
        percent_encode(&self.decoded, |_, character| !sent_plainly(character))
    }
}

/// The spelling in a route path: readable, with escapes only where plain text would be refused or mean something else.
impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape(&self.decoded.replace('%', "%25")))
    }
}

/// The mistake of a segment that has a backslash and is nothing that could have one.
pub(super) fn backslash(raw: &str) -> Mistake {
    let pieces: Vec<&str> = raw.split('\\').filter(|piece| !piece.is_empty()).collect();
    Mistake::new(format!("`{raw}` contains a backslash"))
        .write(pieces.join("/"))
        .write_literal(escape(raw))
        .note("clients send a backslash as `/`")
}

/// `text` with escapes in place of the characters that are not literal in a segment. Escapes that it has stay.
pub(crate) fn escape(text: &str) -> String {
    percent_encode(text, |index, character| is_special(character) || index == 0 && LEADING.contains(&character))
}

/// Whether a character cannot stand in a segment as itself. The grave accent could, but it is our messages' quote.
pub(super) fn is_special(character: char) -> bool {
    character.is_control() || matches!(character, '/' | '\\' | '?' | '#' | '[' | ']' | '{' | '}' | '<' | '>' | '`')
}

fn percent_encode(text: &str, needs_escape: impl Fn(usize, char) -> bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for (index, character) in text.char_indices() {
        if needs_escape(index, character) {
            for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                encoded.push_str(&format!("%{byte:02X}"));
            }
        } else {
            encoded.push(character);
        }
    }
    encoded
}

fn decode(raw: &str) -> Result<String, Mistake> {
    let mut pieces = raw.split('%');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        let Some((byte, rest)) = split_hex_pair(piece.as_bytes()) else {
            return Err(Mistake::new(format!("`{raw}` contains a `%` without two hexadecimal digits"))
                .write_for(escape_stray_percents(raw), " for a literal percent sign"));
        };
        bytes.push(byte);
        bytes.extend_from_slice(rest);
    }
    String::from_utf8(bytes).map_err(|_| {
        Mistake::new(format!("the escapes of `{raw}` are not UTF-8"))
            .note("escapes stand for the bytes of UTF-8 text: `é` is `%C3%A9`")
    })
}

fn split_hex_pair(text: &[u8]) -> Option<(u8, &[u8])> {
    let (&[high, low], rest) = text.split_first_chunk()?;
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    Some((digit(high)? << 4 | digit(low)?, rest))
}

fn escape_stray_percents(raw: &str) -> String {
    let mut pieces = raw.split('%');
    let mut escaped = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let is_escape = split_hex_pair(piece.as_bytes()).is_some();
        escaped.push_str(if is_escape { "%" } else { "%25" });
        escaped.push_str(piece);
    }
    escaped
}
