// Input:
//
// #[page("/[lang]/[...rest]", generate_static_params = |State(db): State<Db>| db.pages(), dynamic_params = false)]
// async fn page(Page { text }: Page) -> Html<String> { text }

async fn page(Page { text }: Page) -> Html<String> {
    text
}
///The page `/[lang]/[...rest]`.
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
struct page {}
impl page {
    /// The pattern, in Next's syntax.
    const PATTERN: &'static ::core::primitive::str = "/[lang]/[...rest]";
    /// The path for these parameters, percent-encoded.
    fn url(
        lang: impl ::core::fmt::Display,
        rest: impl ::core::iter::IntoIterator<Item: ::core::fmt::Display>,
    ) -> ::std::string::String {
        ::route_runtime::__private::UrlBuilder::new::<Self>()
            .dynamic(lang)
            .catch_all(rest)
            .finish()
    }
    /// The path for these parameters, unless no URL can carry one of them.
    fn try_url(
        lang: impl ::core::fmt::Display,
        rest: impl ::core::iter::IntoIterator<Item: ::core::fmt::Display>,
    ) -> ::core::result::Result<
        ::std::string::String,
        ::route_runtime::__private::UrlError,
    > {
        ::route_runtime::__private::UrlBuilder::new::<Self>()
            .dynamic(lang)
            .catch_all(rest)
            .try_finish()
    }
}
impl ::route_runtime::__private::Route for page {
    type Module = Self;
    const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::page(
            "/[lang]/[...rest]",
            &[
                ::route_runtime::__private::Segment::dynamic("lang"),
                ::route_runtime::__private::Segment::catch_all("rest"),
            ],
        )
        .with_config(
            ::route_runtime::__private::Config::DEFAULT
                .with_static_params()
                .with_dynamic_params(false),
        )
        .in_module(::core::module_path!())
        .at(::core::file!(), ::core::line!());
}
impl<
    __State,
    __Via0,
> ::route_runtime::__private::Extracts<__State, (Page,), (__Via0, ())> for page
where
    Page: ::route_runtime::__private::Argument<page, __State, __Via0>,
    __State: ::core::marker::Send + ::core::marker::Sync + 'static,
    State<Db>: ::route_runtime::__private::StaticArgument<__State>,
{
    const LIST_PATHS: ::core::option::Option<
        ::route_runtime::__private::ListPaths<__State>,
    > = ::route_runtime::__private::list_paths::<Self, __State, (State<Db>,)>();
}
#[allow(deprecated)]
impl ::route_runtime::__private::Endpoint<(), (Page,)> for page {
    fn params(
        _path: ::route_runtime::__private::RawPath<'_>,
    ) -> ::core::result::Result<(), ::route_runtime::__private::ParamError> {
        ::core::result::Result::Ok(())
    }
    fn call(
        (): (),
        (a0,): (Page,),
    ) -> impl ::core::future::Future<
        Output: ::route_runtime::__private::RouteResponse,
    > + ::core::marker::Send {
        page(a0)
    }
}
#[allow(deprecated, clippy::manual_async_fn, clippy::redundant_closure_call)]
impl ::route_runtime::__private::StaticPaths<(State<Db>,)> for page {
    fn static_paths(
        (a0,): (State<Db>,),
    ) -> impl ::core::future::Future<
        Output = ::core::result::Result<
            ::std::vec::Vec<::std::string::String>,
            ::route_runtime::__private::RouteError,
        >,
    > + ::core::marker::Send {
        async move {
            let list: ::std::vec::Vec<(_, _)> = ::route_runtime::__private::StaticParams::<
                (_, _),
            >::into_list((|State(db): State<Db>| db.pages())(a0).await)?;
            ::route_runtime::__private::static_urls::<
                Self,
                _,
            >(list, |(lang, rest)| Self::try_url(lang, rest))
        }
    }
}
#[allow(deprecated)]
const _: fn() = ::route_runtime::__private::is_static_safe::<Page>;
#[allow(deprecated)]
const _: fn() = ::route_runtime::__private::is_static_safe::<State<Db>>;
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! GET_slug_rest__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! HEAD_slug_rest__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! OPTIONS_slug_rest__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! POST_slug_rest__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! PUT_slug_rest__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! DELETE_slug_rest__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! PATCH_slug_rest__already_has_a_handler_or_page {
    () => {};
}
