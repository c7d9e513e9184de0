use super::descriptor::at_the_name;
use super::handler::{Stored, extracts};
use super::{Runtime, beside};
use crate::arguments::extractors;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::handler::check_signature;
use crate::item::{Function, RouteItem};
use crate::matcher::{Condition, Matcher};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, LitStr, ReturnType, Type};

/// `#[middleware(..)]` or `#[proxy(..)]` on a function.
pub(crate) fn middleware(attribute: &str, args: TokenStream, item: TokenStream) -> TokenStream {
    let mut diagnostics = Diagnostics::default();
    let matcher = Matcher::parse(args, &mut diagnostics);
    let keyword = match syn::parse2(item.clone()) {
        Ok(RouteItem::Function(function)) => return on_function(&matcher, &function, diagnostics),
        Ok(RouteItem::Module(module)) => module.mod_token.span,
        Ok(RouteItem::Other(keyword)) => keyword,
        Err(error) => {
            diagnostics.push_syntax(error);
            return beside(item, diagnostics);
        }
    };
    diagnostics.push(Diagnostic::new(keyword, format!("`#[{attribute}]` stands on an `async fn`")));
    beside(item, diagnostics)
}

/// A function is one from outside, too, if there is a mistake in its matcher alone.
fn on_function(matcher: &Matcher, function: &Function, diagnostics: Diagnostics) -> TokenStream {
    let mut signature = Diagnostics::default();
    check_signature("middleware", function, &mut signature);
    let arguments = extractors(function.sig.inputs.iter(), &mut signature);
    let item = if signature.is_empty() {
        let runtime = Runtime::new(matcher.runtime_crate.as_ref());
        let descriptor = descriptor(&runtime, matcher, function);
        let extracts = extracts(&runtime, function, &arguments, &Stored::default());
        let wrapper = wrapper(&runtime, function, &arguments);
        quote!(#descriptor #extracts #wrapper)
    } else {
        function.to_token_stream()
    };
    beside(beside(item, diagnostics), signature)
}

/// The type of the function's name.
///
/// ```text
/// // Input:  #[middleware(matcher = "/account/:path*", except = "/account/login")] async fn guard(..) ..
/// // Output:
/// struct guard {}
/// impl MiddlewareDescriptor for guard {
///     const INFO: &'static RouteInfo = &RouteInfo::middleware("guard").at(file!(), line!());
///     const MATCHER: &'static Matcher = ..;
/// }
/// ```
fn descriptor(runtime: &Runtime, matcher: &Matcher, function: &Function) -> TokenStream {
    let (vis, name) = (&function.vis, &function.sig.ident);
    let cfgs: Vec<_> = function.cfgs().collect();
    let (text, doc) = (name.unraw().to_string(), format!("The middleware `{}`.", name.unraw()));
    let structure = at_the_name(vis, name, |vis, name| quote!(#vis struct #name {}));
    let matcher = matcher_value(runtime, matcher);
    quote! {
        #(#cfgs)*
        #[doc = #doc]
        #[allow(non_camel_case_types, dead_code, unreachable_pub)]
        #structure

        #(#cfgs)*
        impl #runtime::MiddlewareDescriptor for #name {
            const INFO: &'static #runtime::RouteInfo =
                &#runtime::RouteInfo::middleware(#text).at(::core::file!(), ::core::line!());
            const MATCHER: &'static #runtime::Matcher = #matcher;
        }
    }
}

/// The matcher. Each of its literals is in a constant of its own, or the compiler would stop at the first that is wrong; and what is
/// made of a literal has its span, which is then underlined.
///
/// ```text
/// // Input:  matcher = { source = "/api/:path*", has = [query("v", "2")] }, except = "/api/health"
/// // Output:
/// {
///     const SOURCE_0: Source = Source::new("/api/:path*");
///     const HAS_0_0: Condition = Condition::query("v").with_value("2");
///     const EXCEPT_0: Source = Source::new("/api/health");
///     &Matcher {
///         entries: &[MatcherEntry { source: SOURCE_0, has: &[HAS_0_0], missing: &[] }],
///         except: &[EXCEPT_0],
///     }
/// }
/// ```
fn matcher_value(runtime: &Runtime, matcher: &Matcher) -> TokenStream {
    let mut constants = TokenStream::new();
    let mut entries = Vec::new();
    for (i, entry) in matcher.entries.iter().enumerate() {
        let source = source(runtime, &format!("SOURCE_{i}"), &entry.source, &mut constants);
        let has = conditions(runtime, &format!("HAS_{i}"), &entry.has, &mut constants);
        let missing = conditions(runtime, &format!("MISSING_{i}"), &entry.missing, &mut constants);
        entries.push(quote!(#runtime::MatcherEntry { source: #source, has: &[#(#has),*], missing: &[#(#missing),*] }));
    }
    let mut except = Vec::new();
    for (i, literal) in matcher.except.iter().enumerate() {
        except.push(source(runtime, &format!("EXCEPT_{i}"), literal, &mut constants));
    }
    quote! {{
        #constants
        &#runtime::Matcher { entries: &[#(#entries),*], except: &[#(#except),*] }
    }}
}

/// Adds the constant of a source, and returns its name.
fn source(runtime: &Runtime, name: &str, literal: &LitStr, constants: &mut TokenStream) -> Ident {
    let name = Ident::new(name, literal.span());
    let value = {
        let runtime = runtime.at(literal.span());
        quote_spanned!(literal.span()=> #runtime::Source::new(#literal))
    };
    constants.extend(quote!(const #name: #runtime::Source = #value;));
    name
}

/// Adds the constants of conditions, and returns their names.
fn conditions(runtime: &Runtime, prefix: &str, conditions: &[Condition], constants: &mut TokenStream) -> Vec<Ident> {
    let mut names = Vec::new();
    for (i, Condition { kind, name: literal, value }) in conditions.iter().enumerate() {
        let name = Ident::new(&format!("{prefix}_{i}"), literal.span());
        let condition = {
            let runtime = runtime.at(literal.span());
            quote_spanned!(literal.span()=> #runtime::Condition::#kind(#literal))
        };
        let value = value.as_ref().map(|value| quote_spanned!(value.span()=> .with_value(#value)));
        constants.extend(quote!(const #name: #runtime::Condition = #condition #value;));
        names.push(name);
    }
    names
}

/// The user's function, in one that returns its future with the descriptor in the future's type.
///
/// ```text
/// // Input:  #[doc = ".."] #[instrument] pub async fn guard(req: NextRequest, State(db): State<Db>) -> Middleware { .. }
/// // Output:
/// #[allow(clippy::too_many_arguments)]
/// #[doc = ".."]
/// pub fn guard(
///     a0: NextRequest,
///     a1: State<Db>,
/// ) -> MiddlewareFuture<guard, impl Future<Output = Middleware> + Send> {
///     #[instrument]
///     async fn guard(req: NextRequest, State(db): State<Db>) -> Middleware { .. }
///     MiddlewareFuture::new(guard(a0, a1))
/// }
/// ```
fn wrapper(runtime: &Runtime, function: &Function, arguments: &[&Type]) -> TokenStream {
    let Function { attrs, vis, sig, body } = function;
    let name = &sig.ident;
    let (outside, inside): (Vec<_>, Vec<_>) = attrs.iter().partition(|attr| belongs_outside(attr));
    let values: Vec<_> = (0..arguments.len()).map(|i| Ident::new(&format!("a{i}"), Span::mixed_site())).collect();
    let output = match &sig.output {
        ReturnType::Default => quote!(()),
        ReturnType::Type(_, ty) => ty.to_token_stream(),
    };
    // An error about what the function returns, or about its future, underlines the return type.
    let (first, last) = function.output();
    let runtime = runtime.at(first);
    let end = quote_spanned!(last=> >);
    let future = quote_spanned! {first=>
        #runtime::MiddlewareFuture<#name, impl ::core::future::Future<Output = #output> + ::core::marker::Send #end
    };
    let mut called = name.clone();
    called.set_span(first.resolved_at(name.span()));
    let passed = quote_spanned!(last=> (#(#values),*));
    let new = quote_spanned!(first=> #runtime::MiddlewareFuture::new(#called #passed));
    // From the first token to the last it has the user's spans, or rustc takes it for ours, and does not warn of a middleware that no
    // app has.
    let fn_token = &sig.fn_token;
    let mut block = Group::new(Delimiter::Brace, quote!(#(#inside)* #sig #body #new));
    block.set_span(body.span());
    quote! {
        // They would be counted twice.
        #[allow(clippy::too_many_arguments)]
        #(#outside)*
        #vis #fn_token #name(#(#values: #arguments),*) -> #future #block
    }
}

/// Whether an attribute is for those who see the function: docs, what configures it away, and lints, which go for what is in it, too.
/// Any other is for the function as it was written.
fn belongs_outside(attr: &Attribute) -> bool {
    ["doc", "cfg", "deprecated", "allow", "expect", "warn", "deny", "forbid"]
        .iter()
        .any(|name| attr.path().is_ident(name))
}
