//! The one spelling of a path.

use percent_encoding::{AsciiSet, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::component;
use crate::next_url::{PATH, segments};

/// What becomes of the slash at the end of a path: `trailingSlash` of `next.config.js` (NEXT-SPEC O13, O14, P19).
///
/// A path that is spelt otherwise is answered with a redirect, 308, to the one that is right. The root is always `/`.
///
/// ```
/// use route_runtime::{App, TrailingSlash, route, routes};
///
/// #[route("/team")]
/// async fn GET() -> &'static str { "team" }
///
/// # use tower::ServiceExt;
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// # let get = |path: &str| axum::http::Request::get(path).body(axum::body::Body::empty()).unwrap();
/// let app: axum::Router = App::new(routes![GET]).trailing_slash(TrailingSlash::Always).into_router();
/// let response = app.oneshot(get("/team")).await.unwrap();
/// assert_eq!((response.status().as_u16(), &response.headers()["location"]), (308, &"/team/".parse().unwrap()));
///
/// let app: axum::Router = App::new(routes![GET]).trailing_slash(TrailingSlash::Keep).into_router();
/// assert_eq!(app.oneshot(get("/team/")).await.unwrap().status(), 200);
/// # });
/// ```
#[doc(alias = "trailingSlash")]
#[doc(alias = "skipTrailingSlashRedirect")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrailingSlash {
    /// It is taken off: `/a/` leads to `/a`.
    #[default]
    Never,
    /// It is added, unless the last segment has a dot: `/a` leads to `/a/`, and `/a/b.json/` to `/a/b.json`. What is below
    /// `/.well-known` is left as it was sent.
    Always,
    /// It is left as it was sent: `skipTrailingSlashRedirect`.
    Keep,
}

impl TrailingSlash {
    /// Whether this path, given without its slash and not the root, ends in one. `sent` is whether it came with one.
    fn is_due(self, path: &str, sent: bool) -> bool {
        let is_well_known =
            || path.strip_prefix("/.well-known").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        match self {
            Self::Never => false,
            Self::Keep => sent,
            Self::Always if is_well_known() => sent,
            Self::Always => !path.rsplit('/').next().unwrap_or_default().contains('.'),
        }
    }

    /// Whether a path without empty segments ends as it should.
    fn suits(self, path: &str) -> bool {
        let trimmed = path.strip_suffix('/');
        path == "/" || self.is_due(trimmed.unwrap_or(path), trimmed.is_some()) == trimmed.is_some()
    }
}

/// A path with an escape that is none, that does not decode to UTF-8, or that hides a NUL (S10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Undecodable;

/// The path as it should have been sent, or `None` if it was (O13 to O15).
///
/// Dot segments are done, as clients do them; empty segments are left out; a backslash is a slash. An escape has upper-case
/// digits and stands for a character that needs it or has a meaning of its own: `%2C` and `,` both stay. The result begins with one
/// slash, so it leads to no other host. `*`, the target of an OPTIONS request, is no path.
pub(crate) fn canonical(path: &str, slash: TrailingSlash) -> Result<Option<String>, Undecodable> {
    let found = scan(path);
    if found & (ESCAPE | ODD) != 0 && component::decode(path.as_bytes()).is_none_or(|decoded| decoded.contains('\0')) {
        return Err(Undecodable);
    }
    let is_right = found & !ESCAPE == 0
        && path.starts_with('/')
        && (found & ESCAPE == 0 || path.as_bytes().split(|byte| *byte == b'%').skip(1).all(is_needed))
        && slash.suits(path);
    if is_right || matches!(path, "*" | "") {
        return Ok(None);
    }
    let spelt = spell(path, slash);
    Ok((spelt != path).then_some(spelt))
}

/// The path with each escape spelt as in a [`canonical`] one and all segments as they were sent, or `None` if it was sent so. It has the
/// parameters that the path has, which the canonical path need not: `/a/../b` and `/b` are one path, but not for a route.
pub(crate) fn with_sound_escapes(path: &str) -> Result<Option<String>, Undecodable> {
    if canonical(path, TrailingSlash::Keep)?.is_none() {
        return Ok(None);
    }
    let mut spelt = String::with_capacity(path.len());
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            spelt.push('/');
        }
        spell_segment(segment, &mut spelt);
    }
    Ok((spelt != path).then_some(spelt))
}

/// The spelling that the literals of routes are lowered to, for a path that no route matches, or `None` if it was sent so:
/// what is escaped without need is decoded, `/a%2Cb` to `/a,b`.
pub(crate) fn respelt(path: &str) -> Option<String> {
    const LITERAL: &AsciiSet = &SEGMENT.add(b'%').add(b'/').add(b'\\');

    let mut spelt = String::with_capacity(path.len());
    for (index, segment) in path.split('/').enumerate() {
        if index > 0 {
            spelt.push('/');
        }
        spelt.extend(utf8_percent_encode(&component::decode(segment.as_bytes())?, LITERAL));
    }
    (spelt != path).then_some(spelt)
}

/// The standard has had the caret since 2024, and route patterns have it, too.
const SEGMENT: &AsciiSet = &PATH.add(b'^');

/// What [`scan`] finds: a dot or a slash behind a slash. A dot may be all of its segment.
const AFTER_SLASH: u8 = 1;
/// An escape.
const ESCAPE: u8 = 2;
/// A backslash, or a byte that no segment has.
const ODD: u8 = 4;
/// Not found, but asked for by the byte that follows.
const SLASH: u8 = 0x80;

const KINDS: [u8; 256] = {
    let mut kinds = [ODD; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        kinds[byte] = match byte as u8 {
            b'/' => AFTER_SLASH | SLASH,
            b'.' => AFTER_SLASH,
            b'%' => ESCAPE,
            b'!' | b'$' | b'&'..=b';' | b'=' | b'@'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'|' | b'~' => 0,
            _ => ODD,
        };
        byte += 1;
    }
    kinds
};

/// What a path has that could be spelt otherwise. Every request pays for this: it takes no decision before the end.
fn scan(path: &str) -> u8 {
    let (mut found, mut before) = (0, 0);
    for &byte in path.as_bytes() {
        let kind = KINDS[usize::from(byte)];
        found |= kind & (ESCAPE | ODD | before >> 7);
        before = kind;
    }
    found
}

/// Whether the escape with these digits, and what follows, is spelt right and not better decoded.
fn is_needed(digits: &[u8]) -> bool {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    };
    match *digits {
        [high, low, ..] => digit(high).zip(digit(low)).is_some_and(|(high, low)| !is_unreserved(high << 4 | low)),
        _ => false,
    }
}

/// RFC 3986, 2.3.
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)
}

/// Writes a path whose escapes are sound.
fn spell(path: &str, slash: TrailingSlash) -> String {
    let segments = segments(path);
    let mut spelt = String::with_capacity(path.len() + 1);
    for segment in segments.iter().filter(|segment| !segment.is_empty()) {
        spelt.push('/');
        spell_segment(segment, &mut spelt);
    }
    let sent = segments.last().is_some_and(|last| last.is_empty());
    if spelt.is_empty() || slash.is_due(&spelt, sent) {
        spelt.push('/');
    }
    spelt
}

fn spell_segment(segment: &str, spelt: &mut String) {
    let mut pieces = segment.split('%');
    spelt.extend(utf8_percent_encode(pieces.next().unwrap_or_default(), SEGMENT));
    for piece in pieces {
        let (digits, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        match u8::from_str_radix(digits, 16) {
            Ok(byte) if is_unreserved(byte) => spelt.push(byte.into()),
            _ => {
                spelt.push('%');
                spelt.push_str(&digits.to_ascii_uppercase());
            }
        }
        spelt.extend(utf8_percent_encode(rest, SEGMENT));
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::TrailingSlash::{Always, Keep, Never};
    use super::*;
    use crate::route;
    use proptest::prelude::*;
    use url::Url;

    /// The outcome with the path itself in place of `None`.
    fn spelling(path: &str, slash: TrailingSlash) -> Result<String, Undecodable> {
        canonical(path, slash).map(|spelt| spelt.unwrap_or_else(|| path.to_owned()))
    }

    #[test]
    fn O15_a_path_has_one_spelling() {
        let cases = [
            // sent, canonical
            ("/", "/"),
            ("/a", "/a"),
            ("/a/b-c_d.e~f", "/a/b-c_d.e~f"),
            ("//", "/"),
            ("//a", "/a"),
            ("/a//b///c", "/a/b/c"),
            ("/c//x", "/c/x"),
            ("/\\a", "/a"),
            ("\\a\\\\b", "/a/b"),
            ("/a\\b", "/a/b"),
            ("/a/./b/../c", "/a/c"),
            ("/..", "/"),
            ("/../../a", "/a"),
            ("/a/%2e%2E/b", "/b"),
            ("/a/.%2e/b", "/b"),
            ("/a\\..\\b", "/b"),
            ("/a/.../b", "/a/.../b"),
            ("/a/%2e%2e%2e", "/a/..."),
            // an empty segment is one while dot segments are done, as in clients
            ("/a//../b", "/a/b"),
            ("/.well-known/x", "/.well-known/x"),
            ("/a.", "/a."),
            ("/caf%c3%a9", "/caf%C3%A9"),
            ("/caf%C3%A9", "/caf%C3%A9"),
            ("/café", "/caf%C3%A9"),
            ("/%69tems", "/items"),
            ("/%41%7a%30%2D%2e%5F%7E", "/Az0-._~"),
            ("/%2C", "/%2C"),
            ("/,", "/,"),
            ("/a%2fb", "/a%2Fb"),
            ("/a%5cb", "/a%5Cb"),
            ("/%252e%252e", "/%252e%252e"),
            ("/%25", "/%25"),
            ("/%20%22%3c%3E", "/%20%22%3C%3E"),
            ("/a\"{b}^c`", "/a%22%7Bb%7D%5Ec%60"),
            ("/!$&'()*+,;=:@[]|", "/!$&'()*+,;=:@[]|"),
            // no target of a request, but a text
            ("a/b", "/a/b"),
            ("*", "*"),
            ("", ""),
        ];
        for (sent, expected) in cases {
            assert_eq!(spelling(sent, Never).as_deref(), Ok(expected), "{sent}");
        }
    }

    #[test]
    fn O15_no_path_leads_to_another_host() {
        for sent in [
            "//evil.com",
            "///evil.com",
            "/\\evil.com",
            "\\\\evil.com",
            "/.//evil.com",
            "/./\\evil.com",
            "/%2e//evil.com",
            "/%2E/%2e//evil.com",
            "/a/..//evil.com",
            "/a/%2e.//evil.com",
            "/../\\/evil.com",
        ] {
            assert_eq!(spelling(sent, Never).as_deref(), Ok("/evil.com"), "{sent}");
        }
        for (sent, expected) in [("/%2Fevil.com", "/%2Fevil.com"), ("/%5cevil.com", "/%5Cevil.com")] {
            assert_eq!(spelling(sent, Never).as_deref(), Ok(expected), "{sent}");
        }
    }

    #[test]
    fn O13_O14_P19_the_slash_at_the_end() {
        let cases = [
            // sent, never, always, keep
            ("/", "/", "/", "/"),
            ("//", "/", "/", "/"),
            ("/..", "/", "/", "/"),
            ("/a", "/a", "/a/", "/a"),
            ("/a/", "/a", "/a/", "/a/"),
            ("/a//", "/a", "/a/", "/a/"),
            ("/a\\", "/a", "/a/", "/a/"),
            ("/a/b/..", "/a", "/a/", "/a/"),
            ("/a/.", "/a", "/a/", "/a/"),
            ("/api/node.json", "/api/node.json", "/api/node.json", "/api/node.json"),
            ("/api/node.json/", "/api/node.json", "/api/node.json", "/api/node.json/"),
            ("/a%2eb/", "/a.b", "/a.b", "/a.b/"),
            ("/v1.0/a", "/v1.0/a", "/v1.0/a/", "/v1.0/a"),
            ("/.well-known/a", "/.well-known/a", "/.well-known/a", "/.well-known/a"),
            ("/.well-known/a/", "/.well-known/a", "/.well-known/a/", "/.well-known/a/"),
            ("/.well-known", "/.well-known", "/.well-known", "/.well-known"),
            ("/.well-knowns/a", "/.well-knowns/a", "/.well-knowns/a/", "/.well-knowns/a"),
            ("*", "*", "*", "*"),
        ];
        for (sent, never, always, keep) in cases {
            for (slash, expected) in [(Never, never), (Always, always), (Keep, keep)] {
                assert_eq!(spelling(sent, slash).as_deref(), Ok(expected), "{sent} {slash:?}");
            }
        }
        assert_eq!(TrailingSlash::default(), Never);
    }

    #[test]
    fn a_path_that_is_right_is_not_written_again() {
        for path in ["/", "/a", "/a/b.c", "/caf%C3%A9/%2F", "/.well-known/x", "*"] {
            assert_eq!(canonical(path, Never), Ok(None), "{path}");
        }
        assert_eq!(canonical("/a/", Always), Ok(None));
        assert_eq!(canonical("/a/", Keep), Ok(None));
    }

    #[test]
    fn S10_what_does_not_decode_is_refused() {
        for path in [
            "/%",
            "/%4",
            "/%zz",
            "/%+1",
            "/a%",
            "/%A0",
            "/%E0%A4%A",
            "/%E0%A4/%A4",
            "/a%00b",
            "/%00/..",
            "/\0",
            "/%zz/../a",
            "%",
        ] {
            assert_eq!(canonical(path, Never), Err(Undecodable), "{path}");
        }
    }

    #[test]
    fn the_bytes_that_are_odd_are_those_that_are_encoded() {
        for byte in 0..=u8::MAX {
            let text = char::from(byte).to_string();
            let is_encoded = utf8_percent_encode(&text, SEGMENT).to_string() != text;
            assert_eq!(KINDS[usize::from(byte)] == ODD, is_encoded || byte == b'\\', "{text:?}");
        }
    }

    #[test]
    fn a_respelt_path_is_what_a_literal_is_lowered_to() {
        #[route(
            "/x%20%21%22%23%24%25%26%27%28%29%2A%2B%2C%2D%2E%2F/%30%39%3A%3B%3C%3D%3E%3F%40%41%5A/%5B%5C%5D%5E%5F%60%61\
             /%7A%7B%7C%7D%7E%C3%A9",
            crate = crate
        )]
        async fn GET() {}

        let escaped = "/x%20%21%22%23%24%25%26%27%28%29%2A%2B%2C%2D%2E%2F/%30%39%3A%3B%3C%3D%3E%3F%40%41%5A\
            /%5B%5C%5D%5E%5F%60%61/%7A%7B%7C%7D%7E%C3%A9";
        assert_eq!(respelt(escaped), Some(GET::url()));
        assert_eq!(respelt(&escaped.to_ascii_lowercase().replace("%41%5a", "%41%5A")), Some(GET::url()));
        assert_eq!(respelt(&GET::url()), None);
        drop(GET());
    }

    #[test]
    fn a_path_is_respelt_or_was_sent_so() {
        let cases = [
            ("/a%2Cb", Some("/a,b")),
            ("/%5Fx", Some("/_x")),
            ("/%40x/%28y%29", Some("/@x/(y)")),
            ("/a^b", Some("/a%5Eb")),
            ("/caf%C3%A9", None),
            ("/a%2Fb/%25", None),
            ("/a,b/", None),
            ("/", None),
            ("*", None),
            // `canonical` has refused these
            ("/%zz", None),
            ("/%A0", None),
        ];
        for (path, expected) in cases {
            assert_eq!(respelt(path).as_deref(), expected, "{path}");
        }
    }

    /// A path out of what makes paths hard, in any order. The `url` crate must not take a part of it for something else.
    fn path() -> impl Strategy<Value = String> {
        #[rustfmt::skip] // in lines, not one below the other
        const PIECES: &[&str] = &[
            "/", "/", "//", "\\", ".", "..", "...", "%2e", "%2E", ".%2e", "/./", "/../", "a", "B", "7", "-", "_", "~", "é",
            "%C3%A9", "%c3%a9", "%2f", "%2F", "%5c", "%5C", "%25", "%252e", "%41", "%7e", "%2C", ",", "%", "%4", "%zz", "%A0",
            "%00", "\"", "{", "}", "|", "^", "`", "<", "[", "@", ":", ";", "=", "+", "!", "evil.com", ".well-known", "a.js",
        ];
        prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| format!("/{}", pieces.concat()))
    }

    fn text() -> impl Strategy<Value = String> {
        let special = prop::sample::select(&['/', '\\', '.', '%', '\0', '0', '*'][..]);
        prop::collection::vec(prop_oneof![special, any::<char>()], 0..12).prop_map(String::from_iter)
    }

    fn slash() -> impl Strategy<Value = TrailingSlash> {
        prop::sample::select(&[Never, Always, Keep][..])
    }

    fn decoded_segments(path: &str) -> Vec<String> {
        let segments = path.split('/').filter(|segment| !segment.is_empty());
        segments.map(|segment| component::decode(segment.as_bytes()).unwrap().into_owned()).collect()
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn the_canonical_path_says_the_same_and_leads_nowhere_else(path in path(), slash in slash()) {
            let Ok(spelt) = spelling(&path, slash) else {
                let decoded = component::decode(path.as_bytes());
                prop_assert!(decoded.is_none_or(|decoded| decoded.contains('\0')), "{path}");
                return Ok(());
            };
            // one slash, one host, one spelling
            prop_assert!(spelt.starts_with('/') && !spelt.contains("//") && !spelt.contains('\\'), "{spelt}");
            prop_assert!(spelt.bytes().all(|byte| byte.is_ascii_graphic()), "{spelt}");
            prop_assert_eq!(canonical(&spelt, slash), Ok(None));
            let target = Url::parse("http://a").unwrap().join(&spelt).unwrap();
            prop_assert_eq!((target.host_str(), target.path()), (Some("a"), spelt.as_str()));

            // the dot segments that the `url` crate sees, the texts that it sees
            let theirs = Url::parse(&format!("http://a{path}")).unwrap();
            prop_assert_eq!(decoded_segments(&spelt), decoded_segments(theirs.path()));
            if slash == Keep {
                prop_assert_eq!(spelt.ends_with('/'), theirs.path().ends_with('/'));
            }
        }

        #[test]
        fn a_respelt_path_says_the_same(path in path()) {
            let Ok(sent) = spelling(&path, Keep) else { return Ok(()) };
            let Some(spelt) = respelt(&sent) else { return Ok(()) };
            prop_assert_eq!(decoded_segments(&spelt), decoded_segments(&sent));
            prop_assert_eq!(respelt(&spelt), None);
            prop_assert_eq!(canonical(&spelt, Keep), Ok(None));
        }

        #[test]
        fn any_text_has_a_spelling_or_none(path in text(), slash in slash()) {
            if let Ok(Some(spelt)) = canonical(&path, slash) {
                prop_assert!(spelt.starts_with('/') && !spelt.starts_with("//"), "{spelt}");
                prop_assert_eq!(canonical(&spelt, slash), Ok(None));
            }
            let _ = respelt(&path);
        }
    }
}
