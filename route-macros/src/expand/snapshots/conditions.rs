// Input:
//
// #[proxy(matcher = [
//     "/",
//     { source = "/api/:path*", has = [header("authorization"), query("v", "2")], missing = cookie("session") },
// ])]
// async fn count() {}

///The middleware `count`.
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
struct count {}
impl ::route_runtime::__private::MiddlewareDescriptor for count {
    const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::middleware(
            "count",
        )
        .at(::core::file!(), ::core::line!());
    const MATCHER: &'static ::route_runtime::__private::Matcher = {
        const SOURCE_0: ::route_runtime::__private::Source = ::route_runtime::__private::Source::new(
            "/",
        );
        const SOURCE_1: ::route_runtime::__private::Source = ::route_runtime::__private::Source::new(
            "/api/:path*",
        );
        const HAS_1_0: ::route_runtime::__private::Condition = ::route_runtime::__private::Condition::header(
            "authorization",
        );
        const HAS_1_1: ::route_runtime::__private::Condition = ::route_runtime::__private::Condition::query(
                "v",
            )
            .with_value("2");
        const MISSING_1_0: ::route_runtime::__private::Condition = ::route_runtime::__private::Condition::cookie(
            "session",
        );
        &::route_runtime::__private::Matcher {
            entries: &[
                ::route_runtime::__private::MatcherEntry {
                    source: SOURCE_0,
                    has: &[],
                    missing: &[],
                },
                ::route_runtime::__private::MatcherEntry {
                    source: SOURCE_1,
                    has: &[HAS_1_0, HAS_1_1],
                    missing: &[MISSING_1_0],
                },
            ],
            except: &[],
        }
    };
}
impl<__State> ::route_runtime::__private::Extracts<__State, (), ()> for count {}
#[allow(clippy::too_many_arguments)]
fn count() -> ::route_runtime::__private::MiddlewareFuture<
    count,
    impl ::core::future::Future<Output = ()> + ::core::marker::Send,
> {
    async fn count() {}
    ::route_runtime::__private::MiddlewareFuture::new(count())
}
