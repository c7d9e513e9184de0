//! Which arguments of a handler are parameters of the path, and which extractors they are not; those of a middleware are all extractors.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::params::{ParamKind, PathParam, captures, path_params, with_segment};
use crate::path::RoutePath;
use crate::shown::shown;
use crate::suggest::{list, nearest};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, Lifetime, Pat, PatType, Type};

/// The most arguments a handler may have: as many as axum's own handlers.
pub(crate) const MAX_ARGUMENTS: usize = 16;

/// Extractors that take the request's body, for a mistake that is found at its place. The rule itself is the runtime's
/// (`ReadsBodyOnce`), decided by traits; behind an alias it still holds.
const BODY_EXTRACTORS: &[&str] = &["NextRequest", "Json", "Form", "RawForm", "Bytes", "String", "Multipart"];

/// Types that hold one value and extract nothing; `String` and `Bytes` would read the body in silence.
const PLAIN_TYPES: &[&str] = &[
    "String", "Bytes", "str", "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64",
    "i128", "isize", "f32", "f64", "Uuid", "Vec",
];

/// Extractors that find nothing in a request without extensions, and what to write instead.
const EXTENSION_EXTRACTORS: &[(&str, &str)] = &[
    ("Extension", "take what is the same for all clients as `State<T>`"),
    ("Path", "take each parameter by its name, as in `id: u64` for the segment `[id]`"),
    ("RawPathParams", "take each parameter by its name, as in `id: String` for the segment `[id]`"),
];

/// How one argument gets its value.
pub(crate) struct Argument<'a> {
    pub(crate) ty: &'a Type,
    pub(crate) source: Source,
}

/// Where an argument comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// The path's segment at this position.
    Path(usize, ParamKind),
    /// The request, in a way that traits decide.
    Request,
}

/// Gives each argument of a handler its source.
pub(crate) fn arguments<'a>(
    inputs: impl Iterator<Item = &'a FnArg>,
    path: &RoutePath,
    diagnostics: &mut Diagnostics,
) -> Vec<Argument<'a>> {
    let params = path_params(path);
    let inputs: Vec<_> = inputs.collect();
    let names: Vec<_> = inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(argument) => argument_name(&argument.pat),
            FnArg::Receiver(_) => None,
        })
        .collect();
    let untaken: Vec<&str> = params
        .iter()
        .map(|param| &*param.argument)
        .filter(|argument| !names.iter().any(|name| name == argument))
        .collect();
    let mut arguments = Vec::new();
    for input in inputs {
        let Some(PatType { pat, ty, .. }) = typed("a handler", input, diagnostics) else { continue };
        let name = argument_name(pat);
        let param = name.as_ref().and_then(|name| params.iter().find(|param| *name == param.argument));
        let source = match param {
            Some(param) => Source::Path(param.position, param.kind),
            None => {
                if let Some(mistake) = check_extractor(pat, name.as_deref(), ty, path, &params, &untaken) {
                    diagnostics.push(mistake);
                }
                Source::Request
            }
        };
        arguments.push(Argument { ty, source });
    }
    let extractors = arguments.iter().filter(|argument| argument.source == Source::Request);
    check_body_extractors(extractors.map(|argument| argument.ty), diagnostics);
    arguments
}

/// Refuses what would find nothing below `dynamic = "force-static"`. Behind an alias it is found when it runs.
pub(crate) fn check_without_extensions(arguments: &[Argument<'_>], diagnostics: &mut Diagnostics) {
    for ty in arguments.iter().filter(|argument| argument.source == Source::Request).map(|argument| argument.ty) {
        let Some((name, instead)) = extension_extractor(ty) else { continue };
        let written = shown(ty);
        let assumed = if written.starts_with("AssumeStatic<") { written } else { format!("AssumeStatic<{written}>") };
        diagnostics.push(
            Diagnostic::over(ty, format!("`{name}` finds nothing below `dynamic = \"force-static\"`"))
                .help(*instead)
                .help(format!("or write `dynamic = \"error\"`, and take `{assumed}`"))
                .note("the handler is given a request without extensions: what layers and middleware put there may be one client's"),
        );
    }
}

/// The extractor of [`EXTENSION_EXTRACTORS`] that a type is, or that its first argument is, as in `Option<Extension<T>>`.
fn extension_extractor(ty: &Type) -> Option<&'static (&'static str, &'static str)> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|_| path.qself.is_none())?;
    let known = EXTENSION_EXTRACTORS.iter().find(|(name, _)| last.ident == name);
    let wraps = ["Option", "Result", "AssumeStatic"].iter().any(|name| last.ident == name);
    match &last.arguments {
        syn::PathArguments::AngleBracketed(inner) if wraps => match inner.args.first()? {
            syn::GenericArgument::Type(inner) => extension_extractor(inner),
            _ => None,
        },
        _ => known,
    }
}

/// The types of a middleware's arguments, which are all made from the request.
pub(crate) fn extractors<'a>(inputs: impl Iterator<Item = &'a FnArg>, diagnostics: &mut Diagnostics) -> Vec<&'a Type> {
    let mut types = Vec::new();
    for input in inputs {
        let Some(PatType { ty, .. }) = typed("a middleware", input, diagnostics) else { continue };
        if let Some(type_name) = plain_type(ty) {
            diagnostics.push(
                Diagnostic::over(ty, format!("`{type_name}` cannot be an argument of a middleware"))
                    .help(
                        "take `mut req: NextRequest`: `req.next_url()` has the path, and `req.text().await?` the body",
                    )
                    .note("a middleware has no path of its own, and so no parameters"),
            );
        }
        if is_named(ty, "Next") {
            diagnostics.push(
                Diagnostic::over(ty, "a middleware is given no `Next`")
                    .help("to go on to the route, return `NextResponse::next()`")
                    .note(
                        "code that waits for the answer of the route is a layer of axum: `app.into_router().layer(axum::middleware::from_fn(..))`",
                    ),
            );
        }
        types.push(&**ty);
    }
    check_body_extractors(types.iter().copied(), diagnostics);
    types
}

/// The types of the arguments of `generate_static_params`, which are made while there is no request.
pub(crate) fn static_arguments<'a>(
    inputs: impl Iterator<Item = &'a PatType>,
    diagnostics: &mut Diagnostics,
) -> Vec<Type> {
    let mut types = Vec::new();
    for input in inputs {
        check_typed("`generate_static_params`", input, diagnostics);
        let ty = &*input.ty;
        if plain_type(ty).is_some() || body_extractor(ty).is_some() || is_params(ty) {
            diagnostics.push(
                Diagnostic::over(ty, format!("`{}` cannot be an argument of `generate_static_params`", shown(ty)))
                    .help("take what it needs as `State<T>`")
                    .note("it runs while there is no request, and lists all parameters of the path"),
            );
        }
        types.push(ty.clone());
    }
    types
}

/// Whether the last name of a path is this one.
fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == name))
}

/// Whether a type is the `Params` of the route's module or folder: `Params`, `super::Params`.
pub(crate) fn is_params(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let mut names = path.path.segments.iter().rev().map(|segment| &segment.ident);
    names.next().is_some_and(|last| last == "Params") && names.all(|name| name == "super" || name == "self")
}

/// An argument of a form that can be made from a request, whatever its type is. `noun` is what the function is called in messages, with
/// its article.
fn typed<'a>(noun: &str, input: &'a FnArg, diagnostics: &mut Diagnostics) -> Option<&'a PatType> {
    let FnArg::Typed(argument) = input else {
        diagnostics.push(
            Diagnostic::new(input.span(), format!("{noun} is a free function and has no `self`"))
                .help("take what it needs as `State<T>`"),
        );
        return None;
    };
    check_typed(noun, argument, diagnostics);
    Some(argument)
}

fn check_typed(noun: &str, argument: &PatType, diagnostics: &mut Diagnostics) {
    let is_cfg = |attr: &&Attribute| attr.path().is_ident("cfg") || attr.path().is_ident("cfg_attr");
    if let Some(cfg) = argument.attrs.iter().find(is_cfg) {
        diagnostics.push(
            Diagnostic::over(cfg, format!("an argument of {noun} cannot be configured away"))
                .help("put the `#[cfg(..)]` on the function, and write two of them"),
        );
    }
    if let Some(mistake) = check_form(noun, &argument.pat, &argument.ty) {
        diagnostics.push(mistake);
    }
}

/// The name of a plain argument, without `r#`.
fn argument_name(pat: &Pat) -> Option<String> {
    match pat {
        Pat::Ident(pat) if pat.subpat.is_none() => Some(pat.ident.unraw().to_string()),
        _ => None,
    }
}

/// The forms of a type that no argument can have.
fn check_form(noun: &str, pat: &Pat, ty: &Type) -> Option<Diagnostic> {
    match ty {
        Type::ImplTrait(_) => Some(
            Diagnostic::over(ty, format!("the type of an argument of {noun} must be named"))
                .note("an argument is made from the request, and `impl Trait` does not say as what"),
        ),
        Type::Reference(reference) => {
            let owned = match (&*reference.elem, argument_name(pat)) {
                (Type::Path(path), _) if path.path.is_ident("str") => "take it by value, as a `String`".to_owned(),
                (Type::Path(path), Some(name)) => {
                    let mutability = if reference.mutability.is_some() { "mut " } else { "" };
                    format!("take it by value: `{mutability}{name}: {}`", shown(path))
                }
                _ => "take it by value".to_owned(),
            };
            Some(
                Diagnostic::over(ty, format!("an argument of {noun} cannot be a reference"))
                    .help(owned)
                    .note("an argument is made for the function, which owns it"),
            )
        }
        Type::Path(path) if path.path.is_ident("str") => Some(
            Diagnostic::over(ty, "an argument has to have a size, and `str` has none").help("take it as a `String`"),
        ),
        _ => borrowed_from(ty.to_token_stream()).map(|lifetime| {
            Diagnostic::new(lifetime.span(), format!("an argument of {noun} cannot borrow for `{lifetime}`"))
                .help("take a type that owns what it holds")
                .note("an argument is made for the function, which owns it")
        }),
    }
}

/// The first lifetime of a type that is not `'static`.
fn borrowed_from(ty: TokenStream) -> Option<Lifetime> {
    let mut tokens = ty.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match (token, tokens.peek()) {
            (TokenTree::Punct(tick), Some(TokenTree::Ident(name))) if tick.as_char() == '\'' && name != "static" => {
                return Some(Lifetime { apostrophe: tick.span(), ident: name.clone() });
            }
            (TokenTree::Group(group), _) => {
                if let Some(lifetime) = borrowed_from(group.stream()) {
                    return Some(lifetime);
                }
            }
            _ => {}
        }
    }
    None
}

/// An argument that names no segment must be an extractor. `untaken` are the parameters that no argument is named like.
fn check_extractor(
    pat: &Pat,
    name: Option<&str>,
    ty: &Type,
    path: &RoutePath,
    params: &[PathParam],
    untaken: &[&str],
) -> Option<Diagnostic> {
    let type_name = plain_type(ty)?;
    let name = name.unwrap_or("_");
    let mistake = Diagnostic::over(pat, format!("`{name}` does not name a dynamic segment of this route"));
    let unused = match (name.strip_prefix('_'), params) {
        (Some(""), [param]) => Some(&*param.argument),
        (rest, _) => rest.filter(|rest| params.iter().any(|param| param.argument == *rest)),
    };
    let mistake = match unused.or_else(|| nearest(name, params.iter().map(|param| &*param.argument))) {
        Some(param) if unused.is_some() => {
            mistake.help(format!("leave the argument out; a handler need not take the parameter `{param}`"))
        }
        Some(param) => mistake.help(format!("did you mean `{param}`?")),
        None => {
            let is_text = matches!(type_name, "String" | "Bytes");
            let mistake = match untaken {
                [] if is_text => mistake,
                [] => mistake.help(format!("name a segment for it, as in `{}`", with_segment(path, name))),
                [param] => mistake.help(format!("name it `{param}`, like its segment")),
                _ => mistake.help(format!("name it like its segment, one of {}", list(untaken.iter().copied()))),
            };
            if is_text {
                mistake.help(
                    "to read the body, take `mut req: NextRequest` and call `req.text().await?` or `req.bytes().await?`",
                )
            } else if name == "_" {
                mistake
            } else {
                mistake.help(format!(
                    "to read it from the query, take `req: NextRequest` and call \
                     `req.next_url().search_params().get(\"{name}\")`"
                ))
            }
        }
    };
    Some(mistake.note(captures(path, params)))
}

/// The name of a type that is known to extract nothing.
fn plain_type(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            if last.ident == "Option"
                && let syn::PathArguments::AngleBracketed(inner) = &last.arguments
                && let Some(syn::GenericArgument::Type(inner)) = inner.args.first()
            {
                return plain_type(inner);
            }
            PLAIN_TYPES.iter().copied().find(|name| last.ident == name)
        }
        _ => None,
    }
}

fn check_body_extractors<'a>(types: impl Iterator<Item = &'a Type>, diagnostics: &mut Diagnostics) {
    // The plain types have been refused already.
    let mut readers = types.filter(|ty| plain_type(ty).is_none()).filter_map(|ty| Some((ty, body_extractor(ty)?)));
    let Some((_, first)) = readers.next() else { return };
    for (ty, name) in readers {
        diagnostics.push(
            Diagnostic::over(ty, format!("`{first}` and `{name}` both take the request's body"))
                .help("keep one of them, and read the rest from it")
                .note("a body can be read once"),
        );
    }
}

fn body_extractor(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            BODY_EXTRACTORS.iter().copied().find(|name| last.ident == name)
        }
        _ => None,
    }
}
