//! What the tests of the URL share: texts that look like URLs, and the `url` crate as the judge.

use proptest::prelude::*;
use url::{Host, Url, quirks};

use super::NextUrl;

#[rustfmt::skip] // in lines, not one below the other
const PIECES: &[&str] = &[
    "http:", "https:", "HTTP:", "ftp:", "a:", "/", "/", "//", "///", "\\", "\\\\", ".", "..", "...", "%2e", "%2E",
    ".%2e", "@", "@", ":", ":", "?", "#", " ", "\t", "\n", "\r", "\0", "\u{1f}", "\u{7f}", "[", "]", "[::1]",
    "[::ffff:127.0.0.1]", "::", "ffff:", "127.0.0.1", "127.1", "0x7f.1", "0x", "0", "08", "1", "256", "80", "443",
    "65535", "65536", "a", "B", "example.com", "LocalHost", "%", "%4", "%41", "%00", "%C3%A9", "%zz", "'", "\"", "<",
    ">", "`", "{", "}", "|", "^", "~", "+", "-", "_", "!", "$", "&", "=", ";", ",", "é", "\u{202e}", "xn--",
];

/// A text out of what URLs are made of, in any order.
pub(super) fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..10).prop_map(|pieces| pieces.concat())
}

/// Now and then a URL.
pub(super) fn absolute() -> impl Strategy<Value = String> {
    #[rustfmt::skip] // in lines, not one below the other
    const STARTS: &[&str] = &[
        "", " ", "http://", "https://", "HTTPS:/", "http:\\\\", "http://a", "https://b:8", "http://u:p@",
        "http://[::",
    ];
    (prop::sample::select(STARTS), text()).prop_map(|(start, rest)| format!("{start}{rest}"))
}

/// URLs that both can parse.
pub(super) fn base() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "http://example.com",
            "https://u:p@example.com:81/a/b/c?d=e#f",
            "http://localhost:8080//a//",
            "https://[2001:db8::1]/a/?q",
        ][..],
    )
}

/// What `href` is, with what Next.js changes: no credentials, no lonely `?` and `#`, and `localhost`.
pub(super) fn href(url: &Url) -> String {
    let host = match url.host() {
        Some(Host::Ipv4(address)) if address.is_loopback() => "localhost",
        Some(Host::Ipv6(address)) if address.is_loopback() => "localhost",
        _ => quirks::hostname(url),
    };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let [protocol, path, search, hash] =
        [quirks::protocol, quirks::pathname, quirks::search, quirks::hash].map(|piece| piece(url));
    format!("{protocol}//{host}{port}{path}{search}{hash}")
}

/// Whether both print the same URL and have the same credentials, which are not printed.
pub(super) fn same(ours: &NextUrl, theirs: &Url) -> Result<(), TestCaseError> {
    prop_assert_eq!(ours.href(), href(theirs));
    prop_assert_eq!((ours.username(), ours.password()), (quirks::username(theirs), quirks::password(theirs)));
    Ok(())
}
