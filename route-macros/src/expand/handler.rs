use super::Runtime;
use super::descriptor::descriptor;
use crate::arguments::Source;
use crate::claims::claim;
use crate::handler::{Handler, Kind, Route};
use crate::item::Function;
use crate::method::Method;
use crate::path::Segment;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Type, Visibility};

/// Everything beside the user's function: descriptor, description, endpoint and claims. `vis` is the descriptor's; `module` is the
/// descriptor of the module that the function is a part of, `Self` if it stands alone.
pub(super) fn handler(
    runtime: &Runtime,
    route: &Route,
    handler: &Handler<'_>,
    vis: &Visibility,
    module: &TokenStream,
) -> TokenStream {
    let cfgs: Vec<_> = handler.function.cfgs().collect();
    let doc = match route.kind {
        Kind::Route => format!("The route `{} {}`.", handler.method.as_str(), route.path),
        Kind::Page => format!("The page `{}`.", route.path),
    };
    let descriptor = descriptor(runtime, &route.path, &doc, vis, handler.name(), &cfgs);
    let description = description(runtime, route, handler, module);
    let endpoint = endpoint(runtime, handler, &cfgs);
    let claims = claims(route, handler.method).into_iter().map(|claim| quote!(#(#cfgs)* #claim));
    quote! {
        #descriptor
        #(#cfgs)*
        #description
        #endpoint
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
            let hash = fnv1a(&encoded);
            quote!(#runtime::Segment::literal(#encoded, #hash))
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
    let (config, caching) = (&route.options.config, route.options.caching.config(runtime));
    let has_config = !config.is_empty() || !caching.is_empty();
    let config = has_config.then(|| quote!(.with_config(#runtime::Config::DEFAULT #(#config)* #caching)));
    let scope = route.options.scope.as_ref().map(|scope| {
        let scope = scope.unraw().to_string();
        quote!(.with_scope(#scope))
    });
    let place = quote_spanned!(route.span=> .at(::core::file!(), ::core::line!()));
    quote! {
        impl #runtime::Route for #name {
            type Module = #module;
            const INFO: &'static #runtime::RouteInfo = &#runtime::RouteInfo::#new #config #scope .in_module(::core::module_path!()) #place;
        }
    }
}

fn named(runtime: &Runtime, kind: &str, name: &str) -> TokenStream {
    let kind = Ident::new(kind, Span::call_site());
    quote!(#runtime::Segment::#kind(#name))
}

/// The 64-bit FNV-1a hash, by which the conflict check compares literals.
pub(super) fn fnv1a(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// How the function is called. Each type keeps its span, and so have the errors about it.
///
/// ```text
/// // Input:  async fn GET(slug: String, State(db): State<Db>) -> Html<String>
/// // Output:
/// impl<S, M0> Extracts<S, (State<Db>,), (M0, ())> for GET where State<Db>: Argument<GET, S, M0> {}
/// impl Endpoint<(String,), (State<Db>,)> for GET {
///     fn params(path: RawPath<'_>) -> Result<(String,), ParamError> {
///         Ok((path.dynamic::<String>(1)?,))
///     }
///     fn call((a0,): (String,), (a1,): (State<Db>,)) -> impl Future<Output: RouteResponse> + Send {
///         GET(a0, a1)
///     }
/// }
/// ```
fn endpoint(runtime: &Runtime, handler: &Handler<'_>, cfgs: &[&Attribute]) -> TokenStream {
    let name = handler.name();
    let mut all = Vec::new();
    let mut params = Group::default();
    let mut extracted = Group::default();
    let mut reads = TokenStream::new();
    for (i, argument) in handler.arguments.iter().enumerate() {
        let (ty, span) = (argument.ty, argument.ty.span());
        let value = Ident::new(&format!("a{i}"), Span::mixed_site());
        all.push(value.clone());
        match argument.source {
            Source::Path(position, kind) => {
                let read = Ident::new(kind.runtime_name(), span);
                reads.extend(quote!(path.#read::<#ty>(#position)?,));
                params.push(value, ty);
            }
            Source::Request => extracted.push(value, ty),
        }
    }

    let path = if reads.is_empty() { format_ident!("_path") } else { format_ident!("path") };
    let (param_values, param_types) = params.tokens();
    let (extracted_values, extracted_types) = extracted.tokens();
    // An error about what the function returns, or about its future, underlines the return type: from the span of the first
    // token here to the span of the last.
    let (first, last) = handler.function.output();
    let response = runtime.at(first);
    let send = quote_spanned!(last=> ::core::marker::Send);
    let future = quote_spanned!(first=> impl ::core::future::Future<Output: #response::RouteResponse> + #send);
    let call = quote_spanned!(name.span()=> #name(#(#all),*));
    let extracts = extracts(runtime, handler.function, &extracted.types);
    quote! {
        #extracts

        #(#cfgs)*
        #[allow(deprecated)]
        impl #runtime::Endpoint<#param_types, #extracted_types> for #name {
            fn params(#path: #runtime::RawPath<'_>) -> ::core::result::Result<#param_types, #runtime::ParamError> {
                ::core::result::Result::Ok((#reads))
            }

            fn call(
                #param_values: #param_types,
                #extracted_values: #extracted_types,
            ) -> #future {
                #call
            }
        }
    }
}

/// How the arguments that are no parameters are made. Each type keeps its span.
///
/// ```text
/// // Input:  async fn GET(slug: String, State(db): State<Db>) -> Html<String>
/// // Output:
/// impl<S, M0> Extracts<S, (State<Db>,), (M0, ())> for GET
/// where
///     State<Db>: Argument<GET, S, M0>,
/// {
/// }
/// ```
pub(super) fn extracts(runtime: &Runtime, function: &Function, types: &[&Type]) -> TokenStream {
    let (cfgs, name) = (function.cfgs(), &function.sig.ident);
    let markers: Vec<_> = (0..types.len()).map(|i| format_ident!("__Via{i}")).collect();
    let list = markers.iter().rev().fold(quote!(()), |rest, marker| quote!((#marker, #rest)));
    let bounds = types.iter().zip(&markers).map(|(ty, marker)| {
        let (span, runtime) = (ty.span(), runtime.at(ty.span()));
        quote_spanned!(span=> #ty: #runtime::Argument<#name, __State, #marker>,)
    });
    let inputs = function.sig.inputs.span();
    let once = (types.len() > 1).then(|| {
        let runtime = runtime.at(inputs);
        quote_spanned!(inputs=> #list: #runtime::ReadsBodyOnce)
    });
    quote! {
        #(#cfgs)*
        impl<__State, #(#markers),*> #runtime::Extracts<__State, (#(#types,)*), #list> for #name
        where
            #(#bounds)*
            #once
        {
        }
    }
}

/// Arguments that come from one place: a tuple of values and a tuple of types.
#[derive(Default)]
struct Group<'a> {
    values: Vec<Ident>,
    types: Vec<&'a Type>,
}

impl<'a> Group<'a> {
    fn push(&mut self, value: Ident, ty: &'a Type) {
        self.values.push(value);
        self.types.push(ty);
    }

    fn tokens(&self) -> (TokenStream, TokenStream) {
        let (values, types) = (&self.values, &self.types);
        (quote!((#(#values,)*)), quote!((#(#types,)*)))
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
