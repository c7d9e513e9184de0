//! `If-None-Match` (RFC 9110, 13.1.2): a client that has the answer is told so.

use http::HeaderMap;
use http::header::{
    AGE, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_LOCATION, DATE, ETAG, EXPIRES, HeaderName, IF_NONE_MATCH, VARY,
};

use super::headers::X_NEXTJS_CACHE;

/// Whether a client with this condition has what these headers go with; a weak comparison (RFC 9110, 8.8.3.2).
pub(crate) fn has(condition: &HeaderMap, headers: &HeaderMap) -> bool {
    // Most requests have no condition, and most answers have a tag.
    if !condition.contains_key(IF_NONE_MATCH) {
        return false;
    }
    let Some(etag) = headers.get(ETAG) else { return false };
    // A list may come in several lines.
    condition.get_all(IF_NONE_MATCH).iter().any(|list| matches(list.as_bytes(), etag.as_bytes()))
}

/// The condition of a request, to be kept when the request goes. Most have none.
pub(super) fn of(headers: &HeaderMap) -> HeaderMap {
    let lines = headers.get_all(IF_NONE_MATCH).iter();
    lines.map(|line| (IF_NONE_MATCH, line.clone())).collect()
}

/// Whether a list of entity tags, or `*`, holds this one.
fn matches(list: &[u8], etag: &[u8]) -> bool {
    let etag = opaque(etag);
    let mut rest = list.trim_ascii();
    if rest == b"*" {
        return true;
    }
    loop {
        rest = rest.trim_ascii_start();
        if let Some(after) = rest.strip_prefix(b",") {
            rest = after;
            continue;
        }
        // A tag may have a comma in it, and ends at its quote. What is no tag, and what follows it, is none that was sent from here.
        let quoted = opaque(rest);
        let Some(end) = quoted.strip_prefix(b"\"").and_then(|tag| tag.iter().position(|&byte| byte == b'"')) else {
            return false;
        };
        let (tag, after) = quoted.split_at(end + 2);
        if tag == etag {
            return true;
        }
        rest = after;
    }
}

/// A tag without the mark that it is weak.
fn opaque(etag: &[u8]) -> &[u8] {
    etag.strip_prefix(b"W/").unwrap_or(etag)
}

/// Leaves the headers that a 304 has (RFC 9110, 15.4.5), and the cache's own. The length is that of the body which is not sent: one of
/// 0 would be wrong.
pub(super) fn keep_for_not_modified(headers: &mut HeaderMap) {
    const KEPT: [HeaderName; 9] =
        [AGE, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_LOCATION, DATE, ETAG, EXPIRES, VARY, X_NEXTJS_CACHE];
    let mut kept = HeaderMap::with_capacity(KEPT.len());
    for name in KEPT {
        for value in headers.get_all(&name) {
            // They come out of a map, so there are not too many.
            let _ = kept.try_append(&name, value.clone());
        }
    }
    *headers = kept;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::cases;
    use http::HeaderValue;
    use proptest::prelude::*;

    #[test]
    fn a_list_is_searched_with_the_weak_comparison() {
        for (list, etag, expected) in [
            ("*", "W/\"a\"", true),
            (" * ", "W/\"a\"", true),
            ("\"a\"", "\"a\"", true),
            ("W/\"a\"", "\"a\"", true),
            ("\"a\"", "W/\"a\"", true),
            ("W/\"a\"", "W/\"a\"", true),
            ("\"b\", W/\"a\"", "W/\"a\"", true),
            ("\"b\",\"c\" ,, \"a\"", "\"a\"", true),
            (",\"a\"", "\"a\"", true),
            ("\"b,a\"", "\"b,a\"", true),
            ("\"\"", "W/\"\"", true),
            // other tags, and what is none
            ("\"b,a\"", "\"a\"", false),
            ("\"b\"", "\"a\"", false),
            ("\"A\"", "\"a\"", false),
            ("", "\"a\"", false),
            (",", "\"a\"", false),
            ("a", "\"a\"", false),
            ("\"a", "\"a\"", false),
            ("w/\"a\"", "\"a\"", false),
            ("W/", "\"a\"", false),
            ("*, \"b\"", "\"a\"", false),
            ("b, \"a\"", "\"a\"", false),
        ] {
            assert_eq!(matches(list.as_bytes(), etag.as_bytes()), expected, "{list} {etag}");
        }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn any_bytes_are_a_list(list: Vec<u8>) {
            matches(&list, b"W/\"a\"");
        }

        #[test]
        fn a_tag_is_found_where_it_stands(before in "[!#-~]{0,5}", tag in "[!#-~]{0,5}", after in "[!#-~]{0,5}") {
            let list = format!("\"{before}\" , W/\"{tag}\",\"{after}\"");
            let found = matches(list.as_bytes(), format!("\"{tag}\"").as_bytes());
            prop_assert!(found);
            let other = format!("\"{before}{tag}{after}x\"");
            let found = matches(list.as_bytes(), other.as_bytes());
            prop_assert!(!found);
        }
    }

    #[test]
    fn lines_are_one_list() {
        let tagged = |etag| HeaderMap::from_iter([(ETAG, HeaderValue::from_static(etag))]);
        let mut sent = HeaderMap::new();
        assert!(!has(&sent, &tagged("\"a\"")));
        sent.append(IF_NONE_MATCH, HeaderValue::from_static("\"a\""));
        sent.append("x-a", HeaderValue::from_static("\"c\""));
        sent.append(IF_NONE_MATCH, HeaderValue::from_static("\"b\""));
        for sent in [of(&sent), sent] {
            assert!(has(&sent, &tagged("W/\"b\"")) && has(&sent, &tagged("\"a\"")));
            assert!(!has(&sent, &tagged("\"c\"")) && !has(&sent, &HeaderMap::new()));
        }
    }
}
