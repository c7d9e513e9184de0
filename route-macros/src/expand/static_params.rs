use super::Runtime;
use crate::handler::{Handler, Route};
use crate::params::path_params;
use crate::static_params::{Items, StaticParams};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

/// How the paths of a `GET` are listed.
///
/// ```text
/// // Input:  pub async fn generate_static_params(State(db): State<Db>) -> Vec<Params>
/// // Output:
/// impl StaticPaths<(State<Db>,)> for GET {
///     fn static_paths((a0,): (State<Db>,)) -> impl Future<Output = Result<Vec<String>, RouteError>> + Send {
///         async move {
///             let list: Vec<Params> = StaticParams::<Params>::into_list(generate_static_params(a0).await)?;
///             static_urls::<Self, _>(list, |Params { slug }| Self::try_url(slug))
///         }
///     }
/// }
/// ```
pub(super) fn static_paths(
    runtime: &Runtime,
    route: &Route,
    handler: &Handler<'_>,
    StaticParams { callee, arguments, output: (first, last), items, .. }: &StaticParams,
) -> TokenStream {
    let (cfgs, name) = (handler.function.cfgs(), handler.name());
    let values: Vec<_> = (0..arguments.len()).map(|i| Ident::new(&format!("a{i}"), Span::mixed_site())).collect();
    let params: Vec<_> = path_params(&route.path).iter().map(|param| param.ident(Span::call_site())).collect();
    let (item, pattern) = match (items, &*params) {
        (Items::Params, params) => (quote_spanned!(*first=> Params), quote!(Params { #(#params),* })),
        (Items::Values, [param]) => (quote!(_), quote!(#param)),
        (Items::Values, params) => {
            let any = params.iter().map(|_| format_ident!("_"));
            (quote!((#(#any),*)), quote!((#(#params),*)))
        }
    };
    // What is wrong with the list underlines the type that the function returns, or the option's value.
    let ours = runtime.at(*first);
    let called = quote_spanned!(*first=> #callee(#(#values),*));
    let list = quote_spanned!(*last=> #called.await);
    let list = quote_spanned!(*first=> #ours::StaticParams::<#item>::into_list(#list)?);
    let send = quote_spanned!(*last=> ::core::marker::Send);
    let url = quote_spanned!(*first=> Self::try_url(#(#params),*));
    quote! {
        #(#cfgs)*
        #[allow(deprecated, clippy::manual_async_fn, clippy::redundant_closure_call)]
        impl #runtime::StaticPaths<(#(#arguments,)*)> for #name {
            fn static_paths(
                (#(#values,)*): (#(#arguments,)*),
            ) -> impl ::core::future::Future<
                Output = ::core::result::Result<::std::vec::Vec<::std::string::String>, #runtime::RouteError>,
            > + #send {
                async move {
                    let list: ::std::vec::Vec<#item> = #list;
                    #runtime::static_urls::<Self, _>(list, |#pattern| #url)
                }
            }
        }
    }
}
