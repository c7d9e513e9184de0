//! The header that makes an answer a download.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What RFC 8187 leaves as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// The `Content-Disposition` of a download with this name (RFC 6266).
///
/// The name is there twice: in ASCII for old clients, with `_` for what could end the quotes, be an escape or be misread; and
/// as it is, percent-encoded.
pub(crate) fn attachment(name: &str) -> String {
    let plain = |char| if matches!(char, ' '..='~') && !matches!(char, '"' | '\\' | '%') { char } else { '_' };
    let ascii: String = name.chars().map(plain).collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ESCAPED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_quotes() {
        for (name, expected) in [
            ("a b.txt", r#"attachment; filename="a b.txt"; filename*=UTF-8''a%20b.txt"#),
            ("é.txt", r#"attachment; filename="_.txt"; filename*=UTF-8''%C3%A9.txt"#),
            (r#"a"; x="b"#, r#"attachment; filename="a_; x=_b"; filename*=UTF-8''a%22%3B%20x%3D%22b"#),
            (r"a\", r#"attachment; filename="a_"; filename*=UTF-8''a%5C"#),
            ("100%25", r#"attachment; filename="100_25"; filename*=UTF-8''100%2525"#),
            (
                "a\r\nset-cookie: b=c",
                r#"attachment; filename="a__set-cookie: b=c"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20b%3Dc"#,
            ),
        ] {
            assert_eq!(attachment(name), expected);
        }
    }
}
