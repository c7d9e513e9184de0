//! Sound models in, tokens out. What comes out is mostly data; the code that reads it is in `route-runtime`.

mod app_dir;
mod cached;
mod descriptor;
mod handler;
mod middleware;
mod module;
mod params;
mod static_file;
mod static_params;
mod table;
#[cfg(test)]
mod tests;

use crate::args::Args;
use crate::caching::Answers;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::files::{Located, Place};
use crate::handler::{Handler, Kind, Route, check_signature, method, special_method, special_place};
use crate::item::{Function, RouteItem};
use crate::method::Method;
use crate::path::RoutePath;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{Path, Visibility};

pub(crate) use app_dir::app_dir;
pub(crate) use cached::{cache_tags, cached};
pub(crate) use middleware::middleware;
pub(crate) use table::table;

/// `#[route(..)]` on a function or a module.
pub(crate) fn route(args: TokenStream, item: TokenStream, place: &Place) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let args = Args::parse(args, &mut diagnostics);
    match syn::parse2(item.clone()) {
        Ok(RouteItem::Function(function)) => handler_item(Kind::Route, args, &function, place, diagnostics),
        Ok(RouteItem::Module(module)) => module::module(args, module, place, diagnostics),
        Ok(RouteItem::Other(keyword)) => {
            diagnostics.push(
                Diagnostic::new(keyword, "`#[route]` stands on an `async fn` or on a `mod { .. }`")
                    .help("write a function for each method, as in `#[route(\"/items\")] async fn GET()`"),
            );
            beside(item, diagnostics)
        }
        Err(error) => {
            diagnostics.push_syntax(error);
            beside(item, diagnostics)
        }
    }
}

/// `#[page(..)]` on a function.
pub(crate) fn page(args: TokenStream, item: TokenStream, place: &Place) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let args = Args::parse(args, &mut diagnostics);
    if let Some(method) = &args.method {
        diagnostics.push(
            Diagnostic::new(method.span(), "a page has no method")
                .help("leave it out")
                .note("a page answers `GET` and `HEAD`, and takes over all methods of its path"),
        );
    }
    match syn::parse2(item.clone()) {
        Ok(RouteItem::Function(function)) => handler_item(Kind::Page, args, &function, place, diagnostics),
        Ok(RouteItem::Other(keyword)) => {
            diagnostics.push(Diagnostic::new(keyword, "`#[page]` stands on an `async fn`"));
            beside(item, diagnostics)
        }
        Ok(RouteItem::Module(module)) => {
            diagnostics.push(
                Diagnostic::new(module.mod_token.span, "`#[page]` stands on an `async fn`")
                    .help("to give several methods one path, write `#[route(..)] mod`"),
            );
            beside(item, diagnostics)
        }
        Err(error) => {
            diagnostics.push_syntax(error);
            beside(item, diagnostics)
        }
    }
}

/// A handler that stands alone.
fn handler_item(
    kind: Kind,
    mut args: Args,
    function: &Function,
    place: &Place,
    mut diagnostics: Diagnostics,
) -> TokenStream {
    if kind == Kind::Route
        && let Some(mistake) = args.misplaced_method.take()
    {
        diagnostics.push(mistake);
    }
    let method = match (kind, special_place(place)) {
        (Kind::Page, _) => Some(Method::Get),
        (Kind::Route, Some(place)) => special_method(&place, args.method.as_ref(), function, &mut diagnostics),
        // It may be a special file, which the compiler does not tell.
        (Kind::Route, None) if args.path.is_none() && place.locate() == Located::Unknown => {
            Method::parse(&function.sig.ident).or(Some(Method::Get))
        }
        (Kind::Route, None) => method(args.method.as_ref(), function, &mut diagnostics),
    };
    // A handler without a path is listed by the module of the app directory, whatever the function is.
    let vis = if args.path.is_none() { public() } else { function.vis.clone() };
    check_signature(kind.noun(), function, &mut diagnostics);
    let (route, options) = Route::lower(kind, args, place, &mut diagnostics);
    let item = as_written(function);
    let runtime_crate = route.as_ref().map_or(&options, |route| &route.options).runtime_crate.clone();
    let runtime = Runtime::new(runtime_crate.as_ref());

    let handler =
        route.as_ref().zip(method).map(|(route, method)| Handler::lower(route, method, function, &mut diagnostics));
    if let Some((route, method)) = route.as_ref().zip(method) {
        let answers = if method == Method::Get { Answers::Get } else { Answers::Method(method) };
        route.check_caching(answers, &mut diagnostics);
    }
    match (&route, handler) {
        (Some(route), Some(handler)) if diagnostics.is_empty() => {
            let module = if route.is_placed { in_folder(&runtime, route.folder()) } else { quote!(Self) };
            let params = route.is_placed.then(|| params::Params::of_path(route.folder()));
            let expansion = handler::handler(&runtime, route, &handler, &vis, &module, params.as_ref());
            quote!(#item #expansion)
        }
        _ => {
            // In an `impl` there is no place for one, and below a second attribute the second one's descriptor stands.
            let stands_alone = function.sig.receiver().is_none() && function.other_attribute().is_none();
            let name = &function.sig.ident;
            let stand_in = stands_alone.then(|| match diagnostics.is_empty() {
                true => app_dir::editors_descriptor(&vis, name),
                false => descriptor::stand_in(&runtime, &vis, name),
            });
            beside(quote!(#item #stand_in), diagnostics)
        }
    }
}

/// What the handlers of one folder have in common, so that they take the `Params` of that folder and of no other.
fn in_folder(runtime: &Runtime, path: &RoutePath) -> TokenStream {
    let hash = handler::fnv1a(&path.to_string());
    quote!(#runtime::InFolder<#hash>)
}

fn public() -> Visibility {
    Visibility::Public(<syn::Token![pub]>::default())
}

/// The user's function, which may be called `GET`.
fn as_written(function: &Function) -> TokenStream {
    let allow = Method::parse(&function.sig.ident).map(|_| quote!(#[allow(non_snake_case)]));
    quote!(#allow #function)
}

/// The user's item, which comes out whatever is wrong, and what is wrong.
fn beside(item: TokenStream, diagnostics: Diagnostics) -> TokenStream {
    let mut tokens = item;
    tokens.extend(diagnostics.into_tokens());
    tokens
}

/// The path of the runtime's `__private`, before every name that an expansion takes from it.
pub(crate) struct Runtime(TokenStream);

impl Runtime {
    fn new(runtime_crate: Option<&Path>) -> Self {
        Self::in_crate(runtime_crate.map_or_else(|| quote!(::route_runtime), ToTokens::to_token_stream))
    }

    fn in_crate(runtime_crate: TokenStream) -> Self {
        Self(quote!(#runtime_crate::__private))
    }

    /// The same path with the span of the user's tokens that an error about it is to underline: rustc underlines from the first
    /// token to the last.
    pub(crate) fn at(&self, span: Span) -> Self {
        let spanned = self.0.clone().into_iter().map(|mut token: TokenTree| {
            token.set_span(span.resolved_at(token.span()));
            token
        });
        Self(spanned.collect())
    }
}

impl ToTokens for Runtime {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.0.to_tokens(tokens);
    }
}
