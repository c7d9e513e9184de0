//! Which answers may be stored.

use http::header::{CACHE_CONTROL, SET_COOKIE, VARY};
use http::{HeaderMap, StatusCode};

/// Why an answer is not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotStored {
    /// It is a failure, which the next request need not have.
    Failed,
    /// It is a part of an answer, or none yet: 1xx, 206, 304.
    Partial,
    /// It sets cookies, which are one client's.
    SetsCookies,
    /// Its own `Cache-Control` says that it is for one client, or to be asked for each time.
    Private,
    /// It varies with everything.
    VariesWithAll,
}

/// Says whether an answer with this status and these headers may be sent to others.
pub(super) fn check(status: StatusCode, headers: &HeaderMap) -> Result<(), NotStored> {
    if status.is_server_error() {
        Err(NotStored::Failed)
    } else if status.is_informational() || matches!(status.as_u16(), 206 | 304) {
        Err(NotStored::Partial)
    } else if headers.contains_key(SET_COOKIE) {
        Err(NotStored::SetsCookies)
    } else if headers.get_all(CACHE_CONTROL).iter().any(|line| directives(line.as_bytes()).any(is_private)) {
        Err(NotStored::Private)
    } else if headers.get_all(VARY).iter().any(|line| line.as_bytes().split(|&byte| byte == b',').any(is_all)) {
        Err(NotStored::VariesWithAll)
    } else {
        Ok(())
    }
}

/// The names of the directives in a line of `Cache-Control` (RFC 9111, 5.2). A quoted argument may have commas in it.
fn directives(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let pieces = line.split(move |&byte| {
        if std::mem::take(&mut is_escaped) {
            return false;
        }
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\\' => is_escaped = is_quoted,
            b',' => return !is_quoted,
            _ => {}
        }
        false
    });
    pieces.map(|directive| directive.split(|&byte| byte == b'=').next().unwrap_or_default().trim_ascii())
}

/// With an argument, `private="x-user"` and `no-cache="x-user"` are of these headers alone; as a cache may, we take them as a whole.
fn is_private(directive: &[u8]) -> bool {
    [&b"private"[..], b"no-store", b"no-cache"].iter().any(|name| name.eq_ignore_ascii_case(directive))
}

fn is_all(field: &[u8]) -> bool {
    field.trim_ascii() == b"*"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::cases;
    use http::HeaderValue;
    use http::header::HeaderName;
    use proptest::prelude::*;

    fn checked(status: u16, lines: &[(&'static str, &'static str)]) -> Result<(), NotStored> {
        let line = |&(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value));
        let mut headers = HeaderMap::new();
        headers.extend(lines.iter().map(line));
        check(StatusCode::from_u16(status).unwrap(), &headers)
    }

    #[test]
    fn the_status_decides() {
        for (status, expected) in [
            (200, Ok(())),
            (201, Ok(())),
            (204, Ok(())),
            (301, Ok(())),
            (307, Ok(())),
            (308, Ok(())),
            (400, Ok(())),
            (401, Ok(())),
            (404, Ok(())),
            (410, Ok(())),
            (100, Err(NotStored::Partial)),
            (101, Err(NotStored::Partial)),
            (206, Err(NotStored::Partial)),
            (304, Err(NotStored::Partial)),
            (500, Err(NotStored::Failed)),
            (503, Err(NotStored::Failed)),
            (599, Err(NotStored::Failed)),
        ] {
            assert_eq!(checked(status, &[]), expected, "{status}");
        }
        assert_eq!(checked(500, &[("set-cookie", "a=1")]), Err(NotStored::Failed));
    }

    #[test]
    fn the_headers_decide() {
        const PRIVATE: Result<(), NotStored> = Err(NotStored::Private);
        for (name, value, expected) in [
            ("set-cookie", "a=1", Err(NotStored::SetsCookies)),
            ("vary", "*", Err(NotStored::VariesWithAll)),
            ("vary", "accept, *", Err(NotStored::VariesWithAll)),
            ("vary", "accept-encoding", Ok(())),
            ("vary", "x*", Ok(())),
            ("cache-control", "private", PRIVATE),
            ("cache-control", "PRIVATE", PRIVATE),
            ("cache-control", "no-store", PRIVATE),
            ("cache-control", "no-cache", PRIVATE),
            ("cache-control", "max-age=0 , No-Store", PRIVATE),
            ("cache-control", "max-age=60,private", PRIVATE),
            ("cache-control", "private=\"x-user\"", PRIVATE),
            ("cache-control", "x=\"a\\\"b\", no-store", PRIVATE),
            ("cache-control", "public, max-age=60", Ok(())),
            ("cache-control", "max-age=0, must-revalidate", Ok(())),
            ("cache-control", "s-maxage=60, stale-while-revalidate=5", Ok(())),
            ("cache-control", "", Ok(())),
            // other words, and quoted ones
            ("cache-control", "privately, not-no-store", Ok(())),
            ("cache-control", "x=\"a, private, b\"", Ok(())),
            ("cache-control", "x=\"a\\\", private\", y", Ok(())),
            ("cache-control", "x=private", Ok(())),
        ] {
            assert_eq!(checked(200, &[(name, value)]), expected, "{name}: {value}");
        }
        assert_eq!(checked(200, &[("cache-control", "public"), ("cache-control", "private")]), PRIVATE);
        assert_eq!(checked(200, &[("vary", "accept"), ("vary", "*")]), Err(NotStored::VariesWithAll));
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn any_bytes_are_directives(line: Vec<u8>) {
            directives(&line).count();
        }

        #[test]
        fn a_directive_is_found_among_others(before in "[a-z=0-9]{0,9}", after in "[a-z=0-9]{0,9}") {
            let line = format!("{before},\tNo-Store ,{after}");
            let found = directives(line.as_bytes()).any(is_private);
            prop_assert!(found);
        }
    }
}
