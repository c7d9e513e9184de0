//! The arguments of `#[middleware(..)]`: `matcher = "/account/:path*", except = ["/account/login"]`.

mod foreign;

use crate::args::{once, option_name, separated};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::options::runtime_crate;
use crate::suggest::{list, nearest};
use proc_macro2::{Group, Ident, TokenStream};
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
            return Err(Diagnostic::new(input.span(), "the matcher has a name").help(format!("write `{MATCHER}`")));
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

/// `None` if its source has been reported.
fn entry(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Option<Entry>, Diagnostic> {
    if !input.peek(token::Brace) {
        return Ok(Some(Entry { source: source(input)?, has: Vec::new(), missing: Vec::new() }));
    }
    let braces: Group = input.parse()?;
    let (mut path, mut has, mut missing) = (None, Vec::new(), Vec::new());
    let mut seen = Vec::new();
    inside(&braces, "two options", diagnostics, |input, diagnostics| {
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
    if path.is_none() && !seen.iter().any(|name| name == "source") {
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

/// `None` if a literal of it has been reported.
fn condition(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<Option<Condition>, Diagnostic> {
    let span = input.span();
    let Ok(kind) = input.call(Ident::parse_any) else {
        return Err(Diagnostic::new(span, "a condition is a kind and what it asks for")
            .help("write it as in `header(\"authorization\")` or `query(\"version\", \"2\")`")
            .note(format!("the kinds are {}", list(CONDITIONS))));
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
    let most = if kind == "host" { 1 } else { 2 };
    let (mut literals, mut len) = (Vec::new(), 0);
    inside(&parentheses, "two literals", diagnostics, |input, _| {
        len += 1;
        if len > most {
            return Err(Diagnostic::new(input.span(), format!("the condition `{kind}` does not take this"))
                .help(format!("write `{example}`")));
        }
        literals.push(literal(input, "what a condition asks for must be a string literal", &example)?);
        Ok(())
    })?;
    if len == 0 {
        return Err(Diagnostic::new(parentheses.span(), format!("the condition `{kind}` asks for nothing"))
            .help(format!("write `{example}`")));
    }
    let is_whole = literals.len() == len;
    let mut literals = literals.into_iter();
    Ok(literals.next().filter(|_| is_whole).map(|name| Condition { kind, name, value: literals.next() }))
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
    inside(&brackets, "two elements of a list", diagnostics, parse)
}

/// The pieces between the delimiters of a group.
fn inside(
    group: &Group,
    what: &str,
    diagnostics: &mut Diagnostics,
    parse: impl FnMut(ParseStream<'_>, &mut Diagnostics) -> Result<(), Diagnostic>,
) -> Result<(), Diagnostic> {
    let parser = |input: ParseStream<'_>| separated(input, what, diagnostics, parse);
    Ok(parser.parse2(group.stream())?)
}

fn literal(input: ParseStream<'_>, message: &str, example: &str) -> Result<LitStr, Diagnostic> {
    if !input.peek(LitStr) {
        let mistake = Diagnostic::new(input.span(), message).help(format!("write it out, as in `{example}`"));
        let is_name = input.peek(syn::Ident::peek_any);
        return Err(if is_name { mistake.note(WHY_A_LITERAL) } else { mistake });
    }
    let literal: LitStr = input.parse()?;
    if !literal.suffix().is_empty() {
        return Err(Diagnostic::new(literal.span(), "expected a plain string literal, without a suffix"));
    }
    Ok(literal)
}

fn unknown(what: &str, name: &Ident, known: &[&'static str]) -> Diagnostic {
    let mistake = Diagnostic::new(name.span(), format!("unknown {what} `{name}`"));
    match nearest(&name.to_string(), known.iter().copied()) {
        Some(near) => mistake.help(format!("did you mean `{near}`?")),
        None => mistake.help(format!("the {what}s are {}", list(known.iter().copied()))),
    }
}
