// Input:
//
// #[route(POST)]
// async fn create(Params { slug }: Params) -> String { slug }

async fn create(Params { slug }: Params) -> String {
    slug
}
///The route `POST /items/[slug]`.
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
pub struct create {}
impl create {
    /// The pattern, in Next's syntax.
    pub const PATTERN: &'static ::core::primitive::str = "/items/[slug]";
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
        ::route_runtime::__private::UrlBuilder::new::<Self>().dynamic(slug).try_finish()
    }
}
impl ::route_runtime::__private::Route for create {
    type Module = ::route_runtime::__private::InFolder<7596052738232257078u64>;
    const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::route(
            ::route_runtime::__private::Method::Post,
            "/items/[slug]",
            &[
                ::route_runtime::__private::Segment::literal(
                    "items",
                    4501493784760101999u64,
                ),
                ::route_runtime::__private::Segment::dynamic("slug"),
            ],
        )
        .with_params(&[(1usize, "slug", "String")])
        .in_module(::core::module_path!())
        .at(::core::file!(), ::core::line!());
}
impl<
    __State,
    __Via0,
> ::route_runtime::__private::Extracts<__State, (Params,), (__Via0, ())> for create
where
    Params: ::route_runtime::__private::Argument<create, __State, __Via0>,
{}
#[allow(deprecated)]
impl ::route_runtime::__private::Endpoint<(), (Params,)> for create {
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
        create(a0)
    }
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! POST__items_slug__already_has_a_handler_or_page {
    () => {};
}
