use super::Runtime;
use super::descriptor::descriptor;
use crate::claims::claim;
use crate::handler::{Handler, Kind, Route};
use crate::method::Method;
use crate::params::{Argument, Source};
use crate::path::Segment;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

/// Everything beside the user's function: descriptor, description, endpoint and claims. `module` is the descriptor of the
/// module that the function is a part of, `Self` if it stands alone.
pub(super) fn handler(runtime: &Runtime, route: &Route, handler: &Handler<'_>, module: &TokenStream) -> TokenStream {
    let cfgs: Vec<_> = handler.function.cfgs().collect();
    let what = match route.kind {
        Kind::Route => format!("`{}`", handler.method.as_str()),
        Kind::Page => "the page".to_owned(),
    };
    let descriptor = descriptor(runtime, route, &what, &handler.function.vis, handler.name(), &cfgs);
    let description = description(runtime, route, handler, module);
    let endpoint = endpoint(runtime, handler);
    let claims = claims(route, handler.method).into_iter().map(|claim| quote!(#(#cfgs)* #claim));
    quote! {
        #descriptor
        #(#cfgs)*
        const _: () = {
            #description
            #endpoint
        };
        #(#claims)*
    }
}

/// What the runtime knows of the route before the program runs.
fn description(runtime: &Runtime, route: &Route, handler: &Handler<'_>, module: &TokenStream) -> TokenStream {
    let name = handler.name();
    let pattern = route.path.to_string();
    let segments = route.path.segments().iter().map(|segment| match segment {
        Segment::Static(literal) => {
            let encoded = literal.encoded();
            quote!(#runtime::Segment::literal(#encoded))
        }
        Segment::Dynamic(param) => named(runtime, "dynamic", param.name()),
        Segment::CatchAll(param) => named(runtime, "catch_all", param.name()),
        Segment::OptionalCatchAll(param) => named(runtime, "optional_catch_all", param.name()),
    });
    let method = format_ident!("{}", handler.method.variant());
    let new = match route.kind {
        Kind::Route => quote!(route(#runtime::Method::#method, #pattern, &[#(#segments),*])),
        Kind::Page => quote!(page(#pattern, &[#(#segments),*])),
    };
    let config = &route.options.config;
    let config = (!config.is_empty()).then(|| quote!(.with_config(#runtime::Config::DEFAULT #(#config)*)));
    let place = quote_spanned!(route.span=> .at(::core::file!(), ::core::line!()));
    quote! {
        impl #runtime::Route for #name {
            type Module = #module;
            const INFO: &'static #runtime::RouteInfo = &#runtime::RouteInfo::#new #config #place;
        }
    }
}

fn named(runtime: &Runtime, kind: &str, name: &str) -> TokenStream {
    let kind = Ident::new(kind, Span::call_site());
    quote!(#runtime::Segment::#kind(#name))
}

/// How the function is called. Each bound has the span of the argument's type, and so have the errors about it.
///
/// ```text
/// // Input:  async fn GET(slug: String, State(db): State<Db>) -> Html<String>
/// // Output:
/// impl<S, M1> Endpoint<S, (Dynamic<1, String>, State<Db>), (ViaPath, (M1, ()))> for GET
/// where
///     State<Db>: Argument<GET, S, M1>,
///     (ViaPath, (M1, ())): ReadsBodyOnce,
/// {
///     fn call((Dynamic(a0), a1): (Dynamic<1, String>, State<Db>)) -> impl Future<Output = Response> + Send {
///         respond::<Html<String>, _>(GET(a0, a1))
///     }
/// }
/// ```
fn endpoint(runtime: &Runtime, handler: &Handler<'_>) -> TokenStream {
    let name = handler.name();
    let arguments: Vec<_> =
        handler.arguments.iter().enumerate().map(|(i, argument)| ArgumentTokens::new(runtime, i, argument)).collect();
    let generics = arguments.iter().filter_map(|argument| argument.generic.as_ref());
    let markers = arguments.iter().rev().fold(quote!(()), |rest, argument| {
        let marker = &argument.marker;
        quote!((#marker, #rest))
    });
    let bounds = arguments.iter().filter_map(|argument| {
        let (ty, marker) = (&argument.ty, argument.generic.as_ref()?);
        Some(quote_spanned!(ty.span()=> #ty: #runtime::Argument<#name, __S, #marker>))
    });
    let inputs = handler.function.sig.inputs.span();
    let once = arguments
        .iter()
        .any(|argument| argument.generic.is_some())
        .then(|| quote_spanned!(inputs=> #markers: #runtime::ReadsBodyOnce));
    let types = arguments.iter().map(|argument| &argument.ty);
    let types = quote!((#(#types,)*));
    let patterns = arguments.iter().map(|argument| &argument.pattern);
    let values = arguments.iter().map(|argument| &argument.value);

    let output = match handler.output() {
        Some(ty) => quote!(#ty),
        None => quote!(_),
    };
    // The call has the span of the function's name: rustc reports there, with the value and the `.await`, where the future
    // is not `Send`.
    let called = Ident::new(&name.to_string(), name.span());
    let call = quote_spanned!(name.span()=> #called(#(#values),*));
    let respond = quote_spanned!(output.span()=> #runtime::respond::<#output, _>);
    quote! {
        impl<__S: ::core::marker::Send + ::core::marker::Sync, #(#generics: 'static),*> #runtime::Endpoint<__S, #types, #markers> for #name
        where
            #(#bounds,)*
            #once
        {
            fn call(
                (#(#patterns,)*): #types,
            ) -> impl ::core::future::Future<Output = #runtime::Response> + ::core::marker::Send {
                #respond(#call)
            }
        }
    }
}

/// The tokens of one argument.
struct ArgumentTokens {
    /// `Dynamic<1, String>`, `State<Db>`
    ty: TokenStream,
    /// `ViaPath`, `M1`
    marker: TokenStream,
    /// `M1`, where the compiler infers the marker.
    generic: Option<Ident>,
    /// `Dynamic(a0)`, `a1`
    pattern: TokenStream,
    /// `a0`, `a1`
    value: Ident,
}

impl ArgumentTokens {
    fn new(runtime: &Runtime, i: usize, argument: &Argument<'_>) -> Self {
        let ty = argument.ty;
        let value = Ident::new(&format!("a{i}"), Span::mixed_site());
        match argument.source {
            Source::Path(position, kind) => {
                let wrapper = Ident::new(kind.names().0, ty.span());
                Self {
                    ty: quote_spanned!(ty.span()=> #runtime::#wrapper<#position, #ty>),
                    marker: quote!(#runtime::ViaPath),
                    generic: None,
                    pattern: quote!(#runtime::#wrapper(#value)),
                    value,
                }
            }
            Source::Request => {
                let marker = format_ident!("__M{i}");
                Self {
                    ty: quote!(#ty),
                    marker: quote!(#marker),
                    generic: Some(marker),
                    pattern: quote!(#value),
                    value,
                }
            }
        }
    }
}

/// A route claims its method, a page all of them.
fn claims(route: &Route, method: Method) -> Vec<TokenStream> {
    let methods = match route.kind {
        Kind::Route => vec![method],
        Kind::Page => Method::ALL.to_vec(),
    };
    let claim = |method| claim(method, &route.path, route.options.scope.as_ref(), route.span);
    methods.into_iter().map(claim).collect()
}
