use super::Runtime;
use crate::diagnostics::Diagnostics;
use crate::handler::Route;
use crate::item::{Module, ModuleItem};
use crate::params::{ParamKind, own_params, path_params};
use crate::path::RoutePath;
use crate::shown::shown;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::Type;
use syn::spanned::Spanned;

/// The struct that takes all parameters of the path.
pub(super) struct Params {
    fields: Vec<Field>,
    /// The path, unless the user wrote the struct.
    generated: Option<String>,
}

struct Field {
    ident: Ident,
    ty: Type,
    position: usize,
    kind: ParamKind,
    /// The name as the path spells it.
    name: Option<String>,
}

impl Params {
    /// A module's own, or one of its path.
    pub(super) fn of_module(route: &Route, module: &Module, diagnostics: &mut Diagnostics) -> Self {
        let own = module.items.iter().find_map(|item| match item {
            ModuleItem::Params(item) => Some(item),
            _ => None,
        });
        if let Some(item) = own {
            let fields = own_params(item, &route.path, diagnostics)
                .into_iter()
                .map(|(ident, ty, position, kind)| Field { ident, ty, position, kind, name: None })
                .collect();
            return Self { fields, generated: None };
        }
        Self::of_path(&route.path)
    }

    pub(super) fn of_path(path: &RoutePath) -> Self {
        let fields = path_params(path)
            .into_iter()
            .map(|param| Field {
                ident: param.ident(Span::call_site()),
                ty: generated_type(param.kind),
                position: param.position,
                kind: param.kind,
                name: Some(param.name),
            })
            .collect();
        Self { fields, generated: Some(path.to_string()) }
    }

    /// The type of the parameter at this position, as the user has written it, or would have.
    pub(super) fn type_at(&self, position: usize) -> Option<String> {
        let field = self.fields.iter().find(|field| field.position == position)?;
        Some(match self.generated {
            Some(_) => field.kind.type_name().to_owned(),
            None => shown(&field.ty),
        })
    }

    /// The struct, unless there is one, and how it is read. `module` stands for the handlers that can take it.
    pub(super) fn tokens(&self, runtime: &Runtime, module: &TokenStream) -> TokenStream {
        let declaration = self.declaration(runtime);
        let fields = self.fields.iter().map(|Field { ident, ty, position, kind, .. }| {
            let read = Ident::new(kind.runtime_name(), ty.span());
            quote!(#ident: path.#read::<#ty>(#position)?)
        });
        let path = if self.fields.is_empty() { format_ident!("_path") } else { format_ident!("path") };
        quote! {
            #declaration

            impl #runtime::FromParams<#module> for Params {
                fn from_params(#path: #runtime::RawPath<'_>) -> ::core::result::Result<Self, #runtime::ParamError> {
                    ::core::result::Result::Ok(Self { #(#fields),* })
                }
            }

            impl #runtime::StaticSafe for Params {}
        }
    }

    /// The struct that the user did not write.
    pub(super) fn declaration(&self, runtime: &Runtime) -> Option<TokenStream> {
        let path = self.generated.as_ref()?;
        let doc = format!("The parameters of `{path}`.");
        let fields = self.fields.iter().map(|Field { ident, ty, name, .. }| {
            let doc = name.as_ref().map(|name| format!("The parameter `{name}`."));
            quote!(#[doc = #doc] pub #ident: #ty)
        });
        let serialized = self.fields.iter().map(|Field { ident, name, .. }| {
            quote!(#runtime::serde::ser::SerializeStruct::serialize_field(&mut fields, #name, &self.#ident)?;)
        });
        let len = self.fields.len();
        let mutability = (len > 0).then(|| quote!(mut));
        // No `#[derive(Serialize)]`: it takes the path of serde as a string, and `$crate` is none.
        Some(quote! {
            #[doc = #doc]
            #[derive(
                ::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash,
            )]
            #[allow(unreachable_pub)]
            pub struct Params { #(#fields),* }

            impl #runtime::serde::Serialize for Params {
                fn serialize<__Serializer: #runtime::serde::Serializer>(
                    &self,
                    serializer: __Serializer,
                ) -> ::core::result::Result<__Serializer::Ok, __Serializer::Error> {
                    let #mutability fields = #runtime::serde::Serializer::serialize_struct(serializer, "Params", #len)?;
                    #(#serialized)*
                    #runtime::serde::ser::SerializeStruct::end(fields)
                }
            }
        })
    }
}

fn generated_type(kind: ParamKind) -> Type {
    match kind {
        ParamKind::Dynamic => syn::parse_quote!(::std::string::String),
        ParamKind::CatchAll => syn::parse_quote!(::std::vec::Vec<::std::string::String>),
        ParamKind::OptionalCatchAll => {
            syn::parse_quote!(::core::option::Option<::std::vec::Vec<::std::string::String>>)
        }
    }
}
