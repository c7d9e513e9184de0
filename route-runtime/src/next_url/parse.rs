//! WHATWG's URL parser for `http` and `https`, with and without a base.
//!
//! The standard describes a state machine; for these two schemes it comes down to cutting the text at its delimiters, in
//! the right order. The property tests hold the outcome against the `url` crate.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::NextUrl;
use super::base_path::BasePath;
use super::error::UrlParseError;
use super::host::Host;
use super::scheme::Scheme;
use super::target::Target;

pub(crate) const FRAGMENT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');
pub(crate) const QUERY: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'\'');
pub(crate) const PATH: &AsciiSet = &FRAGMENT.add(b'#').add(b'?').add(b'{').add(b'}');
const USERINFO: &AsciiSet =
    &PATH.add(b'/').add(b':').add(b';').add(b'=').add(b'@').add(b'[').add(b'\\').add(b']').add(b'^').add(b'|');

const SLASHES: [char; 2] = ['/', '\\'];

/// `new URL(input, base)`.
pub(super) fn resolve(input: &str, base: Option<&NextUrl>) -> Result<NextUrl, UrlParseError> {
    let input = without_tabs_and_newlines(input.trim_matches(|c| c <= ' '));
    let Some((name, rest)) = split_scheme(&input) else {
        return relative(&input, base.ok_or(UrlParseError::Relative)?);
    };
    let scheme = Scheme::named(name).ok_or_else(|| UrlParseError::UnsupportedScheme(name.to_ascii_lowercase()))?;
    match base {
        // `http:x` is relative to a base of the same scheme: old, and still the standard.
        Some(base) if base.scheme == scheme => relative(rest, base),
        _ => absolute(scheme, rest),
    }
}

/// Reads what follows the scheme; any number of slashes may.
fn absolute(scheme: Scheme, rest: &str) -> Result<NextUrl, UrlParseError> {
    let rest = rest.trim_start_matches(SLASHES);
    let (authority, rest) = rest.split_at(authority_end(rest));
    let (userinfo, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (username, password) = userinfo.split_once(':').unwrap_or((userinfo, ""));
    let (path, query, fragment) = split(rest);
    Ok(NextUrl {
        scheme,
        username: encode_userinfo(username),
        password: encode_userinfo(password),
        host: Host::parse(host, scheme)?.into(),
        base_path: BasePath::default(),
        target: Target::written(encode_path(path), &encode_query(query.unwrap_or_default())),
        hash: encode_hash(fragment.unwrap_or_default()),
    })
}

fn relative(rest: &str, base: &NextUrl) -> Result<NextUrl, UrlParseError> {
    if rest.strip_prefix(SLASHES).is_some_and(|rest| rest.starts_with(SLASHES)) {
        return absolute(base.scheme, rest);
    }
    let (path, query, fragment) = split(rest);
    let query = match query {
        Some(query) => query,
        None if path.is_empty() => base.search().strip_prefix('?').unwrap_or_default(),
        None => "",
    };
    let base_path = base.target.path();
    let path = match path {
        "" => Cow::Borrowed(base_path),
        _ if path.starts_with(SLASHES) => Cow::Borrowed(path),
        _ => Cow::Owned(format!("{}/{path}", base_path.rsplit_once('/').map_or("", |(folder, _)| folder))),
    };
    Ok(NextUrl {
        scheme: base.scheme,
        username: base.username.clone(),
        password: base.password.clone(),
        host: base.host.clone(),
        base_path: BasePath::default(),
        target: Target::written(encode_path(&path), &encode_query(query)),
        hash: encode_hash(fragment.unwrap_or_default()),
    })
}

/// Where the host and what belongs to it ends.
pub(super) fn authority_end(text: &str) -> usize {
    text.find(['/', '\\', '?', '#']).unwrap_or(text.len())
}

/// `scheme:rest`, if that is what it is.
fn split_scheme(input: &str) -> Option<(&str, &str)> {
    let (name, rest) = input.split_once(':')?;
    let is_scheme = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then_some((name, rest))
}

/// The path, the query after `?` and the fragment after `#`.
fn split(rest: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, fragment) = cut(rest, '#');
    let (path, query) = cut(rest, '?');
    (path, query, fragment)
}

fn cut(text: &str, delimiter: char) -> (&str, Option<&str>) {
    text.split_once(delimiter).map_or((text, None), |(before, after)| (before, Some(after)))
}

pub(super) fn without_tabs_and_newlines(input: &str) -> Cow<'_, str> {
    const IGNORED: [char; 3] = ['\t', '\n', '\r'];
    if input.contains(IGNORED) { input.replace(IGNORED, "").into() } else { input.into() }
}

/// The path with a slash before each segment, the dot segments done, and what no path may hold encoded.
pub(super) fn encode_path(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len() + 1);
    for segment in segments(path) {
        encoded.push('/');
        encoded.extend(utf8_percent_encode(segment, PATH));
    }
    encoded
}

/// The segments of a path as they are spelt, the dot segments done; the last one is empty where the path ends in a slash.
pub(crate) fn segments(path: &str) -> Vec<&str> {
    let mut segments = Vec::new();
    let mut rest = path.strip_prefix(SLASHES).unwrap_or(path).split(SLASHES).peekable();
    while let Some(segment) = rest.next() {
        let dots = dots(segment);
        match dots {
            0 => segments.push(segment),
            1 => {}
            _ => drop(segments.pop()),
        }
        // Dots at the end stand for a folder.
        if dots > 0 && rest.peek().is_none() {
            segments.push("");
        }
    }
    segments
}

/// 1 for `.`, 2 for `..`, also where a dot is spelt `%2e`; 0 for every other segment.
fn dots(segment: &str) -> usize {
    let (mut rest, mut dots) = (segment, 0);
    while !rest.is_empty() {
        let Some(next) = [".", "%2e", "%2E"].iter().find_map(|dot| rest.strip_prefix(dot)) else { return 0 };
        (rest, dots) = (next, dots + 1);
    }
    if dots > 2 { 0 } else { dots }
}

/// A query without its `?`.
pub(super) fn encode_query(query: &str) -> String {
    utf8_percent_encode(query, QUERY).to_string()
}

/// A fragment, given without its `#`, returned with it unless it is empty.
pub(super) fn encode_hash(fragment: &str) -> String {
    if fragment.is_empty() { String::new() } else { format!("#{}", utf8_percent_encode(fragment, FRAGMENT)) }
}

pub(super) fn encode_userinfo(text: &str) -> String {
    utf8_percent_encode(text, USERINFO).to_string()
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::super::testing;
    use super::*;
    use proptest::prelude::*;
    use url::Url;

    #[test]
    fn U1_U6_an_absolute_url_is_taken_apart() {
        let cases = [
            // input, origin, pathname, search, hash
            ("http://example.com", "http://example.com", "/", "", ""),
            ("https://example.com/a/b/", "https://example.com", "/a/b/", "", ""),
            ("https://example.com/a?b?c#d#e?f", "https://example.com", "/a", "?b?c", "#d#e?f"),
            ("https://example.com?a/b", "https://example.com", "/", "?a/b", ""),
            ("https://example.com#a?b", "https://example.com", "/", "", "#a?b"),
            ("https://example.com/?#", "https://example.com", "/", "", ""),
            ("https://example.com:443/", "https://example.com", "/", "", ""),
            ("https://example.com:80/", "https://example.com:80", "/", "", ""),
            ("http://example.com:00080/", "http://example.com", "/", "", ""),
            ("http://example.com:/", "http://example.com", "/", "", ""),
            ("HTTP:example.com", "http://example.com", "/", "", ""),
            ("http:\\\\\\example.com\\a\\..\\b", "http://example.com", "/b", "", ""),
            (" \0http://exa\tmple.com/a\r\nb ", "http://example.com", "/ab", "", ""),
            ("http://a@b:c@example.com", "http://example.com", "/", "", ""),
            ("http://example.com/a//b/./c/../d/.", "http://example.com", "/a//b/d/", "", ""),
            ("http://example.com/%2E%2e/a/.%2e/%2e./..", "http://example.com", "/", "", ""),
            ("http://example.com/.../%2e%2e%2e", "http://example.com", "/.../%2e%2e%2e", "", ""),
            (
                "http://example.com/\u{e9} \"<>`{}%zz|^[]'",
                "http://example.com",
                "/%C3%A9%20%22%3C%3E%60%7B%7D%zz|^[]'",
                "",
                "",
            ),
            ("http://example.com/?\u{e9} \"<>`{}%zz'", "http://example.com", "/", "?%C3%A9%20%22%3C%3E`{}%zz%27", ""),
            ("http://example.com/#\u{e9} \"<>`{}%zz'", "http://example.com", "/", "", "#%C3%A9%20%22%3C%3E%60{}%zz'"),
        ];
        for (input, origin, pathname, search, hash) in cases {
            let url = NextUrl::parse(input).unwrap();
            assert_eq!((url.origin().as_str(), url.pathname()), (origin, pathname), "{input:?}");
            assert_eq!((url.search(), url.hash()), (search, hash), "{input:?}");
            assert_eq!(input.parse::<NextUrl>().unwrap().href(), url.href());
        }
    }

    #[test]
    fn U6_credentials_are_read_and_encoded() {
        let cases = [
            ("http://a:b@c", "a", "b"),
            ("http://a@c", "a", ""),
            ("http://a:@c", "a", ""),
            ("http://:b@c", "", "b"),
            ("http://@c", "", ""),
            ("http://a:b:c@d@e", "a", "b%3Ac%40d"),
            ("http://\u{e9}|%2f@c", "%C3%A9%7C%2f", ""),
            ("http://c/a:b@d", "", ""),
        ];
        for (input, username, password) in cases {
            let url = NextUrl::parse(input).unwrap();
            assert_eq!((url.username(), url.password()), (username, password), "{input}");
        }
    }

    #[test]
    fn U1_what_is_no_url_is_refused() {
        use UrlParseError::*;
        let cases = [
            ("", Relative),
            (" ", Relative),
            ("/a", Relative),
            ("//example.com/a", Relative),
            ("example.com", Relative),
            ("?a=http://b", Relative),
            ("1http://example.com", Relative),
            ("ht tp://example.com", Relative),
            ("http", Relative),
            ("ftp://example.com", UnsupportedScheme("ftp".into())),
            ("JavaScript:alert(1)", UnsupportedScheme("javascript".into())),
            ("localhost:3000", UnsupportedScheme("localhost".into())),
            ("http:", MissingHost),
            ("http://", MissingHost),
            ("http:///", MissingHost),
            ("http://?a", MissingHost),
            ("http://:80/", MissingHost),
            ("http://a:b@/", MissingHost),
            ("http://a:b@:80/", MissingHost),
            ("http://a b/", InvalidHost("a b".into())),
            ("http://caf\u{e9}.fr/", NonAsciiHost("caf\u{e9}.fr".into())),
            ("http://a:b/", InvalidPort("b".into())),
            ("http://a:65536/", InvalidPort("65536".into())),
            ("http://a:-1/", InvalidPort("-1".into())),
            ("http://a:+1/", InvalidPort("+1".into())),
            ("http://a:1:2/", InvalidPort("1:2".into())),
        ];
        for (input, error) in cases {
            assert_eq!(NextUrl::parse(input).unwrap_err(), error, "{input:?}");
        }
    }

    #[test]
    fn U1_a_reference_is_resolved_against_its_base() {
        // RFC 3986, 5.4, as far as it is about http, and what the standard adds
        let base = NextUrl::parse("http://u:p@a/b/c/d;p?q#f").unwrap();
        let cases = [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g/"),
            ("?y", "http://a/b/c/d;p?y"),
            ("?", "http://a/b/c/d;p"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q#s"),
            ("g#s/../x", "http://a/b/c/g#s/../x"),
            (";x", "http://a/b/c/;x"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../../g", "http://a/g"),
            ("../../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("g..", "http://a/b/c/g.."),
            ("./../g", "http://a/b/g"),
            ("g;x=1/../y", "http://a/b/c/y"),
            ("http:g", "http://a/b/c/g"),
            ("https:g", "https://g/"),
            ("https://g:443/h", "https://g/h"),
            ("///g", "http://g/"),
            ("\\\\g\\h", "http://g/h"),
            ("/\t/g", "http://g/"),
            ("\\g", "http://a/g"),
            ("g:", "scheme"),
            ("./g:", "http://a/b/c/g:"),
            ("//", "host"),
        ];
        for (reference, expected) in cases {
            match base.join(reference) {
                Ok(url) => {
                    assert_eq!(url.href(), expected, "{reference:?}");
                    let has_its_own = expected.starts_with("http://g") || expected.starts_with("https:");
                    assert_eq!(url.username(), if has_its_own { "" } else { "u" }, "{reference:?}");
                }
                Err(UrlParseError::UnsupportedScheme(_)) => assert_eq!(expected, "scheme", "{reference:?}"),
                Err(error) => assert_eq!((error, expected), (UrlParseError::MissingHost, "host"), "{reference:?}"),
            }
        }
    }

    /// Both parsed it and agree, or both refused it, or only one did, for a reason that is known.
    fn agree(
        input: &str,
        ours: Result<NextUrl, UrlParseError>,
        theirs: Result<Url, url::ParseError>,
    ) -> Result<(), TestCaseError> {
        match (ours, theirs) {
            (Ok(ours), Ok(theirs)) => testing::same(&ours, &theirs)?,
            (Err(_), Err(_)) => {}
            (Err(UrlParseError::UnsupportedScheme(scheme)), Ok(theirs)) => prop_assert_eq!(scheme, theirs.scheme()),
            (Err(UrlParseError::NonAsciiHost(_)), Ok(_)) => {}
            (Err(UrlParseError::InvalidHost(_)), Ok(theirs)) => {
                prop_assert!(matches!(theirs.host(), Some(url::Host::Ipv4(_))), "{theirs}");
            }
            (Err(error), Ok(theirs)) => prop_assert!(false, "{error}, but {theirs}"),
            // The standard skips any number of slashes, as web platform tests check; the `url` crate does so without a base.
            (Ok(_), Err(url::ParseError::EmptyHost)) => {
                let input = without_tabs_and_newlines(input).replace('\\', "/");
                prop_assert!(input.contains("///"), "{input}");
            }
            // Punycode is not looked into.
            (Ok(ours), Err(error)) => prop_assert!(ours.hostname().contains("xn--"), "{ours}, but {error}"),
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn absolute_urls_are_those_of_the_url_crate(input in testing::absolute()) {
            agree(&input, NextUrl::parse(&input), Url::parse(&input))?;
        }

        #[test]
        fn references_lead_where_the_url_crate_says(base in testing::base(), reference in testing::text()) {
            let (ours, theirs) = (NextUrl::parse(base).unwrap(), Url::parse(base).unwrap());
            agree(&reference, ours.join(&reference), theirs.join(&reference))?;
        }

        #[test]
        fn parsing_what_was_printed_changes_nothing(input in testing::absolute()) {
            if let Ok(url) = NextUrl::parse(&input) {
                let href = url.href();
                prop_assert!(href.bytes().all(|byte| byte.is_ascii_graphic()), "{href}");
                prop_assert_eq!(NextUrl::parse(&href).unwrap().href(), href.as_str());
                prop_assert_eq!(url.join("").unwrap().href(), href.strip_suffix(url.hash()).unwrap());
            }
        }
    }
}
