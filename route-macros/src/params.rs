//! The parameters of a path: their names, what they hold, and the struct that takes them all.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::path::{RoutePath, Segment};
use crate::suggest::{list, nearest};
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{ItemStruct, Type};

/// What a parameter holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum ParamKind {
    Dynamic,
    CatchAll,
    OptionalCatchAll,
}

impl ParamKind {
    pub(crate) fn of(segment: &Segment) -> Option<Self> {
        match segment {
            Segment::Static(_) => None,
            Segment::Dynamic(_) => Some(Self::Dynamic),
            Segment::CatchAll(_) => Some(Self::CatchAll),
            Segment::OptionalCatchAll(_) => Some(Self::OptionalCatchAll),
        }
    }

    /// What the runtime calls it: the constructor of a `Segment`, the reader of a `RawPath`, the step of a `UrlBuilder`.
    pub(crate) fn runtime_name(self) -> &'static str {
        match self {
            Self::Dynamic => "dynamic",
            Self::CatchAll => "catch_all",
            Self::OptionalCatchAll => "optional_catch_all",
        }
    }

    /// The type that holds any value of the parameter.
    pub(crate) fn type_name(self) -> &'static str {
        match self {
            Self::Dynamic => "String",
            Self::CatchAll => "Vec<String>",
            Self::OptionalCatchAll => "Option<Vec<String>>",
        }
    }
}

/// A parameter of a path: its place, its Rust name and what it holds.
pub(crate) struct PathParam {
    pub(crate) position: usize,
    pub(crate) name: String,
    pub(crate) argument: String,
    pub(crate) kind: ParamKind,
}

/// The parameters of a path, from left to right.
pub(crate) fn path_params(path: &RoutePath) -> Vec<PathParam> {
    path.params()
        .filter_map(|(position, segment)| {
            let kind = ParamKind::of(segment)?;
            let param = segment.param()?;
            Some(PathParam { position, name: param.name().to_owned(), argument: param.argument(), kind })
        })
        .collect()
}

impl PathParam {
    pub(crate) fn ident(&self, span: Span) -> Ident {
        ident(&self.argument, span)
    }
}

/// The name as an identifier, raw where it is a keyword.
pub(crate) fn ident(name: &str, span: Span) -> Ident {
    match syn::parse_str::<Ident>(name) {
        // A keyword since the edition of 2024, which syn does not know as one.
        Ok(_) if name != "gen" => Ident::new(name, span),
        _ => Ident::new_raw(name, span),
    }
}

/// `/items` -> `/items/[name]`, if that is a path.
pub(crate) fn with_segment(path: &RoutePath, name: &str) -> String {
    let prefix = path.to_string();
    let longer = format!("{}/[{name}]", prefix.trim_end_matches('/'));
    match RoutePath::parse(&longer) {
        Ok(_) => longer,
        Err(_) => "/items/[name]".to_owned(),
    }
}

/// ``the path `/items/[slug]` captures `slug` ``
pub(crate) fn captures(path: &RoutePath, params: &[PathParam]) -> String {
    format!("the path `{path}` captures {}", list(params.iter().map(|param| &*param.argument)))
}

/// Checks the fields of a module's own `Params` against its path, and gives each its parameter's position and kind.
pub(crate) fn own_params(
    item: &ItemStruct,
    path: &RoutePath,
    diagnostics: &mut Diagnostics,
) -> Vec<(Ident, Type, usize, ParamKind)> {
    let params = path_params(path);
    let mut fields = Vec::new();
    let mut misspelt = Vec::new();
    if !item.generics.params.is_empty() {
        diagnostics.push(Diagnostic::over(&item.generics, "`Params` of a route takes no generic parameters"));
    }
    for field in &item.fields {
        let Some(ident) = &field.ident else {
            diagnostics.push(
                Diagnostic::over(field, "the fields of `Params` need names")
                    .help("write `pub struct Params { .. }`")
                    .note(captures(path, &params)),
            );
            continue;
        };
        let name = ident.unraw().to_string();
        match params.iter().find(|param| param.argument == name) {
            Some(param) => fields.push((ident.clone(), field.ty.clone(), param.position, param.kind)),
            None => {
                let mistake =
                    Diagnostic::new(ident.span(), format!("`{name}` does not name a dynamic segment of this route"));
                let mistake = match nearest(&name, params.iter().map(|param| &*param.argument)) {
                    Some(param) => {
                        misspelt.push(param);
                        mistake.help(format!("did you mean `{param}`?"))
                    }
                    None => mistake.help(format!("name a segment for it, as in `{}`", with_segment(path, &name))),
                };
                diagnostics.push(mistake.note(captures(path, &params)));
            }
        }
    }
    if item.fields.iter().any(|field| field.ident.is_none()) {
        return fields;
    }
    let has = |param: &PathParam| {
        item.fields.iter().flat_map(|field| &field.ident).any(|name| name.unraw() == param.argument)
    };
    let missing: Vec<_> = params.iter().filter(|param| !has(param) && !misspelt.contains(&&*param.argument)).collect();
    if !missing.is_empty() {
        let add = missing.iter().map(|param| format!("pub {}: {}", param.argument, param.kind.type_name()));
        diagnostics.push(
            Diagnostic::new(
                item.ident.span(),
                format!("`Params` has no field for {}", list(missing.iter().map(|param| &*param.argument))),
            )
            .help(format!("add `{}`", add.collect::<Vec<_>>().join(", ")))
            .note(captures(path, &params)),
        );
    }
    fields
}
