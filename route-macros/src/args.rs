//! The syntax of an attribute's arguments: `POST "/webhooks/github", scope = admin, max_duration = 30`.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::method::names;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, LitStr, Token};

const WHY_A_LITERAL: &str =
    "conflicts between routes are found from the attributes alone, before any constant has a value";

/// What stands in the parentheses of `#[route(..)]` and `#[page(..)]`.
pub(crate) struct Args {
    pub(crate) method: Option<Ident>,
    /// What is wrong with the place of the method, where one belongs: a page and a module have none.
    pub(crate) misplaced_method: Option<Diagnostic>,
    pub(crate) path: Option<LitStr>,
    pub(crate) options: Vec<OptionArg>,
}

/// `name = value`
pub(crate) struct OptionArg {
    pub(crate) name: Ident,
    pub(crate) value: Expr,
}

impl Args {
    /// Takes what is sound and reports the rest, an option at a time.
    pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let mut args = Self { method: None, misplaced_method: None, path: None, options: Vec::new() };
        let parser = |input: ParseStream<'_>| {
            args.parse_head(input, diagnostics);
            separated(input, "two options", diagnostics, |input, _| args.parse_option(input)).map(drop)
        };
        if let Err(error) = parser.parse2(tokens) {
            diagnostics.push_syntax(error);
        }
        args
    }

    /// The method, if there is one, and the path.
    fn parse_head(&mut self, input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
        if input.is_empty() || is_option(input) {
            return;
        }
        if is_method(input) {
            self.method = input.call(Ident::parse_any).ok();
            self.skip_to_path(input, diagnostics);
        }
        if input.peek(LitStr) {
            self.path = input.parse().ok();
            if let Some(path) = &self.path
                && !path.suffix().is_empty()
            {
                diagnostics.push(Diagnostic::new(path.span(), "the path is a plain string literal, without a suffix"));
            }
            self.take_quoted_method(input);
        } else if !input.is_empty() && !input.peek(Token![,]) {
            let mistake = Diagnostic::new(input.span(), "the path must be a string literal")
                .help("write it out, as in `#[route(\"/items/[slug]\")]`");
            let is_name = input.peek(syn::Ident::peek_any);
            diagnostics.push(if is_name { mistake.note(WHY_A_LITERAL) } else { mistake });
            skip_to_comma(input);
        }
        let comma = input.parse::<Option<Token![,]>>().ok().flatten();
        if comma.is_none() && !input.is_empty() {
            diagnostics.push(Diagnostic::new(input.span(), "expected `,` after the path"));
        }
    }

    /// Takes what does not belong between the method and the path: a comma, or a second method.
    fn skip_to_path(&self, input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
        let ahead = input.fork();
        let (mut comma, mut second) = (None, None);
        while ahead.peek(Token![,]) || ahead.peek(Token![|]) || is_method(&ahead) {
            if is_method(&ahead) {
                second = ahead.call(Ident::parse_any).ok();
            } else {
                comma = ahead.parse::<TokenTree>().ok();
            }
        }
        if !ahead.peek(LitStr) {
            return;
        }
        if let Some(second) = second {
            diagnostics.push(
                Diagnostic::new(second.span(), "a handler has one method")
                    .help("write another handler for the other one; the two can call one function"),
            );
        } else if let Some(comma) = comma {
            diagnostics.push(
                Diagnostic::new(comma.span(), "no comma stands between the method and the path")
                    .help("write it as in `#[route(GET \"/items/[slug]\")]`"),
            );
        }
        input.advance_to(&ahead);
    }

    /// Takes the method out of the quotes: `"GET", "/items"` and `"GET /items"`.
    fn take_quoted_method(&mut self, input: ParseStream<'_>) {
        let Some(quoted) = self.path.as_ref().filter(|_| self.method.is_none()) else { return };
        let (text, span) = (quoted.value(), quoted.span());
        let (first, rest) = text.split_once(' ').map_or((&*text, ""), |(first, rest)| (first, rest.trim()));
        let Some(method) = known_method(first) else { return };
        self.method = Some(Ident::new(method, span));
        let ahead = input.fork();
        // A failure leaves the fork where it is.
        ahead.parse::<Option<Token![,]>>().ok();
        self.path = match rest {
            "" if ahead.peek(LitStr) => {
                input.advance_to(&ahead);
                input.parse().ok()
            }
            "" => None,
            rest => Some(LitStr::new(rest, span)),
        };
        let mistake = match rest {
            "" => format!("the method `{first}` is in quotes"),
            _ => format!("the method `{first}` is within the path"),
        };
        self.misplaced_method = Some(Diagnostic::new(span, mistake).help(self.with_method_first(method)));
    }

    fn parse_option(&mut self, input: ParseStream<'_>) -> Result<(), Diagnostic> {
        if input.peek(LitStr) {
            return self.parse_late_path(input);
        }
        if is_bare_method(input) {
            return self.parse_late_method(input);
        }
        let name = option_name(input, "max_duration = 30")?;
        if name == "method" || name == "methods" {
            return self.parse_methods(&name, &input.parse()?);
        }
        if name == "path" && self.path.is_none() && input.peek(LitStr) {
            self.path = input.parse().ok();
            return Err(Diagnostic::new(name.span(), "the path has no name")
                .help("write it first, as in `#[route(\"/items/[slug]\")]`"));
        }
        self.options.push(OptionArg { name, value: input.parse()? });
        Ok(())
    }

    /// A string literal where an option should be.
    fn parse_late_path(&mut self, input: ParseStream<'_>) -> Result<(), Diagnostic> {
        let Ok(path) = input.parse::<LitStr>() else { return Ok(()) };
        let span = path.span();
        if self.path.is_some() {
            return Err(Diagnostic::new(span, "a handler has one path")
                .help("write another handler for the other one; the two can call one function"));
        }
        self.path = Some(path);
        Err(Diagnostic::new(span, "the path stands before the options"))
    }

    /// A method where an option should be.
    fn parse_late_method(&mut self, input: ParseStream<'_>) -> Result<(), Diagnostic> {
        let name = input.call(Ident::parse_any)?;
        if self.method.is_some() {
            return Err(Diagnostic::new(name.span(), "a handler has one method")
                .help("write another handler for the other one; the two can call one function"));
        }
        let written = name.to_string();
        let method = known_method(&written).unwrap_or(&written);
        self.method = Some(Ident::new(method, name.span()));
        let mistake = Diagnostic::new(name.span(), format!("the method `{name}` follows the path"));
        self.misplaced_method = Some(mistake.help(self.with_method_first(method)));
        Ok(())
    }

    /// `method = "GET"` or `methods = [GET, POST]`, as other frameworks have it.
    fn parse_methods(&mut self, name: &Ident, value: &Expr) -> Result<(), Diagnostic> {
        let words = value.to_token_stream().to_string();
        let mut methods = words.split(|letter: char| !letter.is_ascii_alphanumeric()).filter_map(known_method);
        let mistake = Diagnostic::new(name.span(), format!("unknown route option `{name}`"));
        if self.method.is_some() {
            return Err(mistake.help("leave it out; the method stands before the path"));
        }
        let method = methods.next().unwrap_or("GET");
        self.method = Some(Ident::new(method, name.span()));
        let mistake = mistake.help(self.with_method_first(method));
        self.misplaced_method = Some(match methods.next() {
            Some(second) => mistake.note(format!(
                "a handler has one method: write another one for `{second}`; the two can call one function"
            )),
            None => mistake,
        });
        Ok(())
    }

    /// What to write for one who has put the method elsewhere.
    fn with_method_first(&self, method: &str) -> String {
        match &self.path {
            Some(path) => format!("write `#[route({method} {})]`", path.token()),
            None => format!("write it as in `#[route({method} \"/items/[slug]\")]`"),
        }
    }

    /// Where a mistake about the whole path belongs.
    pub(crate) fn span(&self) -> Span {
        let path = self.path.as_ref().map(LitStr::span);
        let option = || self.options.first().map(|option| option.name.span());
        path.or_else(|| self.method.as_ref().map(Ident::span)).or_else(option).unwrap_or_else(Span::call_site)
    }
}

/// The method that is meant, in whatever case.
fn known_method(word: &str) -> Option<&'static str> {
    names().find(|method| method.eq_ignore_ascii_case(word))
}

/// Whether a method comes next, or what somebody took for one: any name before a string literal.
fn is_method(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let Ok(name) = ahead.call(Ident::parse_any) else { return false };
    let is_known = known_method(&name.to_string()).is_some();
    ahead.peek(LitStr) || is_known && !ahead.peek(Token![=])
}

/// Whether a known method comes next, and no option of that name.
fn is_bare_method(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    ahead.call(Ident::parse_any).is_ok_and(|name| known_method(&name.to_string()).is_some()) && !ahead.peek(Token![=])
}

/// Whether `name =` comes next.
fn is_option(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident::peek_any) && input.peek2(Token![=])
}

/// Parses what stands between commas, a piece at a time: a mistake in one leaves the others. Returns whether there is none.
pub(crate) fn separated(
    input: ParseStream<'_>,
    what: &str,
    diagnostics: &mut Diagnostics,
    mut parse: impl FnMut(ParseStream<'_>, &mut Diagnostics) -> Result<(), Diagnostic>,
) -> syn::Result<bool> {
    let mut is_sound = true;
    while !input.is_empty() {
        if let Err(mistake) = parse(input, diagnostics) {
            is_sound = false;
            diagnostics.push(mistake);
            skip_to_comma(input);
        }
        let comma = input.parse::<Option<Token![,]>>()?;
        if comma.is_none() && !input.is_empty() {
            is_sound = false;
            diagnostics.push_syntax(input.error(format!("expected `,` between {what}")));
            skip_to_comma(input);
            input.parse::<Option<Token![,]>>()?;
        }
    }
    Ok(is_sound)
}

/// `name =`, which a value follows.
pub(crate) fn option_name(input: ParseStream<'_>, example: &str) -> Result<Ident, Diagnostic> {
    let span = input.span();
    let name = input
        .call(Ident::parse_any)
        .map_err(|_| Diagnostic::new(span, format!("expected an option, as in `{example}`")))?;
    if input.parse::<Option<Token![=]>>()?.is_none() {
        return Err(Diagnostic::new(name.span(), format!("expected `=` after the option `{name}`"))
            .help(format!("write `{name} = ..`")));
    }
    if input.is_empty() || input.peek(Token![,]) {
        return Err(Diagnostic::new(name.span(), format!("the option `{name}` has no value")));
    }
    Ok(name)
}

/// Refuses an option that is among those `seen`, and adds it to them.
pub(crate) fn once(seen: &mut Vec<String>, name: &Ident) -> Result<(), Diagnostic> {
    if seen.iter().any(|seen| name == seen) {
        return Err(Diagnostic::new(name.span(), format!("the option `{name}` is given twice")));
    }
    seen.push(name.to_string());
    Ok(())
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
