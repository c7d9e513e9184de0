//! The syntax of `routes![items::{GET, PUT}, posts::route]`: paths, and braces as in a `use`.

use crate::diagnostics::{Diagnostic, Diagnostics};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::spanned::Spanned;
use syn::{Ident, Token, UseTree, token};

/// The elements of a `routes!`, one path each, and the path of the runtime's crate.
pub(crate) struct Table {
    pub(crate) runtime_crate: TokenStream,
    pub(crate) elements: Vec<Element>,
}

/// One handler, or one module of them.
pub(crate) struct Element {
    pub(crate) path: TokenStream,
    /// The last name of the path, which errors about it underline.
    pub(crate) span: Span,
}

impl Table {
    /// Takes what is sound and reports the rest.
    pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Self {
        let mut table = Self { runtime_crate: TokenStream::new(), elements: Vec::new() };
        let parser = |input: ParseStream<'_>| {
            while !input.peek(Token![;]) && !input.is_empty() {
                table.runtime_crate.extend([input.parse::<TokenTree>()?]);
            }
            input.parse::<Token![;]>()?;
            while !input.is_empty() {
                if input.peek(syn::Ident::peek_any) || input.peek(Token![::]) || input.peek(token::Brace) {
                    let start = input.parse::<Option<Token![::]>>()?.into_token_stream();
                    table.flatten(start, input.parse()?, diagnostics);
                    check_separator(input, diagnostics)?;
                } else {
                    diagnostics.push(no_handler(input));
                    skip_to_comma(input)?;
                }
            }
            Ok(())
        };
        if let Err(error) = parser.parse2(tokens) {
            diagnostics.push_syntax(error);
        }
        table
    }

    fn flatten(&mut self, prefix: TokenStream, tree: UseTree, diagnostics: &mut Diagnostics) {
        match tree {
            UseTree::Path(tree) => {
                let ident: Ident = tree.ident;
                self.flatten(quote!(#prefix #ident ::), *tree.tree, diagnostics);
            }
            UseTree::Name(name) => {
                let ident = name.ident;
                self.elements.push(Element { path: quote!(#prefix #ident), span: ident.span() });
            }
            UseTree::Group(group) => {
                for tree in group.items {
                    self.flatten(prefix.clone(), tree, diagnostics);
                }
            }
            UseTree::Glob(glob) => diagnostics.push(
                Diagnostic::new(glob.span(), "a table lists its handlers by name")
                    .help("write them out, as in `items::{GET, PUT}`, or annotate the module and list `items::route`"),
            ),
            UseTree::Rename(rename) => {
                let (keyword, ident, other) = (rename.as_token, rename.ident, rename.rename);
                diagnostics.push(
                    Diagnostic::over(quote!(#keyword #other), "a handler needs no other name in a table")
                        .help(format!("leave `as {other}` out")),
                );
                self.elements.push(Element { path: quote!(#prefix #ident), span: ident.span() });
            }
        }
    }
}

fn no_handler(input: ParseStream<'_>) -> Diagnostic {
    if input.peek(Token![#]) {
        return Diagnostic::new(input.span(), "an element of a table has no attributes")
            .help("put `#[cfg(..)]` on a module of handlers, in which methods may be configured away");
    }
    Diagnostic::new(input.span(), "expected the name of a handler")
        .help("write it as in `routes![items::GET, posts::route]`")
}

/// Leaves the rest of an element that is none.
fn skip_to_comma(input: ParseStream<'_>) -> syn::Result<()> {
    while !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

/// Takes the comma behind an element.
fn check_separator(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> syn::Result<()> {
    if input.peek(token::Paren) {
        diagnostics.push(
            Diagnostic::new(input.span(), "a table lists its handlers and does not call them")
                .help("leave the parentheses out"),
        );
        input.parse::<TokenTree>()?;
    }
    if !input.is_empty() && input.parse::<Option<Token![,]>>()?.is_none() {
        diagnostics.push(Diagnostic::new(input.span(), "expected `,` between two handlers"));
    }
    Ok(())
}
