#![allow(non_snake_case)]

use super::*;
use proptest::prelude::*;
use proptest::sample::select;

/// `name=value` of each parameter, in order; `None` if the path does not match.
fn captures(source: &str, path: &str) -> Option<Vec<String>> {
    let source = CompiledSource::new(source).unwrap();
    let mut params = Params::default();
    let matches = source.captures(&Path::new(path, Case::Folded), &mut params);
    matches.then(|| params.iter().map(|(name, value)| format!("{name}={}", value.encoded)).collect())
}

fn assert_captures(cases: &[(&str, &str, Option<&[&str]>)]) {
    for (source, path, expected) in cases {
        let found = captures(source, path);
        let found = found.as_ref().map(|found| found.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(found.as_deref(), *expected, "{source} and {path}");
    }
}

const NO: Option<&[&str]> = None;

#[test]
fn P5_a_parameter_is_one_segment() {
    assert_captures(&[
        ("/about/:path", "/about/a", Some(&["path=a"])),
        ("/about/:path", "/about/a/c", NO),
        ("/about/:path", "/about", NO),
        ("/about/:path", "/about/", NO),
        ("/about/:path", "/about//", NO),
        ("/:a/:b", "/x/y", Some(&["a=x", "b=y"])),
        ("/:a/b/:c", "/x/b/z", Some(&["a=x", "c=z"])),
        ("/:a/b/:c", "/x/y/z", NO),
        ("/:0", "/x", Some(&["0=x"])),
    ]);
}

#[test]
fn P5_a_parameter_is_a_part_of_a_segment() {
    assert_captures(&[
        ("/blog-:id", "/blog-7", Some(&["id=7"])),
        ("/blog-:id", "/blog-", NO),
        ("/blog-:id", "/blog-7/x", NO),
        ("/:slug.json", "/a.json", Some(&["slug=a"])),
        ("/:slug.json", "/a.json.json", Some(&["slug=a.json"])),
        ("/:slug.json", "/.json", NO),
        ("/:a-:b", "/x-y", Some(&["a=x", "b=y"])),
        ("/:a-:b", "/x-y-z", Some(&["a=x", "b=y-z"])),
        ("/:a-:b", "/--x", Some(&["a=-", "b=x"])),
        ("/:a-:b", "/x-", NO),
        ("/:a-:b-x", "/1-x-x", Some(&["a=1", "b=x"])),
        ("/:a-:b-x", "/1-x", NO),
        ("/v:major.:minor", "/v1.20", Some(&["major=1", "minor=20"])),
        ("/@:name", "/@ann", Some(&["name=ann"])),
    ]);
}

#[test]
fn P5_a_parameter_is_any_number_of_segments() {
    assert_captures(&[
        ("/about/:path*", "/about", Some(&[])),
        ("/about/:path*", "/about/a", Some(&["path=a"])),
        ("/about/:path*", "/about/a/b/c", Some(&["path=a/b/c"])),
        ("/about/:path*", "/abouts", NO),
        ("/about/:path+", "/about", NO),
        ("/about/:path+", "/about/a/b", Some(&["path=a/b"])),
        ("/about/:path?", "/about", Some(&[])),
        ("/about/:path?", "/about/a", Some(&["path=a"])),
        ("/about/:path?", "/about/a/b", NO),
        ("/:path*", "/", Some(&[])),
        ("/:path*", "/a//b", NO),
        ("/:path+", "/", NO),
        ("/:path*/edit", "/edit", Some(&[])),
        ("/:path*/edit", "/a/b/edit", Some(&["path=a/b"])),
        ("/:path*/edit", "/a/b", NO),
        ("/:lang?/docs/:path*", "/docs", Some(&[])),
        ("/:lang?/docs/:path*", "/docs/docs", Some(&["lang=docs"])),
        ("/:lang?/docs/:path*", "/en/docs/a/b", Some(&["lang=en", "path=a/b"])),
        ("/:lang?/docs/:path*", "/en/de/docs", NO),
        ("/:a*/:b*/:c*", "/x/y/z", Some(&["a=x/y/z"])),
        ("/:a*/:b+/:c+", "/x/y/z", Some(&["a=x", "b=y", "c=z"])),
        ("/:a+/x/:b*/y", "/1/x/2/x/3/y", Some(&["a=1/x/2", "b=3"])),
        ("/:a+/x-:b/:c?", "/1/x-2/x-3", Some(&["a=1/x-2", "b=3"])),
        ("/:a+/x-:b/:c?", "/1/x-2/3", Some(&["a=1", "b=2", "c=3"])),
    ]);
}

#[test]
fn P5_any_text_is_a_group() {
    assert_captures(&[
        ("/(.*)", "/", Some(&[])),
        ("/(.*)", "/a/b", Some(&[])),
        ("/:all(.*)", "/", Some(&["all="])),
        ("/:all(.*)", "/a//b", Some(&["all=a//b"])),
        ("/docs/(.*)", "/docs/a", Some(&[])),
        ("/docs/(.*)", "/docs", NO),
        ("/docs/(.*)", "/docs/", NO),
        ("/docs(.*)", "/docs", Some(&[])),
        ("/docs:rest(.*)", "/docs-1/a", Some(&["rest=-1/a"])),
        ("/docs(.*)", "/doc", NO),
        ("/:a(.*)/edit", "/x/y/edit", Some(&["a=x/y"])),
        ("/:a(.*)/edit", "/edit", NO),
        ("/:a/:b(.*)/:c(.*)", "/1/2/3/4", Some(&["a=1", "b=2/3", "c=4"])),
    ]);
}

#[test]
fn P5_what_must_not_follow_is_the_beginning_of_the_rest() {
    let next = "/((?!api|_next/static|favicon.ico).*)";
    assert_captures(&[
        (next, "/", Some(&[])),
        (next, "/a/api", Some(&[])),
        (next, "/api", NO),
        (next, "/API", Some(&[])),
        (next, "/%61pi", NO),
        (next, "/apidocs", NO),
        (next, "/ap", Some(&[])),
        (next, "/_next", Some(&[])),
        (next, "/_next/image", Some(&[])),
        (next, "/_next/static", NO),
        (next, "/_next/static/a.js", NO),
        (next, "/_next%2Fstatic/a.js", Some(&[])),
        (next, "/favicon.ico", NO),
        (next, "/favicon-ico", NO),
        (next, "/favicon%C3%A9ico", NO),
        (next, "/favicon/ico", NO),
        (next, "/faviconico", Some(&[])),
        ("/:path((?!uk/).*)", "/us/a", Some(&["path=us/a"])),
        ("/:path((?!uk/).*)", "/uk/a", NO),
        ("/:path((?!uk/).*)", "/uk", Some(&["path=uk"])),
        ("/docs/((?!internal).*)", "/docs/a", Some(&[])),
        ("/docs/((?!internal).*)", "/docs/internal/a", NO),
        ("/docs((?!/internal).*)", "/docs/internal", NO),
        ("/docs((?!/internal).*)", "/docs", Some(&[])),
        ("/((?!a/b).*)/b", "/a/b", NO),
        ("/((?!a/b).*)/b", "/c/b", Some(&[])),
        (r"/((?!a\.b|c\/d|x\|y).*)", "/a.b", NO),
        (r"/((?!a\.b|c\/d|x\|y).*)", "/a-b", Some(&[])),
        (r"/((?!a\.b|c\/d|x\|y).*)", "/c/d", NO),
        (r"/((?!a\.b|c\/d|x\|y).*)", "/x|y", NO),
        (r"/((?!a\.b|c\/d|x\|y).*)", "/y", Some(&[])),
        ("/((?!caf%C3%A9).*)", "/café", NO),
        ("/((?!café).*)", "/caf%c3%a9", NO),
        ("/((?!|a).*)", "/b", NO),
    ]);
}

#[test]
fn O12_P6_text_is_compared_decoded_in_any_case_and_without_the_last_slash() {
    assert_captures(&[
        ("/", "/", Some(&[])),
        ("/", "/a", NO),
        ("/About", "/aBOUT", Some(&[])),
        ("/about/", "/about", Some(&[])),
        ("/about", "/about/", Some(&[])),
        ("/about", "/about//", NO),
        ("/admin", "/%61dmin", Some(&[])),
        ("/a/b", "/a%2Fb", NO),
        ("/a%2Fb", "/a%2fb", Some(&[])),
        ("/a%2Fb", "/a/b", NO),
        ("/café", "/caf%C3%A9", Some(&[])),
        ("/caf%c3%a9/:id", "/caf%C3%A9/%41", Some(&["id=%41"])),
        ("/é-:id", "/%C3%A9-%C3%A9", Some(&["id=%C3%A9"])),
        ("/:a-:b", "/%2D%2d%2D", Some(&["a=%2D", "b=%2D"])),
        ("/:a", "/a%2Fb%3F", Some(&["a=a%2Fb%3F"])),
        ("/:a", "/%ff", Some(&["a=%ff"])),
        ("/%ff", "/%FF", Some(&[])),
        ("/100%", "/100%25", Some(&[])),
        (r"/a\(b\)\:c\*\{\}\+\?", "/a(b):c*{}+?", Some(&[])),
        (r"/a\\b", r"/a\b", Some(&[])),
        ("/a", "a", NO),
        ("/a", "", NO),
        ("/:a*", "*", Some(&[])),
    ]);
}

#[test]
fn P4_P5_what_is_no_source_is_refused_in_words() {
    let cases = [
        ("", "the source `` does not begin with `/`\nhelp: write `/`"),
        ("about", "the source `about` does not begin with `/`\nhelp: write `/about`"),
        ("/a//b", "the source `/a//b` has an empty segment, which no path has\nhelp: write one `/`"),
        (
            "/12:/x",
            "the source `/12:/x` has a `:` without a name\nhelp: name the parameter, `:id`, or escape a colon that is text, `\\:`",
        ),
        ("/:a/:a", "the source `/:a/:a` captures `:a` twice\nhelp: give each parameter a name of its own"),
        (
            "/:a:b",
            "the source `/:a:b` has nothing between `:b` and the parameter before it\nhelp: put text between them, `:a-:b`",
        ),
        (
            "/a?b=1",
            "the source `/a?b=1` has a `?` that follows no parameter\nhelp: escape it if it is text, `\\?`; a query is no part \
             of a source, ask for it with `Condition::query`",
        ),
        (
            "/blog-:id*",
            "the source `/blog-:id*` repeats a part of a segment, `:id*`\nhelp: let the parameter be the whole segment, \
             `/:name*`, or escape a character that is text",
        ),
        (
            "/a\\",
            "the source `/a\\` ends in a `\\` that escapes nothing\nhelp: write `\\\\` for a backslash that is text",
        ),
        (
            "/{a}",
            "the source `/{a}` has a `{`, and groups in braces are not supported\nhelp: escape a brace that is text, `\\{`",
        ),
        ("/(a", "the source `/(a` does not close a parenthesis\nhelp: escape a parenthesis that is text, `\\(`"),
        (
            "/a)",
            "the source `/a)` closes a parenthesis that is not open\nhelp: escape a parenthesis that is text, `\\)`",
        ),
        (
            "/((?!.*\\..*).*)",
            "the source `/((?!.*\\..*).*)` looks around in `((?!.*\\..*).*)`\nhelp: list what a middleware does not run for in \
             `except`\nnote: `((?!a|b).*)` at the end of a segment looks ahead, where `a` and `b` are text",
        ),
    ];
    for (source, message) in cases {
        let error = check(source).map(|_| ()).unwrap_err();
        assert_eq!(error.message(source).as_str(), message);
    }
    for look_around in [
        "/:a((?=b).*)",
        "/:a(.*(?<!b))",
        "/:a(.*(?<=b))",
        "/:a-((?!b).*)",
        "/((?!b).*)?",
        "/((?!b$).*)",
        "/((?!\\d).*)",
    ] {
        let error = check(look_around).map(|_| ()).unwrap_err();
        assert!(error.message(look_around).as_str().contains("looks around"), "{look_around}");
    }
    for part in ["/:a?-b", "/a:b+", "/:a*:b", "/:a-:b?"] {
        let error = check(part).map(|_| ()).unwrap_err();
        assert!(error.message(part).as_str().contains("repeats a part of a segment"), "{part}");
    }
}

#[cfg(not(feature = "matcher-regex"))]
#[test]
fn P5_a_regex_needs_the_feature() {
    let source = r"/post/:id(\d+)";
    assert_eq!(
        check(source).map(|_| ()).unwrap_err().message(source).as_str(),
        "the source `/post/:id(\\d+)` has the regex `(\\d+)`\nhelp: enable the feature `matcher-regex` of route-runtime, or write \
         a parameter, `:name`\nnote: without it `(.*)` and `((?!a|b).*)` can stand at the end of a segment"
    );
    for source in ["/(api|trpc)(.*)", "/(.*).json", "/:a-(.*)", "/(.*)?", "/:a(.*)-b", "/()"] {
        let error = check(source).map(|_| ()).unwrap_err();
        assert!(error.message(source).as_str().contains("feature `matcher-regex`"), "{source}");
    }
}

#[cfg(feature = "matcher-regex")]
mod with_regex {
    use super::*;

    #[test]
    fn P5_a_regex_is_part_of_a_source() {
        assert_captures(&[
            (r"/post/:id(\d+)", "/post/7", Some(&["id=7"])),
            (r"/post/:id(\d+)", "/post/a", NO),
            (r"/post/:id(\d+)", "/post/7a", NO),
            (r"/post/:id(\d+)", "/POST/%37", Some(&["id=%37"])),
            (r"/post/:id(\d+)?", "/post", Some(&[])),
            (r"/post/:id(\d+)*", "/post/1/2", Some(&["id=1/2"])),
            (r"/post/:id(\d+)+", "/post", NO),
            (r"/post/:id(\d+)+/:x", "/post/1/2/3", Some(&["id=1/2", "x=3"])),
            (r"/post-:id(\d{1,2}).:ext", "/post-12.html", Some(&["id=12", "ext=html"])),
            ("/(api|trpc)(.*)", "/api/a/b", Some(&[])),
            ("/(api|trpc)(.*)", "/api%0Aa", Some(&[])),
            ("/(api|trpc)(.*)", "/ap", NO),
            ("/:lang(en|fr)/:rest*", "/EN/a%2Fb/c", Some(&["lang=EN", "rest=a%2Fb/c"])),
            ("/:lang(en|fr)?", "/", Some(&[])),
            ("/:file(.*).json", "/a/b.json", Some(&["file=a/b"])),
            ("/a/:b(b)", "/a%2Fb", NO),
            ("/:a([^/]+)", "/x%2Fy", Some(&["a=x%2Fy"])),
            ("/:a([^/]+)/", "/é%C3%A9", Some(&["a=é%C3%A9"])),
            ("/:a(x|%)", "/%", Some(&["a=%"])),
            ("/:a(.+)", "/a//b/", Some(&["a=a//b"])),
            ("/:a(.*)?", "/", Some(&[])),
            (r"/a\(/:b(\d)", "/a(/1", Some(&["b=1"])),
        ]);
    }

    #[test]
    fn P5_a_regex_that_cannot_be_run_is_refused_when_the_app_starts() {
        let error = CompiledSource::new(r"/:a(x)/:b(\1)").unwrap_err().to_string();
        assert!(
            error.starts_with("the regex `(\\1)` cannot be run\nhelp: list what a middleware does not run for"),
            "{error}"
        );
        assert!(CompiledSource::new("/:a([z-a])").is_err());
        let source = r"/:a(\d)/((?!b).*)";
        let error = check(source).map(|_| ()).unwrap_err();
        assert!(error.message(source).as_str().contains("has a look-ahead and a regex, `((?!b).*)`"));
    }
}

#[test]
fn limits_are_those_that_the_docs_name() {
    let long = format!("/{}", "a".repeat(1023));
    assert!(check(&long).is_ok());
    let longer = long + "a";
    assert_eq!(
        check(&longer).map(|_| ()).unwrap_err().message(&longer).as_str(),
        "a source is longer than 1,024 bytes"
    );

    let many: String = (0..32).map(|number| format!("/:p{number}")).collect();
    assert!(check(&many).is_ok());
    for more in [format!("{many}/:more"), format!("{many}/(.*)")] {
        let error = check(&more).map(|_| ()).unwrap_err();
        assert!(error.message(&more).as_str().contains("has too many parameters"), "{more}");
    }
}

#[test]
fn the_text_at_the_beginning_is_told_to_the_index() {
    let cases: [(&str, &[&str]); 7] = [
        ("/", &[]),
        ("/a/B", &["a", "b"]),
        ("/caf%C3%89/:a/b", &["cafÉ"]),
        ("/a/b-:c", &["a"]),
        ("/a/b(.*)", &["a"]),
        ("/:a/b", &[]),
        ("/a%2Fb/c", &["a/b", "c"]),
    ];
    for (source, literals) in cases {
        assert_eq!(CompiledSource::new(source).unwrap().literals(), literals, "{source}");
    }
}

#[test]
fn parameters_of_any_length_take_no_more_than_the_length_of_the_path_each() {
    // Trying out who takes what would take the fifth power of the length: this test would not end.
    let path = "/a".repeat(30_000);
    assert_eq!(captures("/:a*/:b*/:c*/:d*/:e*/z", &path), None);
    assert_eq!(captures("/:a+/b/:c+/b/:d(.*)/b/((?!x).*)/b", &path), None);
    assert_eq!(captures("/:a*/:b+/:c?/(.*)", &path).map(|found| found.len()), Some(2));
    let segment = format!("/{}", "a-".repeat(30_000));
    assert_eq!(captures("/:a-:b-:c-:d-:e-z", &segment), None);
}

/// A piece of a random source, and the regex that path-to-regexp makes of it.
#[derive(Clone, Debug)]
struct Sample {
    source: String,
    regex: String,
}

/// A segment of a random source; `number` makes its names its own.
fn sample(number: usize) -> impl Strategy<Value = Sample> {
    let text = select(&["a", "b", "ab", "a.b", "A"][..]);
    (0..9, text.clone(), text).prop_map(move |(kind, text, other)| {
        let literal = |text: &str| regex::escape(text);
        let (name, group) = (format!("p{number}"), format!("(?<p{number}>[^/]+?)"));
        let repeated = format!("(?<p{number}>(?:[^/]+?)(?:/(?:[^/]+?))*)");
        let (source, regex) = match kind {
            0 | 1 => (format!("/{text}"), format!("/{}", literal(text))),
            2 => (format!("/:{name}"), format!("/{group}")),
            3 => (format!("/{text}-:{name}.{other}"), format!("/{}-{group}\\.{}", literal(text), literal(other))),
            4 => (format!("/:{name}-{text}:q{number}"), format!("/{group}-{}(?<q{number}>[^/]+?)", literal(text))),
            5 => (format!("/:{name}*"), format!("(?:/{repeated})?")),
            6 => (format!("/:{name}+"), format!("(?:/{repeated})")),
            7 => (format!("/:{name}?"), format!("(?:/{group})?")),
            _ => (format!("/{text}:{name}(.*)"), format!("/{}(?<p{number}>.*)", literal(text))),
        };
        Sample { source, regex }
    })
}

fn source_and_regex() -> impl Strategy<Value = Sample> {
    (0..5_usize).prop_flat_map(|len| (0..len).map(sample).collect::<Vec<_>>()).prop_map(|samples| {
        let (sources, regexes): (String, String) =
            samples.into_iter().map(|sample| (sample.source, sample.regex)).unzip();
        let source = if sources.is_empty() { "/".to_owned() } else { sources };
        Sample { source, regex: format!("(?i)^{regexes}$") }
    })
}

fn path() -> impl Strategy<Value = String> {
    let segment = select(&["a", "b", "ab", "B", "a-b.a", "b-ab-a", "a.b", "a-ab.ab", "", "x"][..]);
    prop::collection::vec(segment, 0..6).prop_map(|segments| format!("/{}", segments.join("/")))
}

/// What the regex captures, by name.
fn reference(regex: &str, path: &str) -> Option<Vec<String>> {
    let regex = regex::Regex::new(regex).unwrap();
    let path = path.strip_suffix('/').unwrap_or(path);
    let root = || if path.is_empty() { regex.captures("/") } else { None };
    let captures = regex.captures(path).or_else(root)?;
    let names = regex.capture_names().flatten();
    Some(names.filter_map(|name| Some(format!("{name}={}", captures.name(name)?.as_str()))).collect())
}

proptest! {
    #![proptest_config(crate::testing::cases())]

    #[test]
    fn P5_a_source_captures_what_its_regex_captures(sample in source_and_regex(), path in path()) {
        prop_assert_eq!(captures(&sample.source, &path), reference(&sample.regex, &path));
    }

    #[test]
    fn P5_an_encoded_path_matches_as_the_path_does(sample in source_and_regex(), path in path(), encoded: u64) {
        let sent: String = path.bytes().enumerate().map(|(i, byte)| match byte {
            b'/' => "/".to_owned(),
            _ if encoded >> (i % 64) & 1 == 1 => format!("%{byte:02x}"),
            _ => char::from(byte).to_string(),
        }).collect();
        let found = captures(&sample.source, &sent);
        let decoded = found.map(|found| found.iter().map(|pair| percent_encoding::percent_decode_str(pair).decode_utf8_lossy().into_owned()).collect());
        prop_assert_eq!(decoded, captures(&sample.source, &path));
    }

    #[test]
    fn P5_what_must_not_follow_is_what_a_prefix_is(path in path(), alternatives in prop::collection::vec(select(&["a", "ab", "a/b", "b/", "x"][..]), 1..4)) {
        let source = format!("/((?!{}).*)", alternatives.join("|"));
        let rest = path.strip_suffix('/').unwrap_or(&path).strip_prefix('/').unwrap_or_default();
        let begins = alternatives.iter().any(|alternative| rest.starts_with(alternative));
        prop_assert_eq!(captures(&source, &path).is_none(), begins, "{} {}", source, path);
    }

    #[test]
    fn any_text_is_a_source_or_is_refused(source in "/?[a-z/:()*+?{}\\\\.!|%é\\[\\]=<$-]{0,24}", path in "/?[a-z/%0-9Aé\\\\?:.-]{0,24}") {
        match check(&source) {
            Ok(_) => {
                if let Ok(compiled) = CompiledSource::new(&source) {
                    compiled.captures(&Path::new(&path, Case::Folded), &mut Params::default());
                }
            }
            Err(error) => prop_assert!(error.message(&source).as_str().contains("source")),
        }
    }

    #[test]
    fn any_text_is_safe(source: String, path: String) {
        if let Err(error) = check(&source) {
            error.message(&source);
        }
        if let Ok(compiled) = CompiledSource::new(&format!("/{source}")) {
            compiled.captures(&Path::new(&path, Case::Folded), &mut Params::default());
            compiled.captures(&Path::new(&format!("/{path}"), Case::Folded), &mut Params::default());
        }
    }
}
