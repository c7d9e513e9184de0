//! Text as the content of XML.

/// Adds a value to an XML text, so that a reader gets it back: between tags, and in attributes with double quotes.
///
/// `&`, `<`, `>`, `"` and `'` become entities, as the protocol of sitemaps asks for. So do tabs and line breaks, which a reader would turn
/// into spaces in an attribute, and `\r` into `\n` anywhere. The characters that no XML 1.0 document can hold, escaped or not (controls,
/// U+FFFE, U+FFFF), are left out: one of them in the title of one video must not take the whole sitemap with it.
pub(super) fn escape(text: &mut String, value: &str) {
    // `rest` always begins at a character: what is replaced is ASCII, or a whole character of three bytes.
    let mut rest = value;
    while let Some((at, length, replacement)) = next_special(rest) {
        text.push_str(&rest[..at]);
        text.push_str(replacement);
        rest = &rest[at + length..];
    }
    text.push_str(rest);
}

/// The first character that is not written as it is: where, how long in bytes, and what stands for it.
fn next_special(text: &str) -> Option<(usize, usize, &'static str)> {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().find_map(|(at, byte)| {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&apos;",
            b'\t' => "&#9;",
            b'\n' => "&#10;",
            b'\r' => "&#13;",
            0..=0x1f => "",
            // U+FFFE and U+FFFF
            0xef if matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])) => return Some((at, 3, "")),
            _ => return None,
        };
        Some((at, 1, replacement))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::cases;
    use proptest::prelude::*;

    fn escaped(value: &str) -> String {
        let mut text = String::new();
        escape(&mut text, value);
        text
    }

    #[test]
    fn what_means_something_to_a_reader_is_an_entity() {
        for (value, text) in [
            ("", ""),
            ("https://acme.com/a?b=c&d=e", "https://acme.com/a?b=c&amp;d=e"),
            ("<b>\"it's\"</b>", "&lt;b&gt;&quot;it&apos;s&quot;&lt;/b&gt;"),
            ("]]>", "]]&gt;"),
            ("&amp;", "&amp;amp;"),
            ("a\tb\nc\r\nd", "a&#9;b&#10;c&#13;&#10;d"),
            ("é 日本 🦀 \u{7f}\u{85}\u{2028}\u{feff}\u{fffd}", "é 日本 🦀 \u{7f}\u{85}\u{2028}\u{feff}\u{fffd}"),
        ] {
            assert_eq!(escaped(value), text);
        }
    }

    #[test]
    fn what_no_document_can_hold_is_left_out() {
        for (value, text) in
            [("a\0b\u{1}\u{8}\u{b}\u{c}\u{e}\u{1f}", "ab"), ("\u{fffe}é\u{ffff}", "é"), ("\u{1}&\u{ffff}", "&amp;")]
        {
            assert_eq!(escaped(value), text);
        }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn any_text_comes_back_from_a_reader(value in any::<String>()) {
            let xml = format!(r#"<a b="{0}">{0}</a>"#, escaped(&value));
            let document = roxmltree::Document::parse(&xml).unwrap();
            let can_be_held: String = value.chars().filter(|c| {
                matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
            }).collect();
            let root = document.root_element();
            prop_assert_eq!(root.text().unwrap_or_default(), &can_be_held);
            prop_assert_eq!(root.attribute("b").unwrap_or_default(), &can_be_held);
        }
    }
}
