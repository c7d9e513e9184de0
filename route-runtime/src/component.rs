//! `encodeURIComponent` and `decodeURIComponent`: how Next.js writes a parameter into a path and a value into a cookie.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// What `encodeURIComponent` leaves alone: letters, digits and `- _ . ! ~ * ' ( )`.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// `encodeURIComponent`, piece by piece or printed.
pub(crate) fn encode(text: &str) -> impl Iterator<Item = &str> + fmt::Display {
    utf8_percent_encode(text, COMPONENT)
}

/// `decodeURIComponent`: `None` where a `%` begins no escape, or the whole is not UTF-8.
pub(crate) fn decode(component: &[u8]) -> Option<Cow<'_, str>> {
    if !component.contains(&b'%') {
        return std::str::from_utf8(component).ok().map(Cow::Borrowed);
    }
    let hex = |at: usize| component.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut bytes = component.iter().enumerate();
    let escapes = bytes.all(|(at, byte)| *byte != b'%' || (hex(at + 1) && hex(at + 2)));
    if escapes { percent_decode(component).decode_utf8().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_decode_uri_component_refuses_is_refused() {
        let cases: [(&[u8], Option<&str>); 14] = [
            (b"", Some("")),
            (b"a+b", Some("a+b")),
            (b"%41", Some("A")),
            (b"%C3%A9%c3%a9", Some("éé")),
            ("é%20".as_bytes(), Some("é ")),
            (b"%25", Some("%")),
            (b"%00", Some("\0")),
            (b"%", None),
            (b"%4", None),
            (b"%zz", None),
            (b"%+1", None),
            (b"%A0", None),
            (b"%E0%A4%A", None),
            (b"\xff", None),
        ];
        for (component, text) in cases {
            assert_eq!(decode(component).as_deref(), text, "{}", component.escape_ascii());
        }
    }

    #[test]
    fn the_unreserved_characters_are_left_alone() {
        assert_eq!(encode("aZ09-_.!~*'()").to_string(), "aZ09-_.!~*'()");
        assert_eq!(encode("a b;c=d,é\"\r\n").to_string(), "a%20b%3Bc%3Dd%2C%C3%A9%22%0D%0A");
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn decoding_undoes_encoding(text: String) {
            let encoded = encode(&text).to_string();
            let decoded = decode(encoded.as_bytes());
            prop_assert_eq!(decoded.as_deref(), Some(text.as_str()));
        }

        #[test]
        fn any_bytes_decode_or_are_refused(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}
