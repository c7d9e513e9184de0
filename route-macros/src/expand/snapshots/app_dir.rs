// Input:
//
// #[app_dir("src/app", state = crate::Db)]
// pub mod app {}

#[path = "app"]
pub mod app {
    ///`src/app/page.rs`
    #[allow(unreachable_pub)]
    #[path = "page.rs"]
    pub mod page;
    ///The folder `items`.
    #[allow(non_snake_case, unreachable_pub)]
    #[path = "items"]
    pub mod items {
        ///The folder `[slug]`.
        #[allow(non_snake_case, unreachable_pub)]
        #[path = "[slug]"]
        pub mod slug {
            ///The parameters of `/items/[slug]`.
            #[derive(
                ::core::clone::Clone,
                ::core::fmt::Debug,
                ::core::cmp::PartialEq,
                ::core::cmp::Eq,
                ::core::hash::Hash,
            )]
            #[allow(unreachable_pub)]
            pub struct Params {
                ///The parameter `slug`.
                pub slug: ::std::string::String,
            }
            impl ::route_runtime::__private::serde::Serialize for Params {
                fn serialize<
                    __Serializer: ::route_runtime::__private::serde::Serializer,
                >(
                    &self,
                    serializer: __Serializer,
                ) -> ::core::result::Result<__Serializer::Ok, __Serializer::Error> {
                    let mut fields = ::route_runtime::__private::serde::Serializer::serialize_struct(
                        serializer,
                        "Params",
                        1usize,
                    )?;
                    ::route_runtime::__private::serde::ser::SerializeStruct::serialize_field(
                        &mut fields,
                        "slug",
                        &self.slug,
                    )?;
                    ::route_runtime::__private::serde::ser::SerializeStruct::end(fields)
                }
            }
            impl ::route_runtime::__private::FromParams<
                ::route_runtime::__private::InFolder<7596052738232257078u64>,
            > for Params {
                fn from_params(
                    path: ::route_runtime::__private::RawPath<'_>,
                ) -> ::core::result::Result<
                    Self,
                    ::route_runtime::__private::ParamError,
                > {
                    ::core::result::Result::Ok(Self {
                        slug: path.dynamic::<::std::string::String>(1usize)?,
                    })
                }
            }
            impl ::route_runtime::__private::StaticSafe for Params {}
            ///`src/app/items/[slug]/route.rs`
            #[allow(unreachable_pub)]
            #[path = "route.rs"]
            pub mod route;
        }
    }
    ///The folder `type`.
    #[allow(non_snake_case, unreachable_pub)]
    #[path = "type"]
    pub mod r#type {
        ///`src/app/type/route.rs`
        #[allow(unreachable_pub)]
        #[path = "route.rs"]
        pub mod route;
        const _: () = ::core::panic!(
            "the handlers of `src/app/type/route.rs` could not be listed"
        );
    }
    const _: () = {
        #[deprecated(
            note = "`src/app/items/[slug]/routes.rs` is no handler file, though its name is close to `route.rs`\nhelp: rename it to `route.rs`, or write `#[allow(deprecated)]` on the module of the app"
        )]
        #[allow(non_upper_case_globals)]
        const a_file_in_the_app_directory: () = ();
        a_file_in_the_app_directory
    };
    ///The routes of `src/app`.
    #[allow(unreachable_pub, unused_mut)]
    pub fn routes() -> ::route_runtime::__private::Routes<crate::Db> {
        const TABLE: &[&[&::route_runtime::__private::RouteInfo]] = &[
            <page::page as ::route_runtime::__private::Table>::ROUTES,
            #[cfg(feature = "shop")]
            <items::slug::route::GET as ::route_runtime::__private::Table>::ROUTES,
        ];
        #[allow(long_running_const_eval)]
        const CLASHES: &::route_runtime::__private::Clashes<
            { ::route_runtime::__private::len(TABLE) },
        > = &::route_runtime::__private::clashes(TABLE);
        const _: () = ::route_runtime::__private::refuse_any(TABLE, CLASHES);
        let mut routes = ::route_runtime::__private::Routes::new();
        <<page::page as ::route_runtime::__private::Table>::Handlers as ::route_runtime::__private::MountAll<
            crate::Db,
            _,
        >>::mount_all(&mut routes);
        #[cfg(feature = "shop")]
        <<items::slug::route::GET as ::route_runtime::__private::Table>::Handlers as ::route_runtime::__private::MountAll<
            crate::Db,
            _,
        >>::mount_all(&mut routes);
        routes
    }
}
