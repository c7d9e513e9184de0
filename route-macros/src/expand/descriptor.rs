use super::Runtime;
use crate::params::{ParamKind, path_params};
use crate::path::RoutePath;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Visibility};

/// The type of a handler's name, with the route's pattern and its URLs.
///
/// ```text
/// // Input:  #[route("/items/[slug]")] pub async fn GET(..) ..
/// // Output:
/// pub struct GET {}
/// impl GET {
///     pub const PATTERN: &'static str = "/items/[slug]";
///     pub fn url(slug: impl Display) -> String { .. }
///     pub fn try_url(slug: impl Display) -> Result<String, UrlError> { .. }
/// }
/// ```
pub(super) fn descriptor(
    runtime: &Runtime,
    path: &RoutePath,
    doc: &str,
    vis: &Visibility,
    name: &Ident,
    cfgs: &[&Attribute],
) -> TokenStream {
    let pattern = path.to_string();
    let params = path_params(path);
    let inputs: Vec<_> = params
        .iter()
        .map(|param| {
            let name = param.ident(Span::mixed_site());
            match param.kind {
                ParamKind::Dynamic => quote!(#name: impl ::core::fmt::Display),
                ParamKind::CatchAll => quote! {
                    #name: impl ::core::iter::IntoIterator<Item: ::core::fmt::Display>
                },
                ParamKind::OptionalCatchAll => quote! {
                    #name: ::core::option::Option<impl ::core::iter::IntoIterator<Item: ::core::fmt::Display>>
                },
            }
        })
        .collect();
    let fill: TokenStream = params
        .iter()
        .map(|param| {
            let (name, fill) = (param.ident(Span::mixed_site()), format_ident!("{}", param.kind.runtime_name()));
            quote!(.#fill(#name))
        })
        .collect();
    // With our span and not the user's, or rustc warns of a `url` that is never used where the user's own macro wrote the `pub`.
    let ours = respan(vis.to_token_stream(), Span::call_site());
    let structure = at_the_name(vis, name, |vis, name| quote!(#vis struct #name {}));
    quote! {
        #(#cfgs)*
        #[doc = #doc]
        #[allow(non_camel_case_types, dead_code, unreachable_pub)]
        #structure

        #(#cfgs)*
        impl #name {
            /// The pattern, in Next's syntax.
            #ours const PATTERN: &'static ::core::primitive::str = #pattern;

            /// The path for these parameters, percent-encoded.
            #ours fn url(#(#inputs),*) -> ::std::string::String {
                #runtime::UrlBuilder::new::<Self>() #fill.finish()
            }

            /// The path for these parameters, unless no URL can carry one of them.
            #ours fn try_url(#(#inputs),*) -> ::core::result::Result<::std::string::String, #runtime::UrlError> {
                #runtime::UrlBuilder::new::<Self>() #fill.try_finish()
            }
        }
    }
}

fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let respanned = tokens.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut respanned = Group::new(group.delimiter(), respan(group.stream(), span));
            respanned.set_span(span);
            respanned.into()
        }
        mut token => {
            token.set_span(span);
            token
        }
    });
    respanned.collect()
}

/// What stands for the descriptor of a handler with a mistake, so that `routes!` has no second one to report.
pub(super) fn stand_in(runtime: &Runtime, vis: &Visibility, name: &Ident) -> TokenStream {
    alias(vis, name, &quote!(#runtime::Absent))
}

/// Another type under the name of a handler.
pub(super) fn alias(vis: &Visibility, name: &Ident, target: &TokenStream) -> TokenStream {
    let alias = at_the_name(vis, name, |vis, name| quote!(#vis type #name));
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, dead_code, unreachable_pub)]
        #alias = #target;
    }
}

/// An item that stands where the function's name does, which is what another type may have already (E0428). But it is ours, or
/// clippy says that a type should not be called `GET`.
pub(super) fn at_the_name(
    vis: &Visibility,
    name: &Ident,
    item: impl FnOnce(&TokenStream, &Ident) -> TokenStream,
) -> TokenStream {
    let mut ident = name.clone();
    ident.set_span(Span::call_site());
    respan(item(&vis.to_token_stream(), &ident), Span::call_site().located_at(name.span()))
}
