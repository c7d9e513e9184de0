//! The headers that are for one connection, and not for what is behind it.

use axum::http::{HeaderMap, HeaderName, header};

/// Those that are always. `Proxy-Authenticate` and `Proxy-Authorization` are between the client and a proxy of its own.
const HOP_BY_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    header::TE,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// Removes them, and those that `Connection` names (RFC 9110, 7.6.1).
pub(super) fn remove(headers: &mut HeaderMap) {
    for name in options(headers) {
        headers.remove(name);
    }
    for name in HOP_BY_HOP {
        headers.remove(name);
    }
}

/// What `Connection` lists: names of headers, and words such as `close`.
pub(super) fn options(headers: &HeaderMap) -> Vec<HeaderName> {
    let lists = headers.get_all(header::CONNECTION).iter();
    let options = lists.flat_map(|list| list.as_bytes().split(|byte| *byte == b','));
    // What is no token is no name of a header.
    options.filter_map(|option| HeaderName::from_bytes(option.trim_ascii()).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    fn map(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn what_is_for_one_hop_ends_there() {
        for (lines, left) in [
            (&[("connection", "close"), ("a", "1")][..], &["a"][..]),
            (&[("connection", "a, B"), ("a", "1"), ("b", "2"), ("c", "3")], &["c"]),
            (&[("connection", "a"), ("connection", "b"), ("a", "1"), ("b", "2"), ("c", "3")], &["c"]),
            (&[("connection", " ,a b,\ta ,"), ("a", "1"), ("b", "2")], &["b"]),
            (&[("connection", "connection")], &[]),
            (&[("keep-alive", "timeout=5"), ("proxy-connection", "close"), ("te", "trailers")], &[]),
            (&[("transfer-encoding", "chunked"), ("upgrade", "h2c"), ("trailer", "x")], &["trailer"]),
            (&[("proxy-authorization", "Basic YQ=="), ("authorization", "Basic YQ==")], &["authorization"]),
            (&[("set-cookie", "a=1"), ("set-cookie", "b=2")], &["set-cookie", "set-cookie"]),
        ] {
            let mut headers = map(lines);
            remove(&mut headers);
            let names: Vec<_> = headers.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, left, "{lines:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_a_connection_says_only_what_it_names_is_removed(list in "[a-f ,;:\u{80}-\u{ff}]{0,30}") {
            let value = HeaderValue::from_bytes(list.as_bytes()).unwrap();
            let mut headers = HeaderMap::from_iter(["a", "b", "ab", "x"].map(|name| {
                (HeaderName::from_static(name), HeaderValue::from_static(""))
            }));
            headers.insert(header::CONNECTION, value);
            remove(&mut headers);
            for name in ["a", "b", "ab", "x"] {
                let is_named = list.split(',').any(|option| option.trim_matches(' ') == name);
                prop_assert_eq!(headers.contains_key(name), !is_named, "{}", name);
            }
            prop_assert!(!headers.contains_key(header::CONNECTION));
        }
    }
}
