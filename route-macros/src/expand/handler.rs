use super::Runtime;
use super::descriptor::descriptor;
use super::params::Params;
use super::static_params::static_paths;
use crate::arguments::{Argument, Source, is_params};
use crate::claims::claim;
use crate::handler::{Handler, Ids, Kind, Route};
use crate::item::Function;
use crate::method::Method;
use crate::params::{PathParam, path_params};
use crate::path::Segment;
use crate::shown::shown;
use crate::static_params::StaticParams;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Type, Visibility};

/// Everything beside the user's function: descriptor, description, endpoint and claims. `vis` is the descriptor's; `module` is the
/// descriptor of the module that the function is a part of, `Self` if it stands alone; `params` is the struct that it can take.
pub(super) fn handler(
    runtime: &Runtime,
    route: &Route,
    handler: &Handler<'_>,
    vis: &Visibility,
    module: &TokenStream,
    params: Option<&Params>,
) -> TokenStream {
    let cfgs: Vec<_> = handler.function.cfgs().collect();
    let doc = match route.kind {
        Kind::Route => format!("The route `{} {}`.", handler.method.as_str(), route.path),
        Kind::Page => format!("The page `{}`.", route.path),
    };
    let descriptor = descriptor(runtime, &route.path, &doc, vis, handler.name(), &cfgs);
    let description = description(runtime, route, handler, module, params);
    let stored = Stored::of(route, handler);
    let endpoint = endpoint(runtime, route, handler, &stored, &cfgs);
    let static_paths = stored.list.map(|list| static_paths(runtime, route, handler, list));
    let static_safe = static_safe(runtime, handler, &stored, &cfgs);
    let claims = claims(route, handler.method).into_iter().map(|claim| quote!(#(#cfgs)* #claim));
    quote! {
        #descriptor
        #(#cfgs)*
        #description
        #endpoint
        #static_paths
        #static_safe
        #(#claims)*
    }
}

/// What the runtime knows of the route before the program runs.
fn description(
    runtime: &Runtime,
    route: &Route,
    handler: &Handler<'_>,
    module: &TokenStream,
    params: Option<&Params>,
) -> TokenStream {
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
    let (config, caching) =
        (&route.options.config, route.options.caching.config(runtime, route.static_params.is_some()));
    let has_config = !config.is_empty() || !caching.is_empty();
    let config = has_config.then(|| quote!(.with_config(#runtime::Config::DEFAULT #(#config)* #caching)));
    let scope = route.options.scope.as_ref().map(|scope| {
        let scope = scope.unraw().to_string();
        quote!(.with_scope(#scope))
    });
    let params = param_types(route, handler, params);
    let file = route.is_file.then(|| quote!(.of_a_file()));
    let special = route.special.is_some().then(|| quote!(.of_a_special_file()));
    let place = quote_spanned!(route.span=> .at(::core::file!(), ::core::line!()));
    quote! {
        impl #runtime::Route for #name {
            type Module = #module;
            const INFO: &'static #runtime::RouteInfo = &#runtime::RouteInfo::#new #params #config #scope #file #special .in_module(::core::module_path!()) #place;
        }
    }
}

/// The parameters that the function takes, by their segment's position, argument and type: `.with_params(&[(1, "slug", "String")])`.
fn param_types(route: &Route, handler: &Handler<'_>, params: Option<&Params>) -> Option<TokenStream> {
    let taken = handler.arguments.iter().any(|argument| argument.source == Source::Request && is_params(argument.ty));
    let params = params.filter(|_| taken);
    let types: Vec<_> = path_params(&route.path)
        .into_iter()
        .filter_map(|PathParam { position, argument, .. }| {
            let is_it = |source| matches!(source, Source::Path(at, _) if at == position);
            let by_name = handler.arguments.iter().find(|argument| is_it(argument.source));
            let ty = by_name.map(|argument| shown(argument.ty)).or_else(|| params?.type_at(position))?;
            Some(quote!((#position, #argument, #ty)))
        })
        .collect();
    (!types.is_empty()).then(|| quote!(.with_params(&[#(#types),*])))
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
fn endpoint(
    runtime: &Runtime,
    route: &Route,
    handler: &Handler<'_>,
    stored: &Stored<'_>,
    cfgs: &[&Attribute],
) -> TokenStream {
    let name = handler.name();
    let mut made = Made::default();
    let all: Vec<_> = handler.arguments.iter().map(|argument| made.argument(argument, route.ids())).collect();
    let ids = route.ids().map(|ids| {
        let id = made.id(ids);
        let arguments: Vec<_> =
            handler.ids_arguments.iter().map(|argument| made.argument(argument, route.ids())).collect();
        (id, &ids.callee, arguments)
    });
    let Made { params, extracted, reads, .. } = made;

    let path = if reads.is_empty() { format_ident!("_path") } else { format_ident!("path") };
    let (param_values, param_types) = params.tokens();
    let (extracted_values, extracted_types) = extracted.tokens();
    // An error about what the function returns, or about its future, underlines the return type: from the span of the first
    // token here to the span of the last.
    let (first, last) = handler.function.output();
    let response = runtime.at(first);
    let send = quote_spanned!(last=> ::core::marker::Send);
    let future = quote_spanned!(first=> impl ::core::future::Future<Output: #response::RouteResponse> + #send);
    let mut call = quote_spanned!(name.span()=> #name(#(#all),*));
    if let Some((id, callee, arguments)) = ids {
        // What is wrong with the list underlines the option's value.
        let at = callee.span();
        let ours = runtime.at(at);
        let list = quote_spanned!(at=> #callee(#(#arguments),*).await);
        let check = quote_spanned!(at=> #ours::check_id(#list, &#id));
        let answer = quote_spanned!(first=> #response::RouteResponse::into_route_response(#call.await));
        call = quote! {
            async move {
                match #check {
                    ::core::result::Result::Ok(()) => #answer,
                    ::core::result::Result::Err(answer) => answer,
                }
            }
        };
    }
    let extracts = extracts(runtime, handler.function, &extracted.types, stored);
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

/// The values that a handler is called with, and how they are read from the path.
#[derive(Default)]
struct Made<'a> {
    len: usize,
    params: Group<TokenStream>,
    extracted: Group<&'a Type>,
    reads: TokenStream,
}

impl<'a> Made<'a> {
    /// The name of the argument's value.
    fn argument(&mut self, argument: &Argument<'a>, ids: Option<&Ids>) -> Ident {
        let (ty, span) = (argument.ty, argument.ty.span());
        let value = self.name();
        match argument.source {
            Source::Path(position, kind) => {
                let id = ids.filter(|ids| ids.position == position).map(Ids::runtime_name);
                let read = Ident::new(id.unwrap_or(kind.runtime_name()), span);
                self.reads.extend(quote!(path.#read::<#ty>(#position)?,));
                self.params.push(value.clone(), ty.to_token_stream());
            }
            Source::Request => self.extracted.push(value.clone(), ty),
        }
        value
    }

    /// The name of the id's value, as it is compared with those that there are.
    fn id(&mut self, ids: &Ids) -> Ident {
        let (value, position) = (self.name(), ids.position);
        let read = Ident::new(ids.runtime_name(), Span::call_site());
        self.reads.extend(quote!(path.#read::<::std::string::String>(#position)?,));
        self.params.push(value.clone(), quote!(::std::string::String));
        value
    }

    fn name(&mut self) -> Ident {
        self.len += 1;
        Ident::new(&format!("a{}", self.len - 1), Span::mixed_site())
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
pub(super) fn extracts(runtime: &Runtime, function: &Function, types: &[&Type], stored: &Stored<'_>) -> TokenStream {
    let (cfgs, name) = (function.cfgs(), &function.sig.ident);
    let markers: Vec<_> = (0..types.len()).map(|i| format_ident!("__Via{i}")).collect();
    let list = markers.iter().rev().fold(quote!(()), |rest, marker| quote!((#marker, #rest)));
    let bounds = types.iter().zip(&markers).map(|(ty, marker)| {
        let (span, runtime) = (ty.span(), runtime.at(ty.span()));
        quote_spanned!(span=> #ty: #runtime::Argument<#name, __State, #marker>,)
    });
    let listed = stored.list.map(|list| {
        let bounds = list.arguments.iter().map(|ty| {
            let (span, runtime) = (ty.span(), runtime.at(ty.span()));
            quote_spanned!(span=> #ty: #runtime::StaticArgument<__State>,)
        });
        quote!(__State: ::core::marker::Send + ::core::marker::Sync + 'static, #(#bounds)*)
    });
    let list_paths = stored.list.map(|list| {
        let arguments = &list.arguments;
        quote! {
            const LIST_PATHS: ::core::option::Option<#runtime::ListPaths<__State>> =
                #runtime::list_paths::<Self, __State, (#(#arguments,)*)>();
        }
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
            #listed
            #once
        {
            #list_paths
        }
    }
}

/// What a handler has to be for its answers to be stored.
#[derive(Default)]
pub(super) struct Stored<'a> {
    /// Whether its arguments must be the same for all requests of one path.
    asks_static_safe: bool,
    /// What lists its paths.
    list: Option<&'a StaticParams>,
}

impl<'a> Stored<'a> {
    /// Only answers to `GET` are stored (G2).
    fn of(route: &'a Route, handler: &Handler<'_>) -> Self {
        if handler.method != Method::Get {
            return Self::default();
        }
        let list = route.static_params.as_ref();
        Self { asks_static_safe: route.options.caching.asks_static_safe(list.is_some()), list }
    }
}

/// Asserts that what a stored answer is made from is the same for all requests of one path. (As a bound of [`extracts`] it would be reported
/// once more where the handler is mounted.)
fn static_safe(runtime: &Runtime, handler: &Handler<'_>, stored: &Stored<'_>, cfgs: &[&Attribute]) -> TokenStream {
    let extracted = handler.all_arguments().filter(|argument| argument.source == Source::Request);
    let of_handler = extracted.filter(|_| stored.asks_static_safe).map(|argument| argument.ty);
    let of_list = stored.list.into_iter().flat_map(|list| &list.arguments);
    let assertions = of_handler.chain(of_list).map(|ty| {
        let (span, runtime) = (ty.span(), runtime.at(ty.span()));
        quote_spanned!(span=> #(#cfgs)* #[allow(deprecated)] const _: fn() = #runtime::is_static_safe::<#ty>;)
    });
    assertions.collect()
}

/// Arguments that come from one place: a tuple of values and a tuple of types.
struct Group<T> {
    values: Vec<Ident>,
    types: Vec<T>,
}

impl<T> Default for Group<T> {
    fn default() -> Self {
        Self { values: Vec::new(), types: Vec::new() }
    }
}

impl<T: ToTokens> Group<T> {
    fn push(&mut self, value: Ident, ty: T) {
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
