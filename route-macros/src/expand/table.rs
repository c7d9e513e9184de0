use super::Runtime;
use crate::diagnostics::Diagnostics;
use crate::table::{Element, Table};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

/// `routes![..]`: the conflict check, which the compiler runs, and the table.
///
/// ```text
/// // Input:  routes![items::GET, posts::route]
/// // Output:
/// {
///     const TABLE: &[&[&RouteInfo]] = &[<items::GET as Table>::ROUTES, <posts::route as Table>::ROUTES];
///     const CLASHES: &Clashes<{ len(TABLE) }> = &clashes(TABLE);
///     const _: () = refuse(TABLE, CLASHES, 0);      // an error has the span of the element
///     const _: () = refuse(TABLE, CLASHES, 1);
///     let mut routes = Routes::new();
///     <<items::GET as Table>::Handlers as MountAll<_, _>>::mount_all(&mut routes);
///     <<posts::route as Table>::Handlers as MountAll<_, _>>::mount_all(&mut routes);
///     routes
/// }
/// ```
pub(crate) fn table(tokens: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let table = Table::parse(tokens, &mut diagnostics);
    let runtime = Runtime::in_crate(table.runtime_crate);
    let routes = Ident::new("routes", Span::mixed_site());
    let paths = table.elements.iter().map(|element| &element.path);
    let checks = table.elements.iter().enumerate().map(|(i, element)| {
        let runtime = runtime.at(element.span);
        quote_spanned!(element.span=> const _: () = #runtime::refuse(TABLE, CLASHES, #i);)
    });
    let mounts = table.elements.iter().map(|Element { path, span }| {
        let runtime = runtime.at(*span);
        quote_spanned!(*span=> <<#path as #runtime::Table>::Handlers as #runtime::MountAll<_, _>>::mount_all(&mut #routes);)
    });
    let mutability = (!table.elements.is_empty()).then(|| quote!(mut));
    let errors = diagnostics.into_tokens();
    quote! {{
        #errors
        const TABLE: &[&[&#runtime::RouteInfo]] = &[#(<#paths as #runtime::Table>::ROUTES),*];
        #[allow(long_running_const_eval)]
        const CLASHES: &#runtime::Clashes<{ #runtime::len(TABLE) }> = &#runtime::clashes(TABLE);
        #(#checks)*
        let #mutability #routes = #runtime::Routes::new();
        #(#mounts)*
        #routes
    }}
}
