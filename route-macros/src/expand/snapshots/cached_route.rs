// Input:
//
// #[route("/items/[slug]", revalidate = AN_HOUR, tags = ["items", tags::Shop], fetch_cache = "default-cache", scope = shop)]
// pub async fn GET(slug: String, State(db): State<Db>) -> Html<String> { db.render(slug).await }

#[allow(non_snake_case)]
pub async fn GET(slug: String, State(db): State<Db>) -> Html<String> {
    db.render(slug).await
}
///The route `GET /items/[slug]`.
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
pub struct GET {}
impl GET {
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
impl ::route_runtime::__private::Route for GET {
    type Module = Self;
    const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::route(
            ::route_runtime::__private::Method::Get,
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
        .with_config(
            ::route_runtime::__private::Config::DEFAULT
                .with_revalidate(::route_runtime::__private::revalidate_seconds(AN_HOUR))
                .with_tags(
                    &["items", ::route_runtime::__private::StaticTag::name(tags::Shop)],
                )
                .with_fetch_cache(::route_runtime::__private::FetchCache::DefaultCache),
        )
        .with_scope("shop")
        .in_module(::core::module_path!())
        .at(::core::file!(), ::core::line!());
}
impl<
    __State,
    __Via0,
> ::route_runtime::__private::Extracts<__State, (State<Db>,), (__Via0, ())> for GET
where
    State<Db>: ::route_runtime::__private::Argument<GET, __State, __Via0>,
{}
#[allow(deprecated)]
impl ::route_runtime::__private::Endpoint<(String,), (State<Db>,)> for GET {
    fn params(
        path: ::route_runtime::__private::RawPath<'_>,
    ) -> ::core::result::Result<(String,), ::route_runtime::__private::ParamError> {
        ::core::result::Result::Ok((path.dynamic::<String>(1usize)?,))
    }
    fn call(
        (a0,): (String,),
        (a1,): (State<Db>,),
    ) -> impl ::core::future::Future<
        Output: ::route_runtime::__private::RouteResponse,
    > + ::core::marker::Send {
        GET(a0, a1)
    }
}
#[allow(deprecated)]
const _: fn() = ::route_runtime::__private::is_static_safe::<State<Db>>;
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! GET__items_slug__already_has_a_handler_or_page_in_shop {
    () => {};
}
