use super::descriptor::{descriptor, stand_in};
use super::params::Params;
use super::{Runtime, as_written, beside, handler, public};
use crate::args::Args;
use crate::caching::Answers;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::files::{Place, article};
use crate::handler::{Handler, Kind, Route, check_signature, is_upper_case, special_place, unknown_method};
use crate::item::{Function, Module, ModuleItem};
use crate::method::{Method, names};
use crate::static_params::{self, StaticParams};
use crate::suggest::{list, nearest};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::Visibility;

/// `#[route("/posts/[slug]")] pub mod posts { .. }`: one path, one configuration, several methods.
pub(super) fn module(args: Args, mut module: Module, place: &Place, mut diagnostics: Diagnostics) -> TokenStream {
    if let Some(method) = &args.method {
        diagnostics.push(
            Diagnostic::new(method.span(), "a module has no method of its own")
                .help("leave it out; the functions of the module are named after theirs"),
        );
    }
    if let Some(place) = special_place(place) {
        diagnostics.push(
            Diagnostic::new(
                module.mod_token.span,
                format!("in {} `{}.rs` no module is a route", article(&place.stem), place.stem),
            )
            .help("write `#[route]` on an `async fn`")
            .note("a special file answers `GET` alone"),
        );
    }
    // A module without a path is listed by that of the app directory, whatever it is to others.
    if args.path.is_none() {
        module.vis = public();
    }
    let functions = handlers(&module, &mut diagnostics);
    // A function with a mistake in its name may be the `GET`.
    let names_are_sound = diagnostics.is_empty();
    for (_, function) in &functions {
        check_signature(Kind::Route.noun(), function, &mut diagnostics);
    }
    let (mut route, options) = Route::lower(Kind::Route, args, place, &mut diagnostics);
    if let Some(route) = &mut route {
        static_params(route, &module, &mut diagnostics);
        if names_are_sound {
            let has_get = functions.iter().any(|(method, _)| *method == Method::Get);
            let answers = if has_get { Answers::Get } else { Answers::Module(&module.ident) };
            route.check_caching(answers, &mut diagnostics);
        }
    }
    let runtime_crate = route.as_ref().map_or(&options, |route| &route.options).runtime_crate.clone();
    let runtime = Runtime::new(runtime_crate.as_ref());

    let handlers: Option<Vec<_>> = route.as_ref().map(|route| {
        functions.iter().map(|(method, function)| Handler::lower(route, *method, function, &mut diagnostics)).collect()
    });
    let params = route.as_ref().map(|route| Params::of_module(route, &module, &mut diagnostics));
    let beside_items = match (&route, handlers, params) {
        (Some(route), Some(handlers), Some(params)) if diagnostics.is_empty() => {
            let params_tokens = params.tokens(&runtime, &quote!(route));
            // Public, whatever the function is, because the module's descriptor names it.
            let (vis, module) = (public(), quote!(route));
            let expansions =
                handlers.iter().map(|handler| handler::handler(&runtime, route, handler, &vis, &module, Some(&params)));
            let table = table(&runtime, route, &handlers);
            quote!(#params_tokens #(#expansions)* #table)
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
        if text == static_params::NAME {
            continue;
        }
        if public && nearest(&text, [static_params::NAME]).is_some() {
            suspects += 1;
            diagnostics.push(
                Diagnostic::new(name.span(), format!("`{name}` lists no parameters"))
                    .help(format!("name it `{}`", static_params::NAME))
                    .note("a helper of that name need not be public"),
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

/// The function that lists the parameters, of a module.
fn static_params(route: &mut Route, module: &Module, diagnostics: &mut Diagnostics) {
    if let Some(option) = &route.static_params {
        diagnostics.push(
            Diagnostic::over(&option.written, "a module lists its parameters with a function in it").help(format!(
                "write `pub async fn {}() -> Vec<Params>` in the module `{}`",
                static_params::NAME,
                module.ident
            )),
        );
    }
    let function = module.items.iter().find_map(|item| match item {
        ModuleItem::Function(function) if function.sig.ident == static_params::NAME => Some(function),
        _ => None,
    });
    if let Some(function) = function {
        route.static_params = Some(StaticParams::of_function(function, diagnostics));
    }
}

/// The descriptor `route` of the whole module. A handler that is configured away is an empty table.
fn table(runtime: &Runtime, route: &Route, handlers: &[Handler<'_>]) -> TokenStream {
    let name = Ident::new("route", Span::call_site());
    let doc = format!("The routes of `{}`.", route.path);
    let descriptor = descriptor(runtime, &route.path, &doc, &public(), &name, &[]);
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
