//! Parameters in the syntax of route paths, axum and shells, which people bring along. Some of them are sound sources, which match
//! nothing that a client sends: a guard that never runs.

use crate::path::escape;

/// A source with such a parameter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    pub(super) message: String,
    pub(super) help: String,
}

/// Refuses a source of which a segment is `[id]`, `[...rest]`, `[[...rest]]`, `{id}`, `{*rest}`, `*` or `*rest`.
pub(super) fn check(source: &str) -> Result<(), Mistake> {
    let mut depth = 0;
    let mut first = None;
    let (mut meant, mut literal) = (Vec::new(), Vec::new());
    for segment in source.split('/') {
        // In parentheses stands a regex, in which brackets are something else.
        let foreign = if depth == 0 { Foreign::recognise(segment) } else { None };
        depth = depth_after(segment, depth);
        match foreign {
            Some(foreign) => {
                meant.push(foreign.meant());
                literal.push(escape(segment));
                first = first.or(Some((segment, foreign)));
            }
            None => {
                meant.push(segment.to_owned());
                literal.push(segment.to_owned());
            }
        }
    }
    let Some((segment, foreign)) = first else { return Ok(()) };
    Err(Mistake {
        message: format!("`{segment}` {}", foreign.what),
        help: format!("write `{}`, or `{}` for the literal text", meant.join("/"), literal.join("/")),
    })
}

/// How many parentheses are open behind a segment.
fn depth_after(segment: &str, mut depth: usize) -> usize {
    let mut chars = segment.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => drop(chars.next()),
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

struct Foreign<'a> {
    what: &'static str,
    name: &'a str,
    /// What stands behind the name of a parameter that takes more than one segment.
    repeat: &'static str,
}

impl<'a> Foreign<'a> {
    fn recognise(segment: &'a str) -> Option<Self> {
        let forms = [
            ("[[...", "]]", "*", "is an optional catch-all in the syntax of a route path"),
            ("[...", "]", "+", "is a catch-all in the syntax of a route path"),
            ("[", "]", "", "is a parameter in the syntax of a route path"),
            ("{*", "}", "+", "is a catch-all in the syntax of axum"),
            ("{", "}", "", "is a parameter in the syntax of axum"),
            ("*", "", "*", "is no wildcard in a matcher"),
        ];
        forms.into_iter().find_map(|(open, close, repeat, what)| {
            let name = segment.strip_prefix(open)?.strip_suffix(close)?;
            // `*` and `**` have none.
            let name = if open == "*" && matches!(name, "" | "*") { "path" } else { name };
            let is_name =
                !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || "-_".contains(char));
            is_name.then_some(Self { what, name, repeat })
        })
    }

    /// `:name*`
    fn meant(&self) -> String {
        format!(":{}{}", self.name.replace('-', "_"), self.repeat)
    }
}

#[cfg(test)]
#[expect(non_snake_case, reason = "tests carry the ids of the rows they prove: P5")]
mod tests {
    use super::*;
    use crate::testing::cases;
    use proptest::prelude::*;

    #[test]
    fn P5_what_is_a_parameter_elsewhere_is_told_apart() {
        for (source, segment, meant, literal) in [
            ("/items/[id]", "[id]", "/items/:id", "/items/%5Bid%5D"),
            ("/[a]/[b]/c", "[a]", "/:a/:b/c", "/%5Ba%5D/%5Bb%5D/c"),
            ("/[foo-bar]", "[foo-bar]", "/:foo_bar", "/%5Bfoo-bar%5D"),
            ("/[...rest]", "[...rest]", "/:rest+", "/%5B...rest%5D"),
            ("/[[...rest]]", "[[...rest]]", "/:rest*", "/%5B%5B...rest%5D%5D"),
            ("/items/{id}", "{id}", "/items/:id", "/items/%7Bid%7D"),
            ("/files/{*path}", "{*path}", "/files/:path+", "/files/%7B*path%7D"),
            ("/files/*path", "*path", "/files/:path*", "/files/%2Apath"),
            ("/api/*", "*", "/api/:path*", "/api/%2A"),
            ("/api/**", "**", "/api/:path*", "/api/%2A*"),
            ("/(.*)/[id]", "[id]", "/(.*)/:id", "/(.*)/%5Bid%5D"),
            ("[id]", "[id]", ":id", "%5Bid%5D"),
        ] {
            let mistake = check(source).unwrap_err();
            assert!(mistake.message.starts_with(&format!("`{segment}` is ")), "{source}: {}", mistake.message);
            assert_eq!(mistake.help, format!("write `{meant}`, or `{literal}` for the literal text"), "{source}");
        }
    }

    #[test]
    fn P5_the_syntax_of_a_matcher_is_left_alone() {
        for source in [
            "",
            "/",
            "/:path*",
            "/items/:id",
            "/:id([0-9]+)",
            "/([a-z]{2})",
            "/(a/[id]/b)",
            "/((?!api|[x]/).*)",
            "/\\(/b",
            "/\\{id\\}",
            "/%5Bid%5D",
            "/a[0]",
            "/[]",
            "/{}",
            "/[a.b]",
            "/a*",
            "/***",
        ] {
            assert_eq!(check(source), Ok(()), "{source}");
        }
    }

    #[test]
    fn a_parenthesis_that_is_escaped_opens_nothing() {
        assert!(check("/\\(/[id]").is_err());
        assert!(check("/)/[id]").is_err());
        assert!(check("/(/[id]").is_ok());
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn what_is_suggested_is_not_refused(pieces in prop::collection::vec(piece(), 0..12)) {
            let source = pieces.concat();
            if let Err(mistake) = check(&source) {
                let suggestions = mistake.help.strip_prefix("write `").unwrap().strip_suffix("` for the literal text").unwrap();
                let (meant, literal) = suggestions.split_once("`, or `").unwrap();
                prop_assert_eq!(check(meant), Ok(()));
                prop_assert_eq!(check(literal), Ok(()));
            }
        }
    }

    fn piece() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => Just("/".to_owned()),
            4 => prop::sample::select(vec!["[", "]", "[...", "[[...", "]]", "{", "}", "{*", "*", "**"]).prop_map(str::to_owned),
            3 => prop::sample::select(vec!["id", "foo-bar", "_", "/[id]", "/{id}", "/:id", "%5B"]).prop_map(str::to_owned),
            2 => prop::sample::select(vec!["(", ")", "\\", "\\(", "(?!", ".*", "|"]).prop_map(str::to_owned),
            1 => any::<String>(),
        ]
    }
}
