use super::handler::fnv1a;
use super::{Runtime, beside};
use crate::cached::{Arguments, CustomLife, DeclaredTag, Life, Options, check_signature, declared_tags};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::item::{Function, RouteItem};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, ReturnType};

/// `#[cached(..)]` on a function.
pub(crate) fn cached(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let options = Options::parse(args, &mut diagnostics);
    let keyword = match syn::parse2(item.clone()) {
        Ok(RouteItem::Function(function)) => return on_function(&options, &function, diagnostics),
        Ok(RouteItem::Module(module)) => module.mod_token.span,
        Ok(RouteItem::Other(keyword)) => keyword,
        Err(error) => {
            diagnostics.push_syntax(error);
            return beside(item, diagnostics);
        }
    };
    diagnostics.push(Diagnostic::new(keyword, "`#[cached]` stands on an `async fn`"));
    beside(item, diagnostics)
}

fn on_function(options: &Options, function: &Function, mut diagnostics: Diagnostics) -> TokenStream {
    let arguments = check_signature(function, options.key.is_some(), &mut diagnostics);
    if !diagnostics.is_empty() {
        return beside(function.to_token_stream(), diagnostics);
    }
    let Function { attrs, vis, sig, body } = function;
    let mut block = Group::new(Delimiter::Brace, call(options, function, &arguments));
    // With the span of the user's body, so that lints take it for that.
    block.set_span(body.span());
    quote!(#(#attrs)* #vis #sig #block)
}

/// The body that comes out: it asks the cache, and brings the one that went in.
///
/// ```text
/// // Input:  #[cached(life = "hours", tags = ["posts"])] async fn posts(page: u32) -> Result<Vec<Post>> { .. }
/// // Output: async fn posts(page: u32) -> Result<Vec<Post>> {
/// let mut key = FunctionKey::new(
///     {
///         static __CACHED_FUNCTION: CachedFunction = CachedFunction::new(line!(), column!(), 0x1234, Some(Life::Hours));
///         &__CACHED_FUNCTION
///     },
///     || (),
/// );
/// key.add::<u32>(&page);
/// let codec = {
///     use PlainOutput as _;
///     Output::<Result<Vec<Post>>>::new().codec()
/// };
/// call(key, codec, async move || -> Result<Vec<Post>> {
///     tag("posts");
///     { .. }
/// })
/// .await
/// // }
/// ```
fn call(options: &Options, function: &Function, arguments: &Arguments<'_>) -> TokenStream {
    let runtime = Runtime::new(options.runtime_crate.as_ref());
    let name = &function.sig.ident;
    let output = match &function.sig.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => ty.to_token_stream(),
    };
    // Ours: no name of the user's reaches them, and they reach none of his. That is not so for an item, which has a block of its own.
    let [key, codec] = ["key", "codec"].map(|name| Ident::new(name, Span::mixed_site()));
    let life = match &options.life {
        Some(life) => {
            let life = life_value(&runtime, life);
            quote!(::core::option::Option::Some(#life))
        }
        None => quote!(::core::option::Option::None),
    };
    let place = quote_spanned!(name.span()=> ::core::line!(), ::core::column!());
    // It tells functions of one name apart that a macro makes in one call.
    let text = fnv1a(&function.to_token_stream().to_string());
    let parts = match &options.key {
        Some(value) => key_parts(&key, value),
        None => arguments
            .iter()
            .map(|(name, ty)| {
                let at = ty.span();
                quote_spanned!(at=> #key.add::<#ty>(&#name);)
            })
            .collect(),
    };
    // An error about what the function returns underlines the return type.
    let (first, last) = function.output();
    let codec_value = {
        let runtime = runtime.at(first);
        let end = quote_spanned!(last=> >);
        let method = quote_spanned!(first=> codec());
        quote_spanned!(first=> #runtime::Output::<#output #end::new().#method)
    };
    let tags = options.tags.iter().map(|tag| {
        let runtime = runtime.at(tag.span());
        quote_spanned!(tag.span()=> #runtime::tag(#tag);)
    });
    let body = &function.body;
    // An error about the future, which must be `Send`, underlines the name of the function.
    let call = {
        let runtime = runtime.at(name.span());
        quote_spanned!(name.span()=> #runtime::call)
    };
    let closure = quote_spanned!(name.span()=> async move ||);
    quote! {
        // Without arguments nothing is added to the key.
        #[allow(unused_mut)]
        let mut #key = #runtime::FunctionKey::new(
            {
                static __CACHED_FUNCTION: #runtime::CachedFunction = #runtime::CachedFunction::new(#place, #text, #life);
                &__CACHED_FUNCTION
            },
            || (),
        );
        #parts
        let #codec = {
            // A `Result` needs no trait to be stored, and only the compiler knows whether the output is one.
            #[allow(unused_imports)]
            use #runtime::PlainOutput as _;
            #codec_value
        };
        #call(#key, #codec, #closure -> #output {
            #(#tags)*
            // Those of a body on one line look needless within ours, and rustc would have them removed from the user's function.
            #[allow(unused_braces)]
            #body
        })
        .await
    }
}

/// What the option `key` names. The elements of a tuple are looked at one by one, so that none is moved out of an argument.
fn key_parts(key: &Ident, value: &Expr) -> TokenStream {
    let parts: Vec<&Expr> = match value {
        Expr::Tuple(tuple) => tuple.elems.iter().collect(),
        value => vec![value],
    };
    parts.into_iter().map(|part| quote_spanned!(part.span()=> #key.add(&#part);)).collect()
}

fn life_value(runtime: &Runtime, life: &Life) -> TokenStream {
    match life {
        Life::Profile(variant) => quote!(#runtime::Life::#variant),
        Life::Expr(value) => quote_spanned!(value.span()=> #value),
        Life::Custom(custom) => {
            let CustomLife { span, stale, revalidate, expire } = &**custom;
            let option = |value: &Option<Expr>| match value {
                Some(value) => quote!(::core::option::Option::Some(#value)),
                None => quote!(::core::option::Option::None),
            };
            let (stale, expire) = (option(stale), option(expire));
            let revalidate = match revalidate {
                Some(revalidate) => {
                    let revalidate = option(revalidate);
                    quote!(::core::option::Option::Some(#revalidate))
                }
                None => quote!(::core::option::Option::None),
            };
            let runtime = runtime.at(*span);
            quote_spanned!(*span=> #runtime::custom_life(#stale, #revalidate, #expire))
        }
    }
}

/// `cache_tags! { pub Posts, pub Post(u64) }`, with the path of the runtime's crate in front.
///
/// ```text
/// // Output:
/// pub const Posts: StaticTag = StaticTag::new("Posts");
/// pub fn Post(a0: u64) -> Tag { Tag::with_parameters("Post", &[&a0]) }
/// ```
pub(crate) fn cache_tags(tokens: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let (runtime_crate, tags) = declared_tags(tokens, &mut diagnostics);
    let runtime = Runtime::new(runtime_crate.as_ref());
    let items = tags.iter().map(|tag| declared_tag(&runtime, tag)).collect();
    beside(items, diagnostics)
}

fn declared_tag(runtime: &Runtime, tag: &DeclaredTag) -> TokenStream {
    let DeclaredTag { attrs, vis, name, parameters } = tag;
    let text = name.unraw().to_string();
    let Some(types) = parameters else {
        return quote_spanned! {name.span()=>
            #(#attrs)*
            #[allow(non_upper_case_globals)]
            #vis const #name: #runtime::StaticTag = #runtime::StaticTag::new(#text);
        };
    };
    let values: Vec<_> = (0..types.len()).map(|i| format_ident!("a{i}", span = Span::mixed_site())).collect();
    let displayed = types.iter().zip(&values).map(|(ty, value)| quote_spanned!(ty.span()=> &#value));
    quote_spanned! {name.span()=>
        #(#attrs)*
        #[allow(non_snake_case)]
        #[must_use]
        #vis fn #name(#(#values: #types),*) -> #runtime::Tag {
            #runtime::Tag::with_parameters(#text, &[#(#displayed),*])
        }
    }
}
