//! What a cached function must be, and its arguments.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::item::Function;
use proc_macro2::{Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{FnArg, GenericParam, Ident, Pat, PatIdent, ReturnType, Safety, Type};

/// The arguments that make the key: name and type.
pub(crate) type Arguments<'a> = Vec<(&'a Ident, &'a Type)>;

/// Reports what a cached function cannot be. Returns the arguments of the key, which are none if the option `key` makes it.
pub(crate) fn check_signature<'a>(
    function: &'a Function,
    has_key: bool,
    diagnostics: &mut Diagnostics,
) -> Arguments<'a> {
    check_kind(function, diagnostics);
    check_generics(function, has_key, diagnostics);
    check_output(function, diagnostics);
    let mut arguments = Vec::new();
    for input in &function.sig.inputs {
        match input {
            FnArg::Receiver(receiver) => diagnostics.push(
                Diagnostic::over(receiver, "a cached function takes no `self`")
                    .help("make it a function of what it needs of `self`, and call that one in the method")
                    .note("the key is made of the arguments, and the value may be made after the caller is gone"),
            ),
            FnArg::Typed(typed) => {
                check_argument(&typed.ty, diagnostics);
                match &*typed.pat {
                    Pat::Ident(PatIdent { ident, subpat: None, .. }) => arguments.push((ident, &*typed.ty)),
                    _ if has_key => {}
                    pattern => diagnostics.push(
                        Diagnostic::over(pattern, "an argument of a cached function needs a name")
                            .help("name it, and take it apart in the body, or say with `key = ..` what makes the key")
                            .note("the key is made of all arguments"),
                    ),
                }
            }
        }
    }
    if has_key { Vec::new() } else { arguments }
}

fn check_kind(function: &Function, diagnostics: &mut Diagnostics) {
    let sig = &function.sig;
    let name = &sig.ident;
    if let Some(other) = function.other_attribute() {
        diagnostics.push(
            Diagnostic::over(other, format!("`{name}` cannot be a cached function and answer requests"))
                .help(format!(
                    "write `revalidate = 60` in `#[{}]`, or call a cached function in it",
                    other.path().to_token_stream()
                ))
                .note(
                    "what a cached function returns is kept as a value; an answer is kept with its status and headers",
                ),
        );
    }
    let again =
        function.attrs.iter().find(|attr| attr.path().segments.last().is_some_and(|last| last.ident == "cached"));
    if let Some(again) = again {
        diagnostics
            .push(Diagnostic::over(again, format!("`{name}` is cached already")).help("leave one of the two out"));
    }
    if let Some(constness) = &sig.constness {
        diagnostics.push(
            Diagnostic::new(constness.span(), format!("the cached function `{name}` cannot be a `const fn`"))
                .help(format!("write `async fn {name}`")),
        );
    } else if sig.asyncness.is_none() {
        diagnostics.push(
            Diagnostic::new(sig.fn_token.span, format!("the cached function `{name}` must be an `async fn`"))
                .help(format!("write `async fn {name}`"))
                .note("a store may be another server, which is waited for"),
        );
    }
    if let Safety::Unsafe(token) = &sig.safety {
        diagnostics.push(
            Diagnostic::new(token.span, format!("the cached function `{name}` cannot be `unsafe`"))
                .note("its body may run later, when no caller keeps its contract"),
        );
    }
    if let Some(abi) = &sig.abi {
        diagnostics.push(Diagnostic::over(abi, format!("the cached function `{name}` cannot be `extern`")));
    }
}

fn check_generics(function: &Function, has_key: bool, diagnostics: &mut Diagnostics) {
    for param in &function.sig.generics.params {
        match param {
            GenericParam::Lifetime(lifetime) => {
                diagnostics.push(borrows(lifetime.span(), "take types that own what they have"))
            }
            GenericParam::Type(_) | GenericParam::Const(_) if has_key => {}
            GenericParam::Type(_) | GenericParam::Const(_) => diagnostics.push(
                Diagnostic::over(param, "a cached function with generic parameters needs the option `key`")
                    .help("write it as in `#[cached(key = (page, user.id))]`")
                    .note(
                        "each type has values of its own in the cache; `key` says which calls with one type share one",
                    ),
            ),
        }
    }
}

fn check_output(function: &Function, diagnostics: &mut Diagnostics) {
    let sig = &function.sig;
    let name = &sig.ident;
    let nothing = |span| {
        Diagnostic::new(span, format!("the cached function `{name}` returns nothing that could be kept"))
            .help("return what was found, or leave `#[cached]` out")
    };
    match &sig.output {
        ReturnType::Default => diagnostics.push(nothing(name.span())),
        ReturnType::Type(_, ty) => match &**ty {
            Type::Tuple(tuple) if tuple.elems.is_empty() => diagnostics.push(nothing(tuple.span())),
            ty => match find(ty.to_token_stream(), true) {
                Some(Found::Impl(span)) => diagnostics.push(
                    Diagnostic::new(span, "a cached function cannot return `impl Trait`")
                        .help("name the type")
                        .note("the value is kept as bytes, and made of them again"),
                ),
                Some(Found::Reference(span) | Found::Lifetime(span)) => diagnostics.push(
                    Diagnostic::new(span, "a cached function cannot return what is borrowed")
                        .help(owned(ty))
                        .note("the value is made of the bytes that are kept"),
                ),
                None => {}
            },
        },
    }
}

fn check_argument(ty: &Type, diagnostics: &mut Diagnostics) {
    match find(ty.to_token_stream(), false) {
        Some(Found::Impl(span)) => diagnostics.push(
            Diagnostic::new(span, "a cached function takes no `impl Trait`")
                .help("name the type, or write a generic parameter and the option `key`"),
        ),
        Some(Found::Reference(span)) => diagnostics.push(borrows(span, &owned(ty))),
        Some(Found::Lifetime(span)) => diagnostics.push(borrows(span, "take a type that owns what it has")),
        None => {}
    }
}

fn borrows(span: Span, help: &str) -> Diagnostic {
    Diagnostic::new(span, "a cached function cannot borrow its arguments")
        .help(help)
        .note("its body runs in a task of its own, which goes on when the caller is gone")
}

/// The type that owns what this one borrows, where that is plain to see.
fn owned(ty: &Type) -> String {
    let Type::Reference(reference) = ty else { return "name a type that owns what it has".to_owned() };
    let inner = match &*reference.elem {
        Type::Slice(slice) => format!("Vec<{}>", slice.elem.to_token_stream()),
        Type::Path(path) if path.path.is_ident("str") => "String".to_owned(),
        inner => inner.to_token_stream().to_string(),
    };
    format!("write `{inner}`")
}

/// What stands in a type that is not to be in it.
enum Found {
    Impl(Span),
    Reference(Span),
    Lifetime(Span),
}

/// The first `impl`, reference or lifetime. What is `'static` can be an argument, but no bytes turn into it.
fn find(tokens: TokenStream, is_output: bool) -> Option<Found> {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                if let Some(found) = find(group.stream(), is_output) {
                    return Some(found);
                }
            }
            TokenTree::Ident(ident) if ident == "impl" => return Some(Found::Impl(ident.span())),
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                if is_output || !matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '\'') {
                    return Some(Found::Reference(punct.span()));
                }
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' && punct.spacing() == Spacing::Joint => {
                if let Some(TokenTree::Ident(name)) = tokens.next()
                    && name != "static"
                {
                    return Some(Found::Lifetime(name.span()));
                }
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Found, find};

    #[test]
    fn what_a_type_borrows_is_found_wherever_it_stands() {
        for (ty, found) in [
            ("u32", ""),
            ("Vec<Option<String>>", ""),
            ("&'static str", ""),
            ("Cow<'static, str>", ""),
            ("[u8; 4]", ""),
            ("&str", "reference"),
            ("Option<&[u8]>", "reference"),
            ("(u8, &mut u8)", "reference"),
            ("&'a str", "lifetime"),
            ("Cow<'_, str>", "lifetime"),
            ("impl Display", "impl"),
            ("Vec<impl Display>", "impl"),
            ("[&str; 2]", "reference"),
        ] {
            let is = match find(ty.parse().unwrap(), false) {
                None => "",
                Some(Found::Impl(_)) => "impl",
                Some(Found::Reference(_)) => "reference",
                Some(Found::Lifetime(_)) => "lifetime",
            };
            assert_eq!(is, found, "{ty}");
        }
    }
}
