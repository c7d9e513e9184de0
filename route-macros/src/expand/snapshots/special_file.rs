// Input:
//
// #[route(generate_image_metadata = |State(db): State<Db>| db.sizes())]
// pub async fn icon(id: String, super::Params { shop }: super::Params) -> ImageResponse { draw(&shop, &id) }

pub async fn icon(id: String, super::Params { shop }: super::Params) -> ImageResponse {
    draw(&shop, &id)
}
///The route `GET /[shop]/icon-2ctdqr/[id]`.
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
pub struct icon {}
impl icon {
    /// The pattern, in Next's syntax.
    pub const PATTERN: &'static ::core::primitive::str = "/[shop]/icon-2ctdqr/[id]";
    /// The path for these parameters, percent-encoded.
    pub fn url(
        shop: impl ::core::fmt::Display,
        id: impl ::core::fmt::Display,
    ) -> ::std::string::String {
        ::route_runtime::__private::UrlBuilder::new::<Self>()
            .dynamic(shop)
            .dynamic(id)
            .finish()
    }
    /// The path for these parameters, unless no URL can carry one of them.
    pub fn try_url(
        shop: impl ::core::fmt::Display,
        id: impl ::core::fmt::Display,
    ) -> ::core::result::Result<
        ::std::string::String,
        ::route_runtime::__private::UrlError,
    > {
        ::route_runtime::__private::UrlBuilder::new::<Self>()
            .dynamic(shop)
            .dynamic(id)
            .try_finish()
    }
}
impl ::route_runtime::__private::Route for icon {
    type Module = ::route_runtime::__private::InFolder<11077292169806286154u64>;
    const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::route(
            ::route_runtime::__private::Method::Get,
            "/[shop]/icon-2ctdqr/[id]",
            &[
                ::route_runtime::__private::Segment::dynamic("shop"),
                ::route_runtime::__private::Segment::literal(
                    "icon-2ctdqr",
                    3701363110021197183u64,
                ),
                ::route_runtime::__private::Segment::dynamic("id"),
            ],
        )
        .with_params(&[(0usize, "shop", "String"), (2usize, "id", "String")])
        .with_config(::route_runtime::__private::Config::DEFAULT.without_revalidation())
        .of_a_special_file()
        .in_module(::core::module_path!())
        .at(::core::file!(), ::core::line!());
}
impl<
    __State,
    __Via0,
    __Via1,
> ::route_runtime::__private::Extracts<
    __State,
    (super::Params, State<Db>),
    (__Via0, (__Via1, ())),
> for icon
where
    super::Params: ::route_runtime::__private::Argument<icon, __State, __Via0>,
    State<Db>: ::route_runtime::__private::Argument<icon, __State, __Via1>,
    (__Via0, (__Via1, ())): ::route_runtime::__private::ReadsBodyOnce,
{}
#[allow(deprecated)]
impl ::route_runtime::__private::Endpoint<
    (String, ::std::string::String),
    (super::Params, State<Db>),
> for icon {
    fn params(
        path: ::route_runtime::__private::RawPath<'_>,
    ) -> ::core::result::Result<
        (String, ::std::string::String),
        ::route_runtime::__private::ParamError,
    > {
        ::core::result::Result::Ok((
            path.image_id::<String>(2usize)?,
            path.image_id::<::std::string::String>(2usize)?,
        ))
    }
    fn call(
        (a0, a2): (String, ::std::string::String),
        (a1, a3): (super::Params, State<Db>),
    ) -> impl ::core::future::Future<
        Output: ::route_runtime::__private::RouteResponse,
    > + ::core::marker::Send {
        async move {
            match ::route_runtime::__private::check_id(
                (|State(db): State<Db>| db.sizes())(a3).await,
                &a2,
            ) {
                ::core::result::Result::Ok(()) => {
                    ::route_runtime::__private::RouteResponse::into_route_response(
                        icon(a0, a1).await,
                    )
                }
                ::core::result::Result::Err(answer) => answer,
            }
        }
    }
}
#[allow(deprecated)]
const _: fn() = ::route_runtime::__private::is_static_safe::<super::Params>;
#[allow(deprecated)]
const _: fn() = ::route_runtime::__private::is_static_safe::<State<Db>>;
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! GET_slug__icon_x2d_2ctdqr_slug__already_has_a_handler_or_page {
    () => {};
}
