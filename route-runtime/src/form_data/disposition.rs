//! The header that names a part: `Content-Disposition: form-data; name="avatar"; filename="me.png"`.
//!
//! multer reads it too, but finds `name=` inside of quoted values, takes a `\` before the closing quote for an escape, and
//! gives up on names that are not UTF-8. Browsers send all three.

use percent_encoding::percent_decode_str;

/// How a part is named.
#[derive(Debug, PartialEq)]
pub(super) struct Disposition {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
}

impl Disposition {
    /// Reads the header; an error says what is wrong with it.
    ///
    /// Of a parameter that is there twice the first counts. `name*` and `filename*` (RFC 8187), which RFC 7578 forbids
    /// and some clients send, count where there is no plain one.
    pub(super) fn parse(header: &[u8]) -> Result<Self, &'static str> {
        let header = String::from_utf8_lossy(header);
        let (kind, mut rest) = header.split_at(header.find(';').unwrap_or(header.len()));
        if !kind.trim().eq_ignore_ascii_case("form-data") {
            return Err("a part's content disposition is not `form-data`");
        }

        let [mut name, mut file_name, mut extended_name, mut extended_file_name] = [const { None }; 4];
        while let Some((key, value, after)) = parameter(rest)? {
            let slot = match key.to_ascii_lowercase().as_str() {
                "name" => Some(&mut name),
                "filename" => Some(&mut file_name),
                "name*" => Some(&mut extended_name),
                "filename*" => Some(&mut extended_file_name),
                _ => None,
            };
            if let Some(slot) = slot {
                slot.get_or_insert(value);
            }
            rest = after;
        }
        let name = name.map(Value::plain).or(extended_name.and_then(Value::extended));
        let file_name = file_name.map(Value::plain).or(extended_file_name.and_then(Value::extended));
        Ok(Self { name: name.ok_or("a part has no name")?, file_name })
    }
}

/// A value as it is written.
enum Value<'a> {
    Token(&'a str),
    Quoted(&'a str),
}

impl Value<'_> {
    /// The text that was meant: browsers escape what cannot be in a quoted value as WHATWG says, other clients put a `\`
    /// before a quote.
    fn plain(self) -> String {
        match self {
            Self::Token(text) => text.to_owned(),
            Self::Quoted(text) => {
                text.replace("\\\"", "\"").replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n")
            }
        }
    }

    /// The text of `UTF-8'language'percent%20encoded`.
    fn extended(self) -> Option<String> {
        let (Self::Token(text) | Self::Quoted(text)) = self;
        let (_charset, text) = text.split_once('\'')?;
        let (_language, text) = text.split_once('\'')?;
        Some(percent_decode_str(text).decode_utf8_lossy().into_owned())
    }
}

/// The first parameter of `; key=value; ..`, and what comes after it.
fn parameter(text: &str) -> Result<Option<(&str, Value<'_>, &str)>, &'static str> {
    const MALFORMED: &str = "a part's content disposition is malformed";

    let text = text.trim_start_matches([';', ' ', '\t']);
    if text.is_empty() {
        return Ok(None);
    }
    let (key, text) = text.split_once('=').ok_or(MALFORMED)?;
    let text = text.trim_start();
    let (value, after) = match text.strip_prefix('"') {
        Some(text) => {
            let (value, after) = split_at_closing_quote(text).ok_or(MALFORMED)?;
            (Value::Quoted(value), after)
        }
        None => {
            let (value, after) = text.split_at(text.find(';').unwrap_or(text.len()));
            (Value::Token(value.trim_end()), after)
        }
    };
    Ok(Some((key.trim(), value, after)))
}

/// Ends a quoted value at the first quote that another parameter, or nothing, follows. So a quote within a value does not
/// end it, and neither does a `\` before the closing quote, which browsers do not escape, keep it open.
fn split_at_closing_quote(text: &str) -> Option<(&str, &str)> {
    text.match_indices('"').find_map(|(at, _)| {
        let (value, after) = (text.get(..at)?, text.get(at + 1..)?.trim_start());
        (after.is_empty() || after.starts_with(';')).then_some((value, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_read_as_they_were_meant() {
        let cases: [(&[u8], &str, Option<&str>); 30] = [
            (b"form-data; name=\"a\"", "a", None),
            (b"Form-Data;NAME=\"a\";FileName=\"b\"", "a", Some("b")),
            (b" form-data ; name = \"a\" ; filename = \"b\" ; ", "a", Some("b")),
            (b"form-data; filename=\"b\"; name=\"a\"", "a", Some("b")),
            (b"form-data; name=a; filename=b c", "a", Some("b c")),
            (b"form-data; name=\"\"; filename=\"\"", "", Some("")),
            (b"form-data; name=; filename=", "", Some("")),
            // what multer gets wrong
            (b"form-data; filename=\"x; name=y\"; name=\"a\"", "a", Some("x; name=y")),
            (b"form-data; name=\"a\\\"; filename=\"b\\\"", "a\\", Some("b\\")),
            (b"form-data; name=\"\xff\"; filename=\"\xc3\xa9\xc3\"", "\u{fffd}", Some("é\u{fffd}")),
            // escapes
            (b"form-data; name=\"%22%0D%0A%20\"", "\"\r\n%20", None),
            (b"form-data; name=a%22", "a%22", None),
            (b"form-data; name=\"a\\\"b\"", "a\"b", None),
            (b"form-data; name=\"a\"b\"", "a\"b", None),
            (b"form-data; name=\"C:\\dir\\\\x\"", "C:\\dir\\\\x", None),
            (b"form-data; name=\"a=b;c\"", "a=b;c", None),
            // paths and controls are for `File::base_name`
            (b"form-data; name=\"a\"; filename=\"../b\"", "a", Some("../b")),
            (b"form-data; name=\"a\"; filename=\"C:\\b\"", "a", Some("C:\\b")),
            (b"form-data; name=\"a\"; filename=\"b\tc\"", "a", Some("b\tc")),
            // extended values
            (b"form-data; name=\"a\"; filename*=UTF-8''caf%C3%A9", "a", Some("café")),
            (b"form-data; name*=utf-8'en'a%20b; filename*=\"utf-8''c\"", "a b", Some("c")),
            (b"form-data; name=\"a\"; filename*=utf-8''b; filename=\"c\"", "a", Some("c")),
            (b"form-data; name=\"a\"; filename=\"c\"; filename*=utf-8''b", "a", Some("c")),
            (b"form-data; name=\"a\"; filename*=utf-8''%FF%zz", "a", Some("\u{fffd}%zz")),
            (b"form-data; name=\"a\"; filename*=b", "a", None),
            (b"form-data; name=\"a\"; filename*=", "a", None),
            // twice, or unknown
            (b"form-data; name=\"a\"; name=\"b\"", "a", None),
            (b"form-data; name=\"a\"; filename=\"b\"; filename=\"c\"", "a", Some("b")),
            (b"form-data; name=\"a\"; size=3; xname=\"b\"", "a", None),
            (b"form-data;;; name=\"a\";;", "a", None),
        ];
        for (header, name, file_name) in cases {
            let expected = Disposition { name: name.to_owned(), file_name: file_name.map(str::to_owned) };
            assert_eq!(Disposition::parse(header), Ok(expected), "{}", header.escape_ascii());
        }
    }

    #[test]
    fn a_header_without_a_name_is_refused() {
        let cases: [&[u8]; 14] = [
            b"",
            b";",
            b"form-data",
            b"form-data;",
            b"form-data; filename=\"b\"",
            b"form-data; name",
            b"form-data; name*=a",
            b"form-data; \"name\"=\"a\"",
            b"form-data; name=\"a",
            b"form-data; name=\"a\" x",
            b"form-data; name=\"a\"; x",
            b"attachment; name=\"a\"",
            b"name=\"a\"",
            b"form-datax; name=\"a\"",
        ];
        for header in cases {
            assert!(Disposition::parse(header).is_err(), "{}", header.escape_ascii());
        }
    }

    #[test]
    fn a_long_header_is_read_in_linear_time() {
        for piece in ["\"", "\" ", "\\\"", ";", "a=b;", "a=\"b\";", "a", "%22"] {
            let header = format!("form-data; name=\"{}", piece.repeat(1_000_000));
            let _ = Disposition::parse(header.as_bytes());
        }
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn any_header_is_read_or_refused(header in r#"(form-data)?(; *|name|filename|[*="\\;%' ]|\PC){0,32}"#) {
            let _ = Disposition::parse(header.as_bytes());
        }

        #[test]
        fn a_name_is_found_whatever_the_others_are(name in "[^\"\r\n%]{0,16}", file in "[^\"\r\n%]{0,16}") {
            for header in [
                format!("form-data; name=\"{name}\"; filename=\"{file}\""),
                format!("form-data; filename=\"{file}\"; name=\"{name}\""),
            ] {
                let expected = Disposition { name: name.clone(), file_name: Some(file.clone()) };
                prop_assert_eq!(Disposition::parse(header.as_bytes()), Ok(expected));
            }
        }
    }
}
