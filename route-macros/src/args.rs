//! The syntax of an attribute's arguments: `POST "/webhooks/github", scope = admin, max_duration = 30`.

use crate::diagnostics::{Diagnostic, Diagnostics};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Expr, LitStr, Token};

/// What stands in the parentheses of `#[route(..)]` and `#[page(..)]`.
pub(crate) struct Args {
    pub(crate) method: Option<Ident>,
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
        let mut args = Self { method: None, path: None, options: Vec::new() };
        let parser = |input: ParseStream<'_>| {
            args.parse_head(input, diagnostics);
            while !input.is_empty() {
                if let Err(error) = args.parse_option(input) {
                    diagnostics.push_syntax(error);
                    skip_to_comma(input);
                }
                let comma = input.parse::<Option<Token![,]>>()?;
                if comma.is_none() && !input.is_empty() {
                    diagnostics.push_syntax(input.error("expected `,` between two options"));
                    skip_to_comma(input);
                    input.parse::<Option<Token![,]>>()?;
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            diagnostics.push_syntax(error);
        }
        args
    }

    /// The method, if there is one, and the path.
    fn parse_head(&mut self, input: ParseStream<'_>, diagnostics: &mut Diagnostics) {
        if input.peek(syn::Ident) && !input.peek2(Token![=]) {
            self.method = input.call(Ident::parse_any).ok();
            if input.peek(Token![,]) && input.peek2(LitStr) {
                diagnostics.push(Diagnostic::new(input.span(), "no comma between the method and the path"));
                let _ = input.parse::<Token![,]>();
            }
        }
        if input.peek(LitStr) {
            self.path = input.parse().ok();
            if let Some(path) = &self.path
                && !path.suffix().is_empty()
            {
                diagnostics.push(Diagnostic::new(path.span(), "a path is a plain string literal, without a suffix"));
            }
        } else if !input.is_empty() && !is_option(input) {
            let mistake = Diagnostic::new(input.span(), "the path must be a string literal")
                .help("write it out, as in `#[route(\"/items/[slug]\")]`")
                .note("conflicts between routes are found from the attributes alone, before any constant has a value");
            diagnostics.push(mistake);
            skip_to_comma(input);
        }
        let _ = input.parse::<Option<Token![,]>>();
    }

    fn parse_option(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let name = input.call(Ident::parse_any)?;
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(name.span(), format!("expected `{name} = ..`: every option has a value")));
        }
        input.parse::<Token![=]>()?;
        let value = input.parse()?;
        self.options.push(OptionArg { name, value });
        Ok(())
    }

    /// Where a mistake about the whole path belongs.
    pub(crate) fn span(&self) -> Span {
        self.path.as_ref().map_or_else(Span::call_site, LitStr::span)
    }
}

/// Whether `name =` comes next.
fn is_option(input: ParseStream<'_>) -> bool {
    input.peek(syn::Ident::peek_any) && input.peek2(Token![=])
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        if input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}
