use super::Runtime;
use crate::diagnostics::Diagnostics;
use crate::table::Table;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

/// `routes![..]`: the conflict check, which the compiler runs, and the table.
///
/// ```text
/// // Input:  routes![items::GET, posts::route]
/// // Output:
/// {
///     const TABLE: &[&[&RouteInfo]] = &[<items::GET as Table>::ROUTES, <posts::route as Table>::ROUTES];
///     const CLASHES: [Option<Clash>; len(TABLE)] = clashes(TABLE);
///     const _: () = refuse(TABLE, &CLASHES, 0);      // an error has the span of the element
///     const _: () = refuse(TABLE, &CLASHES, 1);
///     let mut routes = Routes::new();
///     mount::<items::GET, _, _>(&mut routes);
///     mount::<posts::route, _, _>(&mut routes);
///     routes
/// }
/// ```
pub(crate) fn table(tokens: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let table = Table::parse(tokens, &mut diagnostics);
    let runtime = Runtime::at(table.runtime_crate);
    let elements = &table.elements;
    let routes = Ident::new("routes", Span::mixed_site());
    let checks = elements.iter().enumerate().map(|(i, element)| {
        quote_spanned! {element.span()=>
            const _: () = #runtime::refuse(TABLE, &CLASHES, #i);
        }
    });
    let mounts = elements.iter().map(|element| {
        quote_spanned! {element.span()=>
            #runtime::mount::<#element, _, _>(&mut #routes);
        }
    });
    let errors = diagnostics.into_tokens();
    quote! {{
        #errors
        const TABLE: &[&[&#runtime::RouteInfo]] = &[#(<#elements as #runtime::Table>::ROUTES),*];
        #[allow(long_running_const_eval)]
        const CLASHES: [::core::option::Option<#runtime::Clash>; #runtime::len(TABLE)] = #runtime::clashes(TABLE);
        #(#checks)*
        #[allow(unused_mut)]
        let mut #routes = #runtime::Routes::new();
        #(#mounts)*
        #routes
    }}
}
