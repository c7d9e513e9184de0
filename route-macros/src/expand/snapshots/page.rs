// Input:
//
// #[page("/")]
// async fn home() -> Html<&'static str> { Html("<h1>Hello</h1>") }

async fn home() -> Html<&'static str> {
    Html("<h1>Hello</h1>")
}
///The page `/`.
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
struct home {}
impl home {
    /// The pattern, in Next's syntax.
    const PATTERN: &'static ::core::primitive::str = "/";
    /// The path for these parameters, percent-encoded.
    fn url() -> ::std::string::String {
        ::route_runtime::__private::UrlBuilder::new::<Self>().finish()
    }
    /// The path for these parameters, unless no URL can carry one of them.
    fn try_url() -> ::core::result::Result<
        ::std::string::String,
        ::route_runtime::__private::UrlError,
    > {
        ::route_runtime::__private::UrlBuilder::new::<Self>().try_finish()
    }
}
impl ::route_runtime::__private::Route for home {
    type Module = Self;
    const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::page(
            "/",
            &[],
        )
        .in_module(::core::module_path!())
        .at(::core::file!(), ::core::line!());
}
impl<__State> ::route_runtime::__private::Extracts<__State, (), ()> for home {}
#[allow(deprecated)]
impl ::route_runtime::__private::Endpoint<(), ()> for home {
    fn params(
        _path: ::route_runtime::__private::RawPath<'_>,
    ) -> ::core::result::Result<(), ::route_runtime::__private::ParamError> {
        ::core::result::Result::Ok(())
    }
    fn call(
        (): (),
        (): (),
    ) -> impl ::core::future::Future<
        Output: ::route_runtime::__private::RouteResponse,
    > + ::core::marker::Send {
        home()
    }
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! GET_root__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! HEAD_root__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! OPTIONS_root__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! POST_root__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! PUT_root__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! DELETE_root__already_has_a_handler_or_page {
    () => {};
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! PATCH_root__already_has_a_handler_or_page {
    () => {};
}
