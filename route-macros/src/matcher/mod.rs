//! The arguments of `#[middleware(..)]`: `matcher = "/account/:path*", except = ["/account/login"]`.

mod foreign;

use crate::args::{once, option_name, separated};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::options::runtime_crate;
use crate::suggest::{list, nearest};
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{LitStr, Path, token};

const OPTIONS: [&str; 3] = ["matcher", "except", "crate"];

/// The options of one entry of `matcher`.
const ENTRY_OPTIONS: [&str; 3] = ["source", "has", "missing"];

const CONDITIONS: [&str; 4] = ["header", "cookie", "query", "host"];

const MATCHER: &str = "matcher = \"/account/:path*\"";
const ENTRY: &str = "{ source = \"/api/:path*\", has = [header(\"authorization\")] }";
const WHY_A_LITERAL: &str = "a matcher is checked where it is written, before any constant has a value";

/// Which requests a middleware runs for: those that an entry matches, all of them without an entry (P3), but none that is excepted.
#[derive(Default)]
pub(crate) struct Matcher {
    pub(crate) entries: Vec<Entry>,
    pub(crate) except: Vec<LitStr>,
    /// Where `route_runtime` is, if not at `::route_runtime`.
    pub(crate) runtime_crate: Option<Path>,
}

/// `"/api/:path*"`, or `{ source = "/api/:path*", has = [..], missing = [..] }`
pub(crate) struct Entry {
    pub(crate) source: LitStr,
    pub(crate) has: Vec<Condition>,
    pub(crate) missing: Vec<Condition>,
}

/// `header("authorization")`, `query("version", "2")`, `host("example.com")`
pub(crate) struct Condition {
    /// One of the four, which is also the name of the runtime's constructor.
    pub(crate) kind: Ident,
    pub(crate) name: LitStr,
    pub(crate) value: Option<LitStr>,
}

impl Matcher {
    /// Takes what is sound and reports the rest.
    pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let mut matcher = Self::default();
        let mut seen = Vec::new();
        let parser = |input: ParseStream<'_>| {
            separated(input, "two options", diagnostics, |input, diagnostics| {
                matcher.parse_option(input, &mut seen, diagnostics)
            })
        };
        if let Err(error) = parser.parse2(tokens) {
            diagnostics.push_syntax(error);
        }
        matcher
    }

    fn parse_option(
        &mut self,
        input: ParseStream<'_>,
        seen: &mut Vec<String>,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Diagnostic> {
        if input.peek(LitStr) || input.peek(token::Bracket) || input.peek(token::Brace) {
            return Err(Diagnostic::new(span_of_next(input), "the matcher is an option, and has its name before it")
                .help(format!("write it as in `{MATCHER}`")));
        }
        let name = option_name(input, MATCHER)?;
        once(seen, &name)?;
        match name.to_string().as_str() {
            "matcher" => one_or_more(input, &name, diagnostics, |input, diagnostics| {
                self.entries.extend(entry(input, diagnostics)?);
                Ok(())
            }),
            "except" => one_or_more(input, &name, diagnostics, |input, _| {
                self.except.push(source(input)?);
                Ok(())
            }),
            "crate" => {
                self.runtime_crate = Some(runtime_crate(&input.parse()?)?);
                Ok(())
            }
            option if ENTRY_OPTIONS.contains(&option) => {
                Err(Diagnostic::new(name.span(), format!("the option `{option}` stands in an entry of `matcher`"))
                    .help(format!("write it as in `matcher = {ENTRY}`")))
            }
            _ => Err(unknown("middleware option", &name, &OPTIONS)),
        }
    }
}

/// `None` if a part of it has been reported.
fn entry(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Option<Entry>, Diagnostic> {
    if !input.peek(token::Brace) {
        return Ok(Some(Entry { source: source(input)?, has: Vec::new(), missing: Vec::new() }));
    }
    let braces: Group = input.parse()?;
    let (mut path, mut has, mut missing) = (None, Vec::new(), Vec::new());
    let mut seen = Vec::new();
    let is_sound = inside(&braces, "two options", diagnostics, |input, diagnostics| {
        let name = option_name(input, "source = \"/api/:path*\"")?;
        once(&mut seen, &name)?;
        match name.to_string().as_str() {
            "source" => {
                path = Some(source(input)?);
                Ok(())
            }
            "has" => conditions(input, &name, &mut has, diagnostics),
            "missing" => conditions(input, &name, &mut missing, diagnostics),
            _ => Err(unknown("matcher option", &name, &ENTRY_OPTIONS)),
        }
    })?;
    if path.is_none() && is_sound {
        return Err(Diagnostic::new(braces.span(), "an entry of `matcher` needs a source")
            .help(format!("write it as in `{ENTRY}`")));
    }
    Ok(path.map(|source| Entry { source, has, missing }))
}

/// The paths of an entry or an exception. Their grammar is the runtime's, whose mistakes the compiler finds when it evaluates the
/// constants that come out; what is a parameter in another grammar can be literal in that one, and so is found here.
fn source(input: ParseStream<'_>) -> Result<LitStr, Diagnostic> {
    let source = literal(input, "a source must be a string literal", "\"/account/:path*\"")?;
    match foreign::check(&source.value()) {
        Ok(()) => Ok(source),
        Err(mistake) => Err(Diagnostic::new(source.span(), mistake.message).help(mistake.help)),
    }
}

fn conditions(
    input: ParseStream<'_>,
    name: &Ident,
    conditions: &mut Vec<Condition>,
    diagnostics: &mut Diagnostics,
) -> Result<(), Diagnostic> {
    one_or_more(input, name, diagnostics, |input, diagnostics| {
        conditions.extend(condition(input, diagnostics)?);
        Ok(())
    })
}

/// `None` if a part of it has been reported.
fn condition(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Option<Condition>, Diagnostic> {
    let span = span_of_next(input);
    let Ok(kind) = input.call(Ident::parse_any) else {
        return Err(Diagnostic::new(span, "expected a condition, as in `header(\"authorization\")`")
            .note(format!("the conditions are {}", list(CONDITIONS))));
    };
    let example = match kind.to_string().as_str() {
        "host" => "host(\"example.com\")".to_owned(),
        known if CONDITIONS.contains(&known) => format!("{known}(\"name\")` or `{known}(\"name\", \"value\")"),
        _ => return Err(unknown("condition", &kind, &CONDITIONS)),
    };
    if !input.peek(token::Paren) {
        return Err(Diagnostic::new(kind.span(), format!("expected parentheses after the condition `{kind}`"))
            .help(format!("write `{example}`")));
    }
    let parentheses: Group = input.parse()?;
    if parentheses.stream().is_empty() {
        return Err(Diagnostic::new(parentheses.span(), format!("the condition `{kind}` asks for nothing"))
            .help(format!("write `{example}`")));
    }
    let mut literals = Vec::new();
    let is_sound = inside(&parentheses, "two literals", diagnostics, |input, _| {
        let literal = literal(input, "what a condition asks for must be a string literal", &example)?;
        let (most, message) = match kind.to_string().as_str() {
            "host" => (1, "the condition `host` takes the name of the host alone".to_owned()),
            kind => (2, format!("the condition `{kind}` takes a name and a value")),
        };
        if literals.len() == most {
            return Err(Diagnostic::new(literal.span(), message).help(format!("write `{example}`")));
        }
        literals.push(literal);
        Ok(())
    })?;
    let mut literals = literals.into_iter();
    Ok(literals.next().filter(|_| is_sound).map(|name| Condition { kind, name, value: literals.next() }))
}

/// One piece, or a list of them.
fn one_or_more(
    input: ParseStream<'_>,
    name: &Ident,
    diagnostics: &mut Diagnostics,
    mut parse: impl FnMut(ParseStream<'_>, &mut Diagnostics) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    if !input.peek(token::Bracket) {
        return parse(input, diagnostics);
    }
    let brackets: Group = input.parse()?;
    if brackets.stream().is_empty() {
        let mistake = Diagnostic::new(brackets.span(), format!("the list of the option `{name}` is empty"));
        return Err(if name == "matcher" {
            mistake.help("leave the option out; without it, the middleware runs for every request")
        } else {
            mistake.help("leave the option out")
        });
    }
    inside(&brackets, "two elements of a list", diagnostics, parse)?;
    Ok(())
}

/// The pieces between the delimiters of a group. Returns whether there is no mistake in them.
fn inside(
    group: &Group,
    what: &str,
    diagnostics: &mut Diagnostics,
    parse: impl FnMut(ParseStream<'_>, &mut Diagnostics) -> Result<(), Diagnostic>,
) -> Result<bool, Diagnostic> {
    let parser = |input: ParseStream<'_>| separated(input, what, diagnostics, parse);
    Ok(parser.parse2(group.stream())?)
}

fn literal(input: ParseStream<'_>, message: &str, example: &str) -> Result<LitStr, Diagnostic> {
    if !input.peek(LitStr) {
        let mistake = Diagnostic::new(span_of_next(input), message).help(format!("write it out, as in `{example}`"));
        let is_name = input.peek(syn::Ident::peek_any);
        return Err(if is_name { mistake.note(WHY_A_LITERAL) } else { mistake });
    }
    let literal: LitStr = input.parse()?;
    if !literal.suffix().is_empty() {
        return Err(Diagnostic::new(literal.span(), "expected a plain string literal, without a suffix"));
    }
    Ok(literal)
}

/// A whole group, of which `input.span()` is the first token.
fn span_of_next(input: ParseStream<'_>) -> Span {
    input.fork().parse::<TokenTree>().map_or_else(|_| input.span(), |tree| tree.span())
}

fn unknown(what: &str, name: &Ident, known: &[&'static str]) -> Diagnostic {
    let mistake = Diagnostic::new(name.span(), format!("unknown {what} `{name}`"));
    match nearest(&name.to_string(), known.iter().copied()) {
        Some(near) => mistake.help(format!("did you mean `{near}`?")),
        None => mistake.help(format!("the {what}s are {}", list(known.iter().copied()))),
    }
}

#[cfg(test)]
#[expect(non_snake_case, reason = "tests carry the ids of the rows they prove: P4, P9")]
mod tests {
    use super::*;
    use crate::expand::middleware;
    use crate::testing::cases;
    use proptest::prelude::*;
    use quote::quote;

    /// What is parsed, in one form, and the first lines of what is reported.
    fn parse(args: &str) -> (String, Vec<String>) {
        let mut diagnostics = Diagnostics::default();
        let Matcher { entries, except, .. } = Matcher::parse(args.parse().unwrap(), &mut diagnostics);
        let mut parsed: Vec<_> = entries.iter().map(entry_text).collect();
        parsed.extend(except.iter().map(|source| format!("!{}", source.value())));
        let errors: syn::File = syn::parse2(diagnostics.into_tokens()).unwrap();
        let errors = errors.items.into_iter().map(|item| match item {
            syn::Item::Macro(error) => {
                error.mac.parse_body::<LitStr>().unwrap().value().lines().next().unwrap().to_owned()
            }
            _ => panic!("an error is a `compile_error!`"),
        });
        (parsed.join(" "), errors.collect())
    }

    fn entry_text(Entry { source, has, missing }: &Entry) -> String {
        let conditions = [("+", has), ("-", missing)].into_iter().flat_map(|(sign, conditions)| {
            conditions.iter().map(move |Condition { kind, name, value }| {
                let value = value.as_ref().map_or_else(String::new, |value| format!("={}", value.value()));
                format!("{sign}{kind}:{}{value}", name.value())
            })
        });
        source.value() + &conditions.collect::<String>()
    }

    #[test]
    fn P3_P4_P9_a_matcher_has_several_forms() {
        for (args, expected) in [
            ("", ""),
            (r#"matcher = "/a""#, "/a"),
            (r#"matcher = ["/a", "/b"]"#, "/a /b"),
            (r#"matcher = ["/a", "/b",],"#, "/a /b"),
            (r#"matcher = r"/a\:b""#, r"/a\:b"),
            (r#"except = "/a""#, "!/a"),
            (r#"except = ["/a", "/b"], matcher = "/c""#, "/c !/a !/b"),
            (r#"crate = my::runtime, matcher = "/a""#, "/a"),
            (r#"matcher = { source = "/a" }"#, "/a"),
            (r#"matcher = [{ source = "/a", has = header("x") }, "/b"]"#, "/a+header:x /b"),
            (r#"matcher = { has = [query("v", "2",), host("h")], source = "/a" }"#, "/a+query:v=2+host:h"),
            (
                r#"matcher = { source = "/a", missing = [cookie("s")], has = cookie("t", "1"), }"#,
                "/a+cookie:t=1-cookie:s",
            ),
        ] {
            assert_eq!(parse(args), (expected.to_owned(), Vec::new()), "{args}");
        }
    }

    #[test]
    fn what_is_sound_is_taken_and_the_rest_is_reported() {
        for (args, expected, errors) in [
            (r#""/a", except = "/b""#, "!/b", vec!["the matcher is an option, and has its name before it"]),
            (r#"["/a"]"#, "", vec!["the matcher is an option, and has its name before it"]),
            ("matcher", "", vec!["expected `=` after the option `matcher`"]),
            ("matcher =", "", vec!["the option `matcher` has no value"]),
            (r#"matcher = , except = "/a""#, "!/a", vec!["the option `matcher` has no value"]),
            (r#"matcher: "/a", except = "/b""#, "!/b", vec!["expected `=` after the option `matcher`"]),
            (r#"mather = "/a", matcher = "/b""#, "/b", vec!["unknown middleware option `mather`"]),
            (r#"matcher = "/a", matcher = "/b""#, "/a", vec!["the option `matcher` is given twice"]),
            (r#"matcher = "/a" except = "/b", crate = c"#, "/a", vec!["expected `,` between two options"]),
            (r#"matcher = [A, "/b", 1]"#, "/b", vec!["a source must be a string literal"; 2]),
            (r#"matcher = ["/a" "/b", "/c"]"#, "/a /c", vec!["expected `,` between two elements of a list"]),
            (r#"matcher = ["/a",, "/c"]"#, "/a /c", vec!["a source must be a string literal"]),
            (
                r#"matcher = [], except = []"#,
                "",
                vec!["the list of the option `matcher` is empty", "the list of the option `except` is empty"],
            ),
            (r#"matcher = ["/[a]", "/b"]"#, "/b", vec!["`[a]` is a parameter in the syntax of a route path"]),
            (r#"matcher = "/a"b"#, "", vec!["expected a plain string literal, without a suffix"]),
            (r#"matcher = {}"#, "", vec!["an entry of `matcher` needs a source"]),
            (
                r#"matcher = { source = A, has = B }"#,
                "",
                vec!["a source must be a string literal", "unknown condition `B`"],
            ),
            (r#"matcher = { source = "/a", source = "/b" }"#, "/a", vec!["the option `source` is given twice"]),
            (r#"matcher = { source = "/a", hass = [] }"#, "/a", vec!["unknown matcher option `hass`"]),
            (r#"has = header("a")"#, "", vec!["the option `has` stands in an entry of `matcher`"]),
            (
                r#"matcher = { source = "/a", has = [header] }"#,
                "/a",
                vec!["expected parentheses after the condition `header`"],
            ),
            (r#"matcher = { source = "/a", has = [header()] }"#, "/a", vec!["the condition `header` asks for nothing"]),
            (
                r#"matcher = { source = "/a", has = [header(A, "b")] }"#,
                "/a",
                vec!["what a condition asks for must be a string literal"],
            ),
            (
                r#"matcher = { source = "/a", has = [host("a", "b")] }"#,
                "/a",
                vec!["the condition `host` takes the name of the host alone"],
            ),
            (
                r#"matcher = { source = "/a", has = [query("a", "b", "c"), cookie("d")] }"#,
                "/a+cookie:d",
                vec!["the condition `query` takes a name and a value"],
            ),
            (
                r#"matcher = { source = "/a", has = ["b"] }"#,
                "/a",
                vec!["expected a condition, as in `header(\"authorization\")`"],
            ),
            (r#"crate = "c""#, "", vec!["`crate` must be the path of `route_runtime`"]),
        ] {
            let errors = errors.into_iter().map(str::to_owned).collect();
            assert_eq!(parse(args), (expected.to_owned(), errors), "{args}");
        }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn the_function_comes_out_whatever_the_arguments_are(args in soup(3)) {
            let (_, errors) = parse(&args);
            let output = middleware("middleware", args.parse().unwrap(), quote!(async fn guard() {}));
            let file: syn::File = syn::parse2(output).unwrap();
            let functions = file.items.iter().filter(|item| matches!(item, syn::Item::Fn(_))).count();
            let reported = file.items.iter().filter(|item| matches!(item, syn::Item::Macro(_))).count();
            prop_assert_eq!((functions, reported), (1, errors.len()));
        }
    }

    /// Pieces of arguments in any order, in brackets as deep as `depth`.
    fn soup(depth: u32) -> BoxedStrategy<String> {
        let piece = prop::sample::select(vec![
            "matcher =",
            "except =",
            "crate =",
            "source =",
            "has =",
            "missing =",
            "matcher",
            "=",
            ",",
            ",",
            ",",
            ":",
            "\"/a\"",
            "\"/[a]\"",
            "\"\"",
            "header(\"a\")",
            "query(\"a\", \"b\")",
            "host",
            "cookies(\"a\")",
            "self",
            "crate",
            "1",
            "'a'",
            "-",
            "a::b",
            "\"/a\"x",
        ]);
        let piece = piece.prop_map(str::to_owned);
        let pieces =
            |piece: BoxedStrategy<String>| prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.join(" "));
        let nested = (0..depth).fold(piece.clone().boxed(), |inner, _| {
            let group = (prop::sample::select(vec![('[', ']'), ('{', '}'), ('(', ')')]), pieces(inner));
            prop_oneof![2 => piece.clone(), 1 => group.prop_map(|((open, close), inside)| format!("{open}{inside}{close}"))].boxed()
        });
        pieces(nested).boxed()
    }
}
