// Input:
//
// #[route(POST "/webhooks/github", max_duration = 30, scope = hooks)]
// async fn github(req: NextRequest) -> Result { handle(req).await }

async fn github(req: NextRequest) -> Result {
    handle(req).await
}
///The route `POST /webhooks/github`.
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
struct github {}
impl github {
    /// The pattern, in Next's syntax.
    const PATTERN: &'static ::core::primitive::str = "/webhooks/github";
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
impl ::route_runtime::__private::Route for github {
    type Module = Self;
    const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::route(
            ::route_runtime::__private::Method::Post,
            "/webhooks/github",
            &[
                ::route_runtime::__private::Segment::literal(
                    "webhooks",
                    2634046868116284559u64,
                ),
                ::route_runtime::__private::Segment::literal(
                    "github",
                    6283582452702406386u64,
                ),
            ],
        )
        .with_config(::route_runtime::__private::Config::DEFAULT.with_max_duration(30))
        .with_scope("hooks")
        .in_module(::core::module_path!())
        .at(::core::file!(), ::core::line!());
}
impl<
    __State,
    __Via0,
> ::route_runtime::__private::Extracts<__State, (NextRequest,), (__Via0, ())> for github
where
    NextRequest: ::route_runtime::__private::Argument<github, __State, __Via0>,
{}
#[allow(deprecated)]
impl ::route_runtime::__private::Endpoint<(), (NextRequest,)> for github {
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
        github(a0)
    }
}
#[doc(hidden)]
#[allow(non_local_definitions)]
#[macro_export]
macro_rules! POST__webhooks__github__already_has_a_handler_or_page_in_hooks {
    () => {};
}
