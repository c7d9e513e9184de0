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
    ///`src/app/sitemap.rs`
    #[allow(unreachable_pub)]
    #[path = "sitemap.rs"]
    pub mod sitemap;
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
    ///The folder `(group)`.
    #[allow(non_snake_case, unreachable_pub)]
    #[path = "(group)"]
    pub mod group {
        ///`src/app/(group)/opengraph-image.png`
        #[allow(unreachable_pub, dead_code)]
        pub mod opengraph_image_png {
            static FILE: ::route_runtime::__private::StaticFile = ::route_runtime::__private::StaticFile::new(
                ::core::include_bytes!(
                    ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/",
                    "src/app/(group)/opengraph-image.png")
                ),
                CONTENT_TYPE,
            );
            /// What the file is sent as.
            pub const CONTENT_TYPE: &::core::primitive::str = "image/png";
            /// The text for those who do not see the picture.
            pub const ALT: &::core::primitive::str = ::core::include_str!(
                ::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/",
                "src/app/(group)/opengraph-image.alt.txt")
            )
                .trim_ascii();
            #[allow(non_snake_case)]
            async fn GET(
                headers: ::route_runtime::__private::HeaderMap,
            ) -> ::route_runtime::__private::Response {
                ::route_runtime::__private::StaticFile::answer(&FILE, &headers)
            }
            ///The route `GET /opengraph-image-1ow20b.png`.
            #[allow(non_camel_case_types, dead_code, unreachable_pub)]
            pub struct GET {}
            impl GET {
                /// The pattern, in Next's syntax.
                pub const PATTERN: &'static ::core::primitive::str = "/opengraph-image-1ow20b.png";
                /// The path for these parameters, percent-encoded.
                pub fn url() -> ::std::string::String {
                    ::route_runtime::__private::UrlBuilder::new::<Self>().finish()
                }
                /// The path for these parameters, unless no URL can carry one of them.
                pub fn try_url() -> ::core::result::Result<
                    ::std::string::String,
                    ::route_runtime::__private::UrlError,
                > {
                    ::route_runtime::__private::UrlBuilder::new::<Self>().try_finish()
                }
            }
            impl ::route_runtime::__private::Route for GET {
                type Module = Self;
                const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::route(
                        ::route_runtime::__private::Method::Get,
                        "/opengraph-image-1ow20b.png",
                        &[
                            ::route_runtime::__private::Segment::literal(
                                "opengraph-image-1ow20b.png",
                                9693740761880106948u64,
                            ),
                        ],
                    )
                    .of_a_file()
                    .in_module(::core::module_path!())
                    .at(::core::file!(), ::core::line!());
            }
            impl<
                __State,
                __Via0,
            > ::route_runtime::__private::Extracts<
                __State,
                (::route_runtime::__private::HeaderMap,),
                (__Via0, ()),
            > for GET
            where
                ::route_runtime::__private::HeaderMap: ::route_runtime::__private::Argument<
                    GET,
                    __State,
                    __Via0,
                >,
            {}
            #[allow(deprecated)]
            impl ::route_runtime::__private::Endpoint<
                (),
                (::route_runtime::__private::HeaderMap,),
            > for GET {
                fn params(
                    _path: ::route_runtime::__private::RawPath<'_>,
                ) -> ::core::result::Result<(), ::route_runtime::__private::ParamError> {
                    ::core::result::Result::Ok(())
                }
                fn call(
                    (): (),
                    (a0,): (::route_runtime::__private::HeaderMap,),
                ) -> impl ::core::future::Future<
                    Output: ::route_runtime::__private::RouteResponse,
                > + ::core::marker::Send {
                    GET(a0)
                }
            }
            #[doc(hidden)]
            #[allow(non_local_definitions)]
            #[macro_export]
            macro_rules! GET__opengraph_x2d_image_x2d_1ow20b_x2e_png__already_has_a_handler_or_page {
                () => {};
            }
        }
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
            <sitemap::sitemap as ::route_runtime::__private::Table>::ROUTES,
            #[cfg(feature = "shop")]
            <items::slug::route::GET as ::route_runtime::__private::Table>::ROUTES,
            <group::opengraph_image_png::GET as ::route_runtime::__private::Table>::ROUTES,
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
        <<sitemap::sitemap as ::route_runtime::__private::Table>::Handlers as ::route_runtime::__private::MountAll<
            crate::Db,
            _,
        >>::mount_all(&mut routes);
        #[cfg(feature = "shop")]
        <<items::slug::route::GET as ::route_runtime::__private::Table>::Handlers as ::route_runtime::__private::MountAll<
            crate::Db,
            _,
        >>::mount_all(&mut routes);
        <<group::opengraph_image_png::GET as ::route_runtime::__private::Table>::Handlers as ::route_runtime::__private::MountAll<
            crate::Db,
            _,
        >>::mount_all(&mut routes);
        routes
    }
}
