//! Which form a content type announces.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::body::BodyError;

const URL_ENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// The encodings of a form (NEXT-SPEC B5).
#[derive(Debug, PartialEq)]
pub(super) enum FormType {
    UrlEncoded,
    Multipart { boundary: String },
}

impl FormType {
    /// The encoding that the content type names.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, BodyError> {
        let sent = content_type(headers);
        match essence(&sent) {
            essence if essence.eq_ignore_ascii_case(URL_ENCODED) => Ok(Self::UrlEncoded),
            essence if essence.eq_ignore_ascii_case(MULTIPART) => Ok(Self::Multipart { boundary: boundary(&sent)? }),
            _ => Err(unsupported(&sent, &format!("`{MULTIPART}` or `{URL_ENCODED}`"))),
        }
    }
}

/// The boundary of a request that must be `multipart/form-data`.
pub(super) fn multipart_boundary(headers: &HeaderMap) -> Result<String, BodyError> {
    let sent = content_type(headers);
    if essence(&sent).eq_ignore_ascii_case(MULTIPART) {
        boundary(&sent)
    } else {
        Err(unsupported(&sent, &format!("`{MULTIPART}`")))
    }
}

fn content_type(headers: &HeaderMap) -> String {
    let value = headers.get(CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    String::from_utf8_lossy(value).into_owned()
}

fn essence(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

fn boundary(content_type: &str) -> Result<String, BodyError> {
    // RFC 2046, 5.1.1
    const LONGEST: usize = 70;

    match multer::parse_boundary(content_type.trim()) {
        Ok(boundary) if (1..=LONGEST).contains(&boundary.len()) => Ok(boundary),
        Ok(_) => Err(BodyError::malformed_form("its boundary is not 1 to 70 characters long")),
        Err(_) => Err(BodyError::malformed_form("its content type has no valid `boundary`")),
    }
}

fn unsupported(sent: &str, understood: &str) -> BodyError {
    let detail = match essence(sent) {
        "" => format!("a form is expected as {understood}, the request has no content type"),
        essence => format!("a form is expected as {understood}, not as `{essence}`"),
    };
    BodyError::UnsupportedFormType { detail }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(content_type: Option<&[u8]>) -> HeaderMap {
        let value = content_type.map(|value| (CONTENT_TYPE, HeaderValue::from_bytes(value).unwrap()));
        value.into_iter().collect()
    }

    #[test]
    fn B5_two_content_types_are_forms() {
        let multipart = |boundary: &str| FormType::Multipart { boundary: boundary.to_owned() };
        let cases = [
            ("application/x-www-form-urlencoded", FormType::UrlEncoded),
            ("Application/X-WWW-Form-URLEncoded ; charset=latin1", FormType::UrlEncoded),
            ("multipart/form-data; boundary=a", multipart("a")),
            ("Multipart/Form-Data;charset=utf-8;Boundary=\"a b\"", multipart("a b")),
            ("multipart/form-data; boundary=a+b'c_d.e;", multipart("a+b'c_d.e")),
            ("multipart/form-data; boundary=\"a/b:c?\"", multipart("a/b:c?")),
            ("multipart/form-data; boundary=a; boundary=b", multipart("a")),
            ("multipart/form-data; boundary=----WebKitFormBoundary7MA4", multipart("----WebKitFormBoundary7MA4")),
        ];
        for (sent, expected) in cases {
            assert_eq!(FormType::of(&headers(Some(sent.as_bytes()))).unwrap(), expected, "{sent}");
        }
    }

    #[test]
    fn B5_any_other_content_type_is_415_and_named() {
        let cases: [(Option<&[u8]>, &str); 7] = [
            (None, "no content type"),
            (Some(b""), "no content type"),
            (Some(b"application/json; a=b"), "`application/json`"),
            (Some(b"multipart/mixed; boundary=a"), "`multipart/mixed`"),
            (Some(b"multipart/form-data2; boundary=a"), "`multipart/form-data2`"),
            (Some(b"x-multipart/form-data"), "`x-multipart/form-data`"),
            (Some(b"\xff"), "`\u{fffd}`"),
        ];
        for (sent, named) in cases {
            let headers = headers(sent);
            let error = FormType::of(&headers).unwrap_err();
            assert_eq!((error.status().as_u16(), error.code()), (415, "unsupported_form_type"));
            let detail = error.to_string();
            assert!(detail.contains(named) && detail.contains(MULTIPART) && detail.contains(URL_ENCODED), "{detail}");

            let error = multipart_boundary(&headers).unwrap_err();
            assert_eq!(error.status(), 415);
            assert!(error.to_string().contains(named) && !error.to_string().contains(URL_ENCODED), "{error}");
        }
        assert_eq!(multipart_boundary(&headers(Some(URL_ENCODED.as_bytes()))).unwrap_err().status(), 415);
    }

    #[test]
    fn multipart_without_a_good_boundary_is_malformed() {
        let long = format!("multipart/form-data; boundary={}", "a".repeat(71));
        let cases = [
            "multipart/form-data",
            "multipart/form-data;",
            "multipart/form-data; boundary",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"\"",
            "multipart/form-data; boundary=\"a",
            "multipart/form-data; boundary=a b",
            "multipart/form-data; boundary=a/b:c?",
            "multipart/form-data; boundary = a",
            "multipart/form-data; bound=a",
            &long,
        ];
        for sent in cases {
            let headers = headers(Some(sent.as_bytes()));
            for error in [FormType::of(&headers).unwrap_err(), multipart_boundary(&headers).unwrap_err()] {
                assert_eq!((error.status().as_u16(), error.code()), (400, "malformed_form"), "{sent}");
                assert!(error.to_string().contains("boundary"), "{error}");
            }
        }
    }
}
