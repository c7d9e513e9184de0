//! What stands in `cache_tags!`: `pub Posts, pub Post(u64), Comment(u64, &str)`.

use crate::args::separated;
use crate::diagnostics::{Diagnostic, Diagnostics};
use proc_macro2::{Group, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Path, Token, Type, Visibility, parenthesized, token};

/// A tag that is declared.
pub(crate) struct DeclaredTag {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) name: Ident,
    /// `None`: it takes no parameters.
    pub(crate) parameters: Option<Vec<Type>>,
}

/// The path of the runtime's crate, which stands before a `;`, and the tags.
pub(crate) fn declared_tags(tokens: TokenStream, diagnostics: &mut Diagnostics) -> (Option<Path>, Vec<DeclaredTag>) {
    let (mut runtime, mut tags) = (None, Vec::new());
    let parser = |input: ParseStream<'_>| {
        runtime = Some(input.call(Path::parse_mod_style)?);
        input.parse::<Token![;]>()?;
        separated(input, "two tags", diagnostics, |input, _| {
            tags.push(tag(input)?);
            Ok(())
        })
        .map(drop)
    };
    if let Err(error) = parser.parse2(tokens) {
        diagnostics.push_syntax(error);
    }
    (runtime, tags)
}

fn tag(input: ParseStream<'_>) -> Result<DeclaredTag, Diagnostic> {
    let attrs = input.call(Attribute::parse_outer)?;
    let vis = input.parse()?;
    let span = input.span();
    let name = input.call(Ident::parse_any).map_err(|_| {
        Diagnostic::new(span, "expected the name of a tag")
            .help("write it as in `pub Posts`, or `pub Post(u64)` with the types of its parameters")
            .note("a name that is a string needs no declaration: it is a tag as it is")
    })?;
    let parameters = if input.peek(token::Paren) {
        let types = parameters(input)?;
        if types.is_empty() {
            return Err(Diagnostic::new(name.span(), format!("the tag `{name}` has no parameters"))
                .help(format!("leave the parentheses out: `{name}`")));
        }
        Some(types.into_iter().collect())
    } else {
        None
    };
    if input.peek(token::Brace) {
        return Err(Diagnostic::over(input.parse::<Group>()?, "the parameters of a tag stand in parentheses")
            .help(format!("write it as in `{name}(u64)`")));
    }
    if input.peek(Token![<]) {
        return Err(Diagnostic::new(input.span(), "a tag has no generic parameters")
            .help(format!("write the types of its parameters, as in `{name}(u64)`")));
    }
    if input.peek(Token![=]) {
        return Err(Diagnostic::new(input.span(), "a tag is written as its name is")
            .help(format!("leave the value out: the tag `{name}` is the string `\"{name}\"`")));
    }
    Ok(DeclaredTag { attrs, vis, name, parameters })
}

/// Types between commas, in parentheses.
fn parameters(input: ParseStream<'_>) -> syn::Result<Punctuated<Type, Token![,]>> {
    let content;
    parenthesized!(content in input);
    Punctuated::parse_terminated_with(&content, |input| {
        let ahead = input.fork();
        if ahead.parse::<Ident>().is_ok() && ahead.peek(Token![:]) && !ahead.peek(Token![::]) {
            let error = input.error("a parameter of a tag has no name\nhelp: write its type alone, as in `Post(u64)`");
            // What is left over would be reported as well.
            input.parse::<TokenStream>()?;
            return Err(error);
        }
        input.parse()
    })
}
