use super::descriptor::at_the_name;
use super::handler::extracts;
use super::{Runtime, beside};
use crate::arguments::extractors;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::handler::check_signature;
use crate::item::{Function, RouteItem};
use crate::matcher::{Condition, Matcher};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
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
        let extracts = extracts(&runtime, function, &arguments);
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
///     const MATCHER: &'static Matcher = { .. };
/// }
/// ```
fn descriptor(runtime: &Runtime, matcher: &Matcher, function: &Function) -> TokenStream {
    let (vis, name) = (&function.vis, &function.sig.ident);
    let cfgs: Vec<_> = function.cfgs().collect();
    let (text, doc) = (name.unraw().to_string(), format!("The middleware `{}`.", name.unraw()));
    let structure = at_the_name(vis, name, |vis, name| quote!(#vis struct #name {}));
    let matcher = constants(runtime, matcher);
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

/// The matcher. Each of its literals is in a constant of its own, or the compiler would stop at the first that is wrong; each constant
/// has the span of its literal, which is then underlined. The lists are statics, because a constant would be reported with its parts.
///
/// ```text
/// // Input:  matcher = { source = "/api/:path*", has = [query("v", "2")] }, except = "/api/health"
/// // Output:
/// {
///     const SOURCE_0: MatcherEntry = MatcherEntry::new("/api/:path*");
///     const HAS_0_0: Condition = Condition::query("v").with_value("2");
///     static HAS_0: [Condition; 1] = [HAS_0_0];
///     static ENTRIES: [MatcherEntry; 1] = [SOURCE_0.has(&HAS_0)];
///     const _: MatcherEntry = MatcherEntry::new("/api/health");
///     &Matcher::new(&ENTRIES, &["/api/health"])
/// }
/// ```
fn constants(runtime: &Runtime, Matcher { entries, except, .. }: &Matcher) -> TokenStream {
    let mut items = TokenStream::new();
    let mut values = Vec::new();
    for (i, entry) in entries.iter().enumerate() {
        let name = format_ident!("SOURCE_{i}", span = entry.source.span());
        let source = source(runtime, &entry.source);
        items.extend(quote!(const #name: #runtime::MatcherEntry = #source;));
        let mut value = name.to_token_stream();
        for (method, conditions) in [("has", &entry.has), ("missing", &entry.missing)] {
            if !conditions.is_empty() {
                let list = format_ident!("{}_{i}", method.to_uppercase());
                items.extend(condition_list(runtime, &list, conditions));
                let method = format_ident!("{method}");
                value.extend(quote!(.#method(&#list)));
            }
        }
        values.push(value);
    }
    let len = values.len();
    let checks = except.iter().map(|literal| source(runtime, literal));
    quote! {{
        #items
        static ENTRIES: [#runtime::MatcherEntry; #len] = [#(#values),*];
        #(const _: #runtime::MatcherEntry = #checks;)*
        &#runtime::Matcher::new(&ENTRIES, &[#(#except),*])
    }}
}

fn source(runtime: &Runtime, literal: &LitStr) -> TokenStream {
    let runtime = runtime.at(literal.span());
    quote_spanned!(literal.span()=> #runtime::MatcherEntry::new(#literal))
}

fn condition_list(runtime: &Runtime, list: &Ident, conditions: &[Condition]) -> TokenStream {
    let constants: Vec<_> = conditions
        .iter()
        .enumerate()
        .map(|(i, condition)| format_ident!("{list}_{i}", span = condition.name.span()))
        .collect();
    let values = conditions.iter().map(|Condition { kind, name, value }| {
        let runtime = runtime.at(name.span());
        let condition = quote_spanned!(name.span()=> #runtime::Condition::#kind(#name));
        let value = value.as_ref().map(|value| quote_spanned!(value.span()=> .with_value(#value)));
        quote!(#condition #value)
    });
    let len = constants.len();
    quote! {
        #(const #constants: #runtime::Condition = #values;)*
        static #list: [#runtime::Condition; #len] = [#(#constants),*];
    }
}

/// The user's function, in one that returns its future with the descriptor in the future's type.
///
/// ```text
/// // Input:  #[doc = ".."] #[instrument] pub async fn guard(req: NextRequest, State(db): State<Db>) -> Middleware { .. }
/// // Output:
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
    let response = runtime.at(first);
    let end = quote_spanned!(last=> >);
    let future = quote_spanned! {first=>
        #response::MiddlewareFuture<#name, impl ::core::future::Future<Output = #output> + ::core::marker::Send #end
    };
    let called = Ident::new(&name.to_string(), first.resolved_at(name.span()));
    let values_passed = quote_spanned!(last=> (#(#values),*));
    let new = quote_spanned!(first=> #response::MiddlewareFuture::new(#called #values_passed));
    quote! {
        #(#outside)*
        #vis fn #name(#(#values: #arguments),*) -> #future {
            #(#inside)*
            #sig #body
            #new
        }
    }
}

/// Whether an attribute is for those who see the function: docs, what configures it away, and lints, which go for what is in it, too.
/// Any other is for the function as it was written.
fn belongs_outside(attr: &Attribute) -> bool {
    ["doc", "cfg", "deprecated", "must_use", "allow", "expect", "warn", "deny", "forbid"]
        .iter()
        .any(|name| attr.path().is_ident(name))
}
