//! What holds for any string.

use proptest::prelude::*;

use super::*;
use crate::testing::cases;

/// Pieces of the grammar in any order: most are mistakes, and many are close to a path.
fn path_like() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => Just("/"),
        4 => prop::sample::select(vec!["[", "]", "[[", "]]", "...", "…", ".", "..", "[...", "]/"]),
        3 => prop::sample::select(vec!["id", "slug", "foo-bar", "foo_bar", "self", "type", "9", "é", "-", "_", " "]),
        2 => prop::sample::select(vec!["(", ")", "(shop)", "(.)", "(..)", "@", ":", "*", "{", "}", "<", ">", "="]),
        2 => prop::sample::select(vec!["%", "%5F", "%2F", "%2e", "%25", "%C3%A9", "%FF", "%z", "?", "#", "\\", "`"]),
        2 => prop::sample::select(vec!["/[id]", "/[...rest]", "/[[...rest]]", "/items", "/[foo-bar]", "/(shop)"]),
        1 => prop::sample::select(vec!["\n", "\0", "\u{7f}", "\u{301}", "\u{200d}"]),
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

/// Escapes of any bytes, and any text beside them.
fn escaped_literal() -> impl Strategy<Value = String> {
    let character = any::<char>().prop_map(|character| {
        let mut buffer = [0; 4];
        let bytes = character.encode_utf8(&mut buffer).bytes();
        bytes.map(|byte| format!("%{byte:02x}")).collect::<String>()
    });
    let piece = prop_oneof!["[a-zA-Z._~ -]{1,3}", character];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| format!("/{}", pieces.concat()))
}

fn any_source() -> impl Strategy<Value = String> {
    prop_oneof![3 => path_like(), 1 => escaped_literal(), 1 => any::<String>()]
}

/// As a server does it, apart from the code under test.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits: String = rest.by_ref().take(2).map(char::from).collect();
            bytes.push(u8::from_str_radix(&digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_string_is_a_path_or_mistakes_with_sound_repairs(source in any_source()) {
        if let Err(errors) = RoutePath::parse(&source) {
            prop_assert!(!errors.is_empty());
            prop_assert!(errors.iter().all(|error| !error.message.contains(char::is_control)));
            check_suggestions(&source, &errors);
        }
    }

    #[test]
    fn a_printed_path_parses_to_the_same_path(source in any_source()) {
        if let Ok(path) = RoutePath::parse(&source) {
            let printed = path.to_string();
            prop_assert_eq!(RoutePath::parse(&printed), Ok(path), "{}", printed);
        }
    }

    #[test]
    fn an_encoded_literal_is_plain_ascii_with_upper_case_hex(source in any_source()) {
        for segment in RoutePath::parse(&source).iter().flat_map(RoutePath::segments) {
            let Segment::Static(literal) = segment else {
                continue;
            };
            let encoded = literal.encoded();
            let is_plain = |byte: u8| byte.is_ascii_graphic() && !br#"/\?#{}<>"`^"#.contains(&byte);
            prop_assert!(encoded.bytes().all(is_plain), "{}", encoded);
            for escape in encoded.split('%').skip(1) {
                let digits = escape.get(..2).unwrap_or_default();
                prop_assert_eq!(digits.len(), 2);
                prop_assert!(digits.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'A'..=b'F')));
            }
            // What a client sends says the same as what the user wrote.
            prop_assert_eq!(&percent_decoded(&encoded), literal.decoded());
        }
    }

    #[test]
    fn parameters_have_arguments_that_differ(source in path_like()) {
        if let Ok(path) = RoutePath::parse(&source) {
            let mut arguments: Vec<String> =
                path.segments().iter().filter_map(Segment::param).map(|param| param.argument()).collect();
            let count = arguments.len();
            arguments.sort();
            arguments.dedup();
            prop_assert_eq!(arguments.len(), count);
        }
    }
}
