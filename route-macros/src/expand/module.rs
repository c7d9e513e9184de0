use super::descriptor::{descriptor, stand_in};
use super::{Runtime, as_written, beside, handler};
use crate::args::Args;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::handler::{Handler, Kind, Route, check_signature, is_upper_case, unknown_method};
use crate::item::{Function, Module, ModuleItem};
use crate::method::{Method, names};
use crate::params::{ParamKind, own_params, path_params};
use crate::suggest::list;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned;
use syn::{Type, Visibility};

/// `#[route("/posts/[slug]")] pub mod posts { .. }`: one path, one configuration, several methods.
pub(super) fn module(args: Args, module: Module, mut diagnostics: Diagnostics) -> TokenStream {
    if let Some(method) = &args.method {
        diagnostics.push(
            Diagnostic::new(method.span(), "a module has no method of its own")
                .help("leave it out; the functions of the module are named after theirs"),
        );
    }
    let functions = handlers(&module, &mut diagnostics);
    for (_, function) in &functions {
        check_signature(Kind::Route.noun(), function, &mut diagnostics);
    }
    let (route, options) = Route::lower(Kind::Route, args, &mut diagnostics);
    let runtime_crate = route.as_ref().map_or(&options, |route| &route.options).runtime_crate.clone();
    let runtime = Runtime::new(runtime_crate.as_ref());

    let handlers: Option<Vec<_>> = route.as_ref().map(|route| {
        functions.iter().map(|(method, function)| Handler::lower(route, *method, function, &mut diagnostics)).collect()
    });
    let params = route.as_ref().map(|route| Params::lower(route, &module, &mut diagnostics));
    let beside_items = match (&route, handlers, params) {
        (Some(route), Some(handlers), Some(params)) if diagnostics.is_empty() => {
            let params = params.tokens(&runtime);
            // Public, whatever the function is, because the module's descriptor names it.
            let (vis, module) = (public(), quote!(route));
            let expansions = handlers.iter().map(|handler| handler::handler(&runtime, route, handler, &vis, &module));
            let table = table(&runtime, route, &handlers);
            quote!(#params #(#expansions)* #table)
        }
        (_, _, params) => {
            let table = stand_in(&runtime, &public(), &Ident::new("route", Span::call_site()));
            let stand_ins =
                functions.iter().map(|(_, function)| stand_in(&runtime, &function.vis, &function.sig.ident));
            let params = params.map(|params| params.declaration(&runtime));
            quote!(#params #(#stand_ins)* #table)
        }
    };
    beside(with_items(&module, beside_items), diagnostics)
}

/// The module as it was written, and more items at its end.
fn with_items(module: &Module, more: TokenStream) -> TokenStream {
    let Module { attrs, vis, mod_token, ident, inner_attrs, items } = module;
    let items = items.iter().map(|item| match item {
        ModuleItem::Function(function) => as_written(function),
        ModuleItem::Params(params) => params.to_token_stream(),
        ModuleItem::Other(item) => item.to_token_stream(),
    });
    quote!(#(#attrs)* #vis #mod_token #ident { #(#inner_attrs)* #(#items)* #more })
}

/// The functions that are named after a method. Other functions are helpers, unless they look like a mistake (R17, R19).
fn handlers<'a>(module: &'a Module, diagnostics: &mut Diagnostics) -> Vec<(Method, &'a Function)> {
    let mut handlers = Vec::new();
    let mut suspects = 0;
    for item in &module.items {
        let ModuleItem::Function(function) = item else { continue };
        let name = &function.sig.ident;
        if let Some(method) = Method::parse(name) {
            if let Some(second) = function.other_attribute() {
                suspects += 1;
                diagnostics.push(
                    Diagnostic::over(second, format!("route handler `{name}` has a route already: the module's"))
                        .help("leave one of the two out"),
                );
            } else {
                handlers.push((method, &**function));
            }
            continue;
        }
        let text = name.to_string();
        let public = !matches!(function.vis, Visibility::Inherited);
        if text == "generate_static_params" {
            suspects += 1;
            diagnostics.push(
                Diagnostic::new(name.span(), "`generate_static_params` is not supported yet")
                    .note("a handler runs for each request; nothing is cached in this version"),
            );
        } else if public && Method::ALL.iter().any(|method| method.as_str().eq_ignore_ascii_case(&text)) {
            suspects += 1;
            diagnostics.push(
                Diagnostic::new(name.span(), format!("`{name}` is not a method"))
                    .help(format!("name it `{}`", text.to_uppercase()))
                    .note("methods are case-sensitive, as in HTTP; a helper of that name need not be public"),
            );
        } else if public && is_upper_case(name) {
            suspects += 1;
            diagnostics.push(unknown_method(name));
        }
    }
    if handlers.is_empty() && suspects == 0 {
        diagnostics.push(
            Diagnostic::new(module.ident.span(), format!("the module `{}` has no handler", module.ident))
                .help("write `pub async fn GET() -> ..` in it")
                .note(format!("a handler is named after its method: {}", list(names()))),
        );
    }
    handlers
}

/// The struct that takes all parameters of the path.
struct Params {
    fields: Vec<Field>,
    /// The struct, unless the module has its own.
    generated: Option<String>,
}

struct Field {
    ident: Ident,
    ty: Type,
    position: usize,
    kind: ParamKind,
    /// The name as the path spells it.
    name: Option<String>,
}

impl Params {
    fn lower(route: &Route, module: &Module, diagnostics: &mut Diagnostics) -> Self {
        let own = module.items.iter().find_map(|item| match item {
            ModuleItem::Params(item) => Some(item),
            _ => None,
        });
        if let Some(item) = own {
            let fields = own_params(item, &route.path, diagnostics)
                .into_iter()
                .map(|(ident, ty, position, kind)| Field { ident, ty, position, kind, name: None })
                .collect();
            return Self { fields, generated: None };
        }
        let fields = path_params(&route.path)
            .into_iter()
            .map(|param| Field {
                ident: param.ident(Span::call_site()),
                ty: generated_type(param.kind),
                position: param.position,
                kind: param.kind,
                name: Some(param.name),
            })
            .collect();
        Self { fields, generated: Some(route.path.to_string()) }
    }

    fn tokens(&self, runtime: &Runtime) -> TokenStream {
        let declaration = self.declaration(runtime);
        let fields = self.fields.iter().map(|Field { ident, ty, position, kind, .. }| {
            let read = Ident::new(kind.runtime_name(), ty.span());
            quote!(#ident: path.#read::<#ty>(#position)?)
        });
        let path = if self.fields.is_empty() { format_ident!("_path") } else { format_ident!("path") };
        quote! {
            #declaration

            impl #runtime::FromParams<route> for Params {
                fn from_params(#path: #runtime::RawPath<'_>) -> ::core::result::Result<Self, #runtime::ParamError> {
                    ::core::result::Result::Ok(Self { #(#fields),* })
                }
            }
        }
    }

    /// The struct that the user did not write.
    fn declaration(&self, runtime: &Runtime) -> Option<TokenStream> {
        let path = self.generated.as_ref()?;
        let doc = format!("The parameters of `{path}`.");
        let fields = self.fields.iter().map(|Field { ident, ty, name, .. }| {
            let doc = name.as_ref().map(|name| format!("The parameter `{name}`."));
            quote!(#[doc = #doc] pub #ident: #ty)
        });
        let serialized = self.fields.iter().map(|Field { ident, name, .. }| {
            quote!(#runtime::serde::ser::SerializeStruct::serialize_field(&mut fields, #name, &self.#ident)?;)
        });
        let len = self.fields.len();
        let mutability = (len > 0).then(|| quote!(mut));
        // No `#[derive(Serialize)]`: it takes the path of serde as a string, and `$crate` is none.
        Some(quote! {
            #[doc = #doc]
            #[derive(
                ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash,
            )]
            #[allow(unreachable_pub)]
            pub struct Params { #(#fields),* }

            impl #runtime::serde::Serialize for Params {
                fn serialize<__Serializer: #runtime::serde::Serializer>(
                    &self,
                    serializer: __Serializer,
                ) -> ::core::result::Result<__Serializer::Ok, __Serializer::Error> {
                    let #mutability fields = #runtime::serde::Serializer::serialize_struct(serializer, "Params", #len)?;
                    #(#serialized)*
                    #runtime::serde::ser::SerializeStruct::end(fields)
                }
            }
        })
    }
}

fn generated_type(kind: ParamKind) -> Type {
    match kind {
        ParamKind::Dynamic => syn::parse_quote!(::std::string::String),
        ParamKind::CatchAll => syn::parse_quote!(::std::vec::Vec<::std::string::String>),
        ParamKind::OptionalCatchAll => {
            syn::parse_quote!(::core::option::Option<::std::vec::Vec<::std::string::String>>)
        }
    }
}

/// The descriptor `route` of the whole module. A handler that is configured away is an empty table.
fn table(runtime: &Runtime, route: &Route, handlers: &[Handler<'_>]) -> TokenStream {
    let name = Ident::new("route", Span::call_site());
    let doc = format!("The routes of `{}`.", route.path);
    let descriptor = descriptor(runtime, route, &doc, &public(), &name, &[]);
    // A method may have several handlers, of which at most one is not configured away.
    let mut names: Vec<&Ident> = Vec::new();
    for handler in handlers {
        if !names.contains(&handler.name()) {
            names.push(handler.name());
        }
    }
    let absent = names.iter().filter_map(|name| {
        let there = handlers.iter().filter(|handler| handler.name() == *name).map(|handler| {
            let conditions = handler.function.cfgs().filter_map(|cfg| Some(&cfg.meta.require_list().ok()?.tokens));
            quote!(all(#(#conditions),*))
        });
        let always = handlers.iter().any(|handler| handler.name() == *name && handler.function.cfgs().next().is_none());
        (!always).then(|| {
            quote! {
                #[cfg(not(any(#(#there),*)))]
                #[allow(non_camel_case_types)]
                type #name = #runtime::Absent;
            }
        })
    });
    let list = names.iter().rev().fold(quote!(()), |rest, name| quote!((#name, #rest)));
    let infos = handlers.iter().map(|handler| {
        let (cfgs, name) = (handler.function.cfgs(), handler.name());
        quote!(#(#cfgs)* <#name as #runtime::Route>::INFO)
    });
    quote! {
        #descriptor
        #(#absent)*

        impl #runtime::Table for #name {
            type Handlers = #list;
            const ROUTES: &'static [&'static #runtime::RouteInfo] = &[#(#infos),*];
        }
    }
}

fn public() -> Visibility {
    Visibility::Public(<syn::Token![pub]>::default())
}
