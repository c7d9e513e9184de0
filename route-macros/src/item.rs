//! The syntax of what an attribute stands on. Bodies of functions stay tokens: they are the compiler's to read.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, Ident, Item, ItemStruct, ReturnType, Signature, Token, Visibility};

/// What `#[route]` may stand on.
pub(crate) enum RouteItem {
    Function(Box<Function>),
    Module(Module),
    /// Something else, and its keyword.
    Other(Span),
}

/// A function, whose body is not looked at.
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    pub(crate) body: TokenStream,
}

/// `mod name { .. }`
pub(crate) struct Module {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) mod_token: Token![mod],
    pub(crate) ident: Ident,
    pub(crate) inner_attrs: Vec<Attribute>,
    pub(crate) items: Vec<ModuleItem>,
}

/// One item of a module.
pub(crate) enum ModuleItem {
    Function(Box<Function>),
    Params(Box<ItemStruct>),
    Other(Box<Item>),
}

impl Parse for RouteItem {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis: Visibility = input.parse()?;
        if input.peek(Token![mod]) {
            Module::parse(attrs, vis, input).map(Self::Module)
        } else if is_function(input) {
            Function::parse(attrs, vis, input).map(Box::new).map(Self::Function)
        } else {
            let keyword = input.span();
            input.parse::<TokenStream>().map(|_| Self::Other(keyword))
        }
    }
}

/// Whether a function begins here, after its attributes and visibility.
fn is_function(input: ParseStream<'_>) -> bool {
    let input = input.fork();
    while !input.peek(Token![fn]) {
        let qualifier = input.peek(Token![async])
            || input.peek(Token![unsafe])
            || input.peek(Token![const])
            || input.peek(Token![extern])
            || input.peek(syn::LitStr);
        if !qualifier || input.parse::<TokenTree>().is_err() {
            return false;
        }
    }
    true
}

impl Function {
    fn parse(attrs: Vec<Attribute>, vis: Visibility, input: ParseStream<'_>) -> syn::Result<Self> {
        let sig = input.parse()?;
        let body = match input.parse()? {
            TokenTree::Group(body) => body.into_token_stream(),
            other => return Err(syn::Error::new(other.span(), "expected a function body")),
        };
        Ok(Self { attrs, vis, sig, body })
    }

    /// Another of our attributes, below the one that is expanded.
    pub(crate) fn other_attribute(&self) -> Option<&Attribute> {
        let ours = ["route", "page", "middleware", "proxy"];
        self.attrs.iter().find(|attr| ours.iter().any(|name| attr.path().is_ident(name)))
    }

    /// Where a mistake about the returned type belongs: its first token and its last.
    pub(crate) fn output(&self) -> (Span, Span) {
        let ReturnType::Type(_, ty) = &self.sig.output else {
            return (self.sig.ident.span(), self.sig.ident.span());
        };
        let last = ty.to_token_stream().into_iter().last().map(|token| token.span());
        (ty.span(), last.unwrap_or_else(|| ty.span()))
    }

    /// The `#[cfg(..)]` that stand below ours: what is emitted beside the function depends on them too.
    pub(crate) fn cfgs(&self) -> impl Iterator<Item = &Attribute> {
        self.attrs.iter().filter(|attr| attr.path().is_ident("cfg"))
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.attrs.iter().for_each(|attr| attr.to_tokens(tokens));
        self.vis.to_tokens(tokens);
        self.sig.to_tokens(tokens);
        self.body.to_tokens(tokens);
    }
}

impl Module {
    fn parse(attrs: Vec<Attribute>, vis: Visibility, input: ParseStream<'_>) -> syn::Result<Self> {
        let mod_token = input.parse()?;
        let ident = input.parse()?;
        if input.peek(Token![;]) {
            return Err(input.error("`#[route]` on a module needs its items\nhelp: write `mod name { .. }`"));
        }
        let content;
        syn::braced!(content in input);
        let inner_attrs = content.call(Attribute::parse_inner)?;
        let mut items = Vec::new();
        while !content.is_empty() {
            items.push(content.parse()?);
        }
        Ok(Self { attrs, vis, mod_token, ident, inner_attrs, items })
    }
}

impl Parse for ModuleItem {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let ahead = input.fork();
        let attrs = ahead.call(Attribute::parse_outer)?;
        let vis: Visibility = ahead.parse()?;
        if is_function(&ahead) {
            input.advance_to(&ahead);
            return Function::parse(attrs, vis, input).map(Box::new).map(Self::Function);
        }
        match input.parse()? {
            Item::Struct(item) if item.ident == "Params" => Ok(Self::Params(Box::new(item))),
            item => Ok(Self::Other(Box::new(item))),
        }
    }
}
