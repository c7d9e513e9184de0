// Input:
//
// #[route("/posts/[slug]", dynamic = "error")]
// pub mod posts {
//     pub async fn GET(Params { slug }: Params) -> NextResponse { show(slug) }
//     pub async fn generate_static_params(State(db): State<Db>) -> Result<Vec<Params>> { db.slugs().await }
// }

pub mod posts {
    #[allow(non_snake_case)]
    pub async fn GET(Params { slug }: Params) -> NextResponse {
        show(slug)
    }
    pub async fn generate_static_params(State(db): State<Db>) -> Result<Vec<Params>> {
        db.slugs().await
    }
    ///The parameters of `/posts/[slug]`.
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
        fn serialize<__Serializer: ::route_runtime::__private::serde::Serializer>(
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
    impl ::route_runtime::__private::FromParams<route> for Params {
        fn from_params(
            path: ::route_runtime::__private::RawPath<'_>,
        ) -> ::core::result::Result<Self, ::route_runtime::__private::ParamError> {
            ::core::result::Result::Ok(Self {
                slug: path.dynamic::<::std::string::String>(1usize)?,
            })
        }
    }
    impl ::route_runtime::__private::StaticSafe for Params {}
    ///The route `GET /posts/[slug]`.
    #[allow(non_camel_case_types, dead_code, unreachable_pub)]
    pub struct GET {}
    impl GET {
        /// The pattern, in Next's syntax.
        pub const PATTERN: &'static ::core::primitive::str = "/posts/[slug]";
        /// The path for these parameters, percent-encoded.
        pub fn url(slug: impl ::core::fmt::Display) -> ::std::string::String {
            ::route_runtime::__private::UrlBuilder::new::<Self>().dynamic(slug).finish()
        }
        /// The path for these parameters, unless no URL can carry one of them.
        pub fn try_url(
            slug: impl ::core::fmt::Display,
        ) -> ::core::result::Result<
            ::std::string::String,
            ::route_runtime::__private::UrlError,
        > {
            ::route_runtime::__private::UrlBuilder::new::<Self>()
                .dynamic(slug)
                .try_finish()
        }
    }
    impl ::route_runtime::__private::Route for GET {
        type Module = route;
        const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::route(
                ::route_runtime::__private::Method::Get,
                "/posts/[slug]",
                &[
                    ::route_runtime::__private::Segment::literal(
                        "posts",
                        14624936443175169884u64,
                    ),
                    ::route_runtime::__private::Segment::dynamic("slug"),
                ],
            )
            .with_params(&[(1usize, "slug", "String")])
            .with_config(
                ::route_runtime::__private::Config::DEFAULT
                    .with_static_params()
                    .with_dynamic(::route_runtime::__private::Dynamic::Error),
            )
            .in_module(::core::module_path!())
            .at(::core::file!(), ::core::line!());
    }
    impl<
        __State,
        __Via0,
    > ::route_runtime::__private::Extracts<__State, (Params,), (__Via0, ())> for GET
    where
        Params: ::route_runtime::__private::Argument<GET, __State, __Via0>,
        __State: ::core::marker::Send + ::core::marker::Sync + 'static,
        State<Db>: ::route_runtime::__private::StaticArgument<__State>,
    {
        const LIST_PATHS: ::core::option::Option<
            ::route_runtime::__private::ListPaths<__State>,
        > = ::route_runtime::__private::list_paths::<Self, __State, (State<Db>,)>();
    }
    #[allow(deprecated)]
    impl ::route_runtime::__private::Endpoint<(), (Params,)> for GET {
        fn params(
            _path: ::route_runtime::__private::RawPath<'_>,
        ) -> ::core::result::Result<(), ::route_runtime::__private::ParamError> {
            ::core::result::Result::Ok(())
        }
        fn call(
            (): (),
            (a0,): (Params,),
        ) -> impl ::core::future::Future<
            Output: ::route_runtime::__private::RouteResponse,
        > + ::core::marker::Send {
            GET(a0)
        }
    }
    #[allow(deprecated, clippy::manual_async_fn, clippy::redundant_closure_call)]
    impl ::route_runtime::__private::StaticPaths<(State<Db>,)> for GET {
        fn static_paths(
            (a0,): (State<Db>,),
        ) -> impl ::core::future::Future<
            Output = ::core::result::Result<
                ::std::vec::Vec<::std::string::String>,
                ::route_runtime::__private::RouteError,
            >,
        > + ::core::marker::Send {
            async move {
                let list: ::std::vec::Vec<Params> = ::route_runtime::__private::StaticParams::<
                    Params,
                >::into_list(generate_static_params(a0).await)?;
                ::route_runtime::__private::static_urls::<
                    Self,
                    _,
                >(list, |Params { slug }| Self::try_url(slug))
            }
        }
    }
    #[allow(deprecated)]
    const _: fn() = ::route_runtime::__private::is_static_safe::<Params>;
    #[allow(deprecated)]
    const _: fn() = ::route_runtime::__private::is_static_safe::<State<Db>>;
    #[doc(hidden)]
    #[allow(non_local_definitions)]
    #[macro_export]
    macro_rules! GET__posts_slug__already_has_a_handler_or_page {
        () => {};
    }
    ///The routes of `/posts/[slug]`.
    #[allow(non_camel_case_types, dead_code, unreachable_pub)]
    pub struct route {}
    impl route {
        /// The pattern, in Next's syntax.
        pub const PATTERN: &'static ::core::primitive::str = "/posts/[slug]";
        /// The path for these parameters, percent-encoded.
        pub fn url(slug: impl ::core::fmt::Display) -> ::std::string::String {
            ::route_runtime::__private::UrlBuilder::new::<Self>().dynamic(slug).finish()
        }
        /// The path for these parameters, unless no URL can carry one of them.
        pub fn try_url(
            slug: impl ::core::fmt::Display,
        ) -> ::core::result::Result<
            ::std::string::String,
            ::route_runtime::__private::UrlError,
        > {
            ::route_runtime::__private::UrlBuilder::new::<Self>()
                .dynamic(slug)
                .try_finish()
        }
    }
    impl ::route_runtime::__private::Table for route {
        type Handlers = (GET, ());
        const ROUTES: &'static [&'static ::route_runtime::__private::RouteInfo] = &[
            <GET as ::route_runtime::__private::Route>::INFO,
        ];
    }
}
