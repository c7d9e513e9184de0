use super::{Runtime, handler, public};
use crate::files::StaticFile;
use crate::handler::{Handler, Kind, Route};
use crate::item::RouteItem;
use crate::method::Method;
use crate::options::Options;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// The module of a file that is sent as it is, with a handler like any other.
///
/// ```text
/// // Input:  src/app/icon.png
/// // Output:
/// pub mod icon_png {
///     static FILE: StaticFile = StaticFile::new(include_bytes!("/../src/app/icon.png"), "image/png");
///     pub const CONTENT_TYPE: &str = "image/png";
///     async fn GET(headers: HeaderMap) -> Response { FILE.answer(&headers) }
///     ..
/// }
/// ```
pub(super) fn static_file(runtime: &Runtime, file: &StaticFile, span: Span) -> TokenStream {
    let StaticFile { module, place, path, content_type, alt } = file;
    let item = quote! {
        async fn GET(headers: #runtime::HeaderMap) -> #runtime::Response {
            #runtime::StaticFile::answer(&FILE, &headers)
        }
    };
    let Ok(RouteItem::Function(function)) = syn::parse2(item.clone()) else { return TokenStream::new() };
    let route = Route {
        kind: Kind::Route,
        path: path.clone(),
        is_placed: true,
        span,
        options: Options::default(),
        static_params: None,
        special: None,
        is_file: true,
    };
    // What is written here has no mistake.
    let handler = Handler::lower(&route, Method::Get, &function, &mut crate::diagnostics::Diagnostics::default());
    let expansion = handler::handler(runtime, &route, &handler, &public(), &quote!(Self), None);
    let (module, doc) = (Ident::new(module, Span::call_site()), format!("`{place}`"));
    let bytes = from_package(place);
    let alt = alt.as_ref().map(|alt| {
        let text = from_package(alt);
        quote! {
            /// The text for those who do not see the picture.
            pub const ALT: &::core::primitive::str = ::core::include_str!(#text).trim_ascii();
        }
    });
    quote! {
        #[doc = #doc]
        #[allow(unreachable_pub, dead_code)]
        pub mod #module {
            static FILE: #runtime::StaticFile = #runtime::StaticFile::new(::core::include_bytes!(#bytes), CONTENT_TYPE);

            /// What the file is sent as.
            pub const CONTENT_TYPE: &::core::primitive::str = #content_type;

            #alt

            #[allow(non_snake_case)]
            #item

            #expansion
        }
    }
}

/// The absolute path of a file, which the compiler makes of it.
fn from_package(place: &str) -> TokenStream {
    quote!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #place))
}
