// Input:
//
// #[route("/posts/[...path]")]
// pub mod posts {
//     use super::*;
//
//     pub async fn GET(Params { path }: Params) -> NextResponse { show(path) }
//     pub async fn POST(req: NextRequest) -> Result { create(req).await }
// }

pub mod posts {
    use super::*;
    #[allow(non_snake_case)]
    pub async fn GET(Params { path }: Params) -> NextResponse {
        show(path)
    }
    #[allow(non_snake_case)]
    pub async fn POST(req: NextRequest) -> Result {
        create(req).await
    }
    ///The parameters of `/posts/[...path]`.
    #[derive(
        ::core::clone::Clone,
        ::core::fmt::Debug,
        ::core::cmp::PartialEq,
        ::core::cmp::Eq,
        ::core::hash::Hash,
    )]
    #[allow(unreachable_pub)]
    pub struct Params {
        ///The parameter `path`.
        pub path: ::std::vec::Vec<::std::string::String>,
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
                "path",
                &self.path,
            )?;
            ::route_runtime::__private::serde::ser::SerializeStruct::end(fields)
        }
    }
    impl ::route_runtime::__private::FromParams<route> for Params {
        fn from_params(
            path: ::route_runtime::__private::RawPath<'_>,
        ) -> ::core::result::Result<Self, ::route_runtime::__private::ParamError> {
            ::core::result::Result::Ok(Self {
                path: path.catch_all::<::std::vec::Vec<::std::string::String>>(1usize)?,
            })
        }
    }
    impl ::route_runtime::__private::StaticSafe for Params {}
    ///The route `GET /posts/[...path]`.
    #[allow(non_camel_case_types, dead_code, unreachable_pub)]
    pub struct GET {}
    impl GET {
        /// The pattern, in Next's syntax.
        pub const PATTERN: &'static ::core::primitive::str = "/posts/[...path]";
        /// The path for these parameters, percent-encoded.
        pub fn url(
            path: impl ::core::iter::IntoIterator<Item: ::core::fmt::Display>,
        ) -> ::std::string::String {
            ::route_runtime::__private::UrlBuilder::new::<Self>()
                .catch_all(path)
                .finish()
        }
        /// The path for these parameters, unless no URL can carry one of them.
        pub fn try_url(
            path: impl ::core::iter::IntoIterator<Item: ::core::fmt::Display>,
        ) -> ::core::result::Result<
            ::std::string::String,
            ::route_runtime::__private::UrlError,
        > {
            ::route_runtime::__private::UrlBuilder::new::<Self>()
                .catch_all(path)
                .try_finish()
        }
    }
    impl ::route_runtime::__private::Route for GET {
        type Module = route;
        const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::route(
                ::route_runtime::__private::Method::Get,
                "/posts/[...path]",
                &[
                    ::route_runtime::__private::Segment::literal(
                        "posts",
                        14624936443175169884u64,
                    ),
                    ::route_runtime::__private::Segment::catch_all("path"),
                ],
            )
            .with_params(&[(1usize, "path", "Vec<String>")])
            .in_module(::core::module_path!())
            .at(::core::file!(), ::core::line!());
    }
    impl<
        __State,
        __Via0,
    > ::route_runtime::__private::Extracts<__State, (Params,), (__Via0, ())> for GET
    where
        Params: ::route_runtime::__private::Argument<GET, __State, __Via0>,
    {}
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
    #[doc(hidden)]
    #[allow(non_local_definitions)]
    #[macro_export]
    macro_rules! GET__posts_rest__already_has_a_handler_or_page {
        () => {};
    }
    ///The route `POST /posts/[...path]`.
    #[allow(non_camel_case_types, dead_code, unreachable_pub)]
    pub struct POST {}
    impl POST {
        /// The pattern, in Next's syntax.
        pub const PATTERN: &'static ::core::primitive::str = "/posts/[...path]";
        /// The path for these parameters, percent-encoded.
        pub fn url(
            path: impl ::core::iter::IntoIterator<Item: ::core::fmt::Display>,
        ) -> ::std::string::String {
            ::route_runtime::__private::UrlBuilder::new::<Self>()
                .catch_all(path)
                .finish()
        }
        /// The path for these parameters, unless no URL can carry one of them.
        pub fn try_url(
            path: impl ::core::iter::IntoIterator<Item: ::core::fmt::Display>,
        ) -> ::core::result::Result<
            ::std::string::String,
            ::route_runtime::__private::UrlError,
        > {
            ::route_runtime::__private::UrlBuilder::new::<Self>()
                .catch_all(path)
                .try_finish()
        }
    }
    impl ::route_runtime::__private::Route for POST {
        type Module = route;
        const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::route(
                ::route_runtime::__private::Method::Post,
                "/posts/[...path]",
                &[
                    ::route_runtime::__private::Segment::literal(
                        "posts",
                        14624936443175169884u64,
                    ),
                    ::route_runtime::__private::Segment::catch_all("path"),
                ],
            )
            .in_module(::core::module_path!())
            .at(::core::file!(), ::core::line!());
    }
    impl<
        __State,
        __Via0,
    > ::route_runtime::__private::Extracts<__State, (NextRequest,), (__Via0, ())>
    for POST
    where
        NextRequest: ::route_runtime::__private::Argument<POST, __State, __Via0>,
    {}
    #[allow(deprecated)]
    impl ::route_runtime::__private::Endpoint<(), (NextRequest,)> for POST {
        fn params(
            _path: ::route_runtime::__private::RawPath<'_>,
        ) -> ::core::result::Result<(), ::route_runtime::__private::ParamError> {
            ::core::result::Result::Ok(())
        }
        fn call(
            (): (),
            (a0,): (NextRequest,),
        ) -> impl ::core::future::Future<
            Output: ::route_runtime::__private::RouteResponse,
        > + ::core::marker::Send {
            POST(a0)
        }
    }
    #[doc(hidden)]
    #[allow(non_local_definitions)]
    #[macro_export]
    macro_rules! POST__posts_rest__already_has_a_handler_or_page {
        () => {};
    }
    ///The routes of `/posts/[...path]`.
    #[allow(non_camel_case_types, dead_code, unreachable_pub)]
    pub struct route {}
    impl route {
        /// The pattern, in Next's syntax.
        pub const PATTERN: &'static ::core::primitive::str = "/posts/[...path]";
        /// The path for these parameters, percent-encoded.
        pub fn url(
            path: impl ::core::iter::IntoIterator<Item: ::core::fmt::Display>,
        ) -> ::std::string::String {
            ::route_runtime::__private::UrlBuilder::new::<Self>()
                .catch_all(path)
                .finish()
        }
        /// The path for these parameters, unless no URL can carry one of them.
        pub fn try_url(
            path: impl ::core::iter::IntoIterator<Item: ::core::fmt::Display>,
        ) -> ::core::result::Result<
            ::std::string::String,
            ::route_runtime::__private::UrlError,
        > {
            ::route_runtime::__private::UrlBuilder::new::<Self>()
                .catch_all(path)
                .try_finish()
        }
    }
    impl ::route_runtime::__private::Table for route {
        type Handlers = (GET, (POST, ()));
        const ROUTES: &'static [&'static ::route_runtime::__private::RouteInfo] = &[
            <GET as ::route_runtime::__private::Route>::INFO,
            <POST as ::route_runtime::__private::Route>::INFO,
        ];
    }
}
