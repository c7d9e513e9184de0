//! Where the answer to a call is stored.

use std::fmt::Write as _;

use http::{HeaderMap, Method};
use reqwest::Url;
use sha2::{Digest, Sha256};

/// These are of one request that is traced, and say nothing of its answer.
const NOT_IN_THE_KEY: [&str; 2] = ["traceparent", "tracestate"];

/// The key of a call: another one for each method, URL, body and set of headers.
///
/// What may be secret or long is hashed: the path and the query too, as a token may stand in them. Method and server can be read.
pub(super) fn key(method: &Method, url: &Url, headers: &HeaderMap, body: &[u8]) -> String {
    let mut lines: Vec<(&str, &[u8])> = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    lines.retain(|(name, _)| !NOT_IN_THE_KEY.contains(name));
    // The lines of one name keep their order.
    lines.sort_by_key(|(name, _)| *name);

    let mut hash = Sha256::new();
    let mut add = |part: &[u8]| {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    };
    for (name, value) in lines {
        add(name.as_bytes());
        add(value);
    }
    // No header has an empty name: this is where they end.
    add(b"");
    add(body);
    let mut url = url.clone();
    url.set_fragment(None);
    add(url.as_str().as_bytes());

    let server = url.origin().ascii_serialization();
    let mut key = format!("fetch {method} {server} ");
    for byte in hash.finalize() {
        let _ = write!(key, "{byte:02x}");
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};
    use proptest::prelude::*;

    type Call = (String, String, Vec<(String, String)>, Vec<u8>);

    fn key_of((method, url, headers, body): &Call) -> String {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
        }
        key(&method.parse().unwrap(), &url.parse().unwrap(), &map, body)
    }

    fn call(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Call {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        (method.to_owned(), url.to_owned(), headers, body.as_bytes().to_vec())
    }

    #[test]
    fn calls_that_differ_have_keys_that_differ() {
        let url = "https://example.com/a?b=c";
        let calls = [
            call("GET", url, &[], ""),
            call("HEAD", url, &[], ""),
            call("POST", url, &[], ""),
            call("POST", url, &[], "a"),
            call("GET", "https://example.com/a?b=d", &[], ""),
            call("GET", "https://example.com/a", &[], ""),
            call("GET", "http://example.com/a?b=c", &[], ""),
            call("GET", url, &[("x-a", "")], ""),
            call("GET", url, &[("x-a", "b")], ""),
            call("GET", url, &[("x-ab", "")], ""),
            call("GET", url, &[("x-a", "b"), ("x-c", "d")], ""),
            call("GET", url, &[("x-a", "b"), ("x-a", "d")], ""),
            call("GET", url, &[("x-a", "d"), ("x-a", "b")], ""),
            call("GET", url, &[("x-a", "bx-cd")], ""),
            call("GET", url, &[("authorization", "Bearer 1")], ""),
            call("GET", url, &[("authorization", "Bearer 2")], ""),
        ];
        let keys: std::collections::HashSet<_> = calls.iter().map(key_of).collect();
        assert_eq!(keys.len(), calls.len(), "{keys:#?}");
    }

    #[test]
    fn what_says_nothing_of_the_answer_is_not_in_the_key() {
        let plain = key_of(&call("GET", "https://example.com/", &[("x-a", "1"), ("x-b", "2")], ""));
        let same = [
            call("GET", "https://example.com/#top", &[("x-a", "1"), ("x-b", "2")], ""),
            call("GET", "HTTPS://EXAMPLE.com:443", &[("X-B", "2"), ("X-A", "1")], ""),
            call("GET", "https://example.com/", &[("traceparent", "00-1"), ("x-a", "1"), ("x-b", "2")], ""),
            call("GET", "https://example.com/", &[("x-a", "1"), ("x-b", "2"), ("tracestate", "a=b")], ""),
        ];
        for call in same {
            assert_eq!(key_of(&call), plain, "{call:?}");
        }
    }

    #[test]
    fn no_secret_can_be_read_in_the_key() {
        let url = "https://example.com:8443/hunter2?token=hunter2#hunter2";
        let key = key_of(&call("GET", url, &[("authorization", "hunter2")], "hunter2"));
        assert!(!key.contains("hunter2") && key.starts_with("fetch GET https://example.com:8443 "), "{key}");
    }

    fn any_call() -> impl Strategy<Value = Call> {
        let header = ("x-[ab]{1,2}", "[ab ]{0,2}").prop_map(|(name, value)| (name, value.trim().to_owned()));
        ("GET|POST", "http://a/[ab]{0,2}", prop::collection::vec(header, 0..3), prop::collection::vec(0_u8..3, 0..3))
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn two_calls_share_a_key_only_if_they_are_the_same(a in any_call(), b in any_call()) {
            let sorted = |call: &Call| {
                let mut call = call.clone();
                call.2.sort_by(|a, b| a.0.cmp(&b.0));
                call
            };
            prop_assert_eq!(key_of(&a) == key_of(&b), sorted(&a) == sorted(&b));
        }
    }
}
