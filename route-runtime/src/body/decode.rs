//! Bytes as text and as JSON, as Fetch decodes them.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::error::BodyError;

/// Decodes like Fetch's readers: UTF-8, a leading byte order mark removed, what is not UTF-8 replaced (NEXT-SPEC B3).
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// Parses JSON from the decoded text, whatever the content type (NEXT-SPEC B1).
pub(crate) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, BodyError> {
    serde_json::from_str(&text(bytes)).map_err(|error| BodyError::from_json(&error))
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::problem::testing::parts;
    use serde::Deserialize;

    #[test]
    fn B3_text_is_lossy_utf8_without_its_byte_order_mark() {
        let cases: [(&[u8], &str); 7] = [
            (b"", ""),
            (b"plain", "plain"),
            (b"\xef\xbb\xbfmarked", "marked"),
            (b"\xef\xbb\xbf\xef\xbb\xbftwice", "\u{feff}twice"),
            (b"in\xef\xbb\xbfside", "in\u{feff}side"),
            (b"a\xffb\xc3", "a\u{fffd}b\u{fffd}"),
            (b"\xef\xbb", "\u{fffd}"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(text(bytes), expected, "{bytes:?}");
        }
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Item {
        id: u8,
    }

    #[test]
    fn B1_json_is_parsed_from_the_decoded_text() {
        for body in [&b"{\"id\":1}"[..], b"\xef\xbb\xbf{\"id\":1}", b" {\"id\":1, \"more\":\"\xff\"}\r\n"] {
            assert_eq!(json::<Item>(body).unwrap(), Item { id: 1 }, "{body:?}");
        }
        assert_eq!(json::<String>(b"\"\xff\"").unwrap(), "\u{fffd}");
    }

    #[tokio::test]
    async fn B2_bad_json_is_a_problem_that_names_the_place() {
        let cases: [(&str, &str, usize, usize); 13] = [
            ("", "malformed_json", 1, 0),
            (" ", "malformed_json", 1, 1),
            ("\u{feff}", "malformed_json", 1, 0),
            ("\n", "malformed_json", 2, 0),
            ("{\"id\":", "malformed_json", 1, 6),
            ("{\"id\":1,}", "malformed_json", 1, 9),
            ("{\"id\":1} x", "malformed_json", 1, 10),
            ("{\n  'id': 1}", "malformed_json", 2, 3),
            ("NaN", "malformed_json", 1, 1),
            ("{\"id\":1e999}", "malformed_json", 1, 11),
            ("[]", "invalid_json", 1, 2),
            ("{\"id\":-1}", "invalid_json", 1, 8),
            ("{}", "invalid_json", 1, 2),
        ];
        for (body, code, line, column) in cases {
            let error = json::<Item>(body.as_bytes()).unwrap_err();
            assert_eq!((error.code(), error.status().as_u16()), (code, 400), "{body:.40}");
            let (status, kind, answer) = parts(error).await;
            assert_eq!((status, kind.as_str()), (400, "application/problem+json"));
            let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
            assert_eq!(answer["type"], "about:blank");
            assert_eq!(answer["title"], "Bad Request");
            assert_eq!(answer["status"], 400);
            assert_eq!(answer["code"], code);
            assert_eq!((&answer["line"], &answer["column"]), (&line.into(), &column.into()), "{body:.40} {answer}");
            assert!(answer["detail"].as_str().unwrap().contains("JSON"), "{answer}");
        }
    }

    #[test]
    fn deep_json_is_refused_before_the_stack_ends() {
        let error = json::<serde_json::Value>("[".repeat(1_000_000).as_bytes()).unwrap_err();
        assert_eq!(error.code(), "malformed_json");
        assert!(error.to_string().contains("recursion limit"), "{error}");
    }
}
