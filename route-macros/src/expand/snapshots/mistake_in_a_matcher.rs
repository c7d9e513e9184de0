// Input:
//
// #[middleware(matcher = ["/items/[id]", "/users/:id"])]
// async fn guard() {}

///The middleware `guard`.
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
struct guard {}
impl ::route_runtime::__private::MiddlewareDescriptor for guard {
    const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::middleware(
            "guard",
        )
        .at(::core::file!(), ::core::line!());
    const MATCHER: &'static ::route_runtime::__private::Matcher = {
        const SOURCE_0: ::route_runtime::__private::Source = ::route_runtime::__private::Source::new(
            "/users/:id",
        );
        &::route_runtime::__private::Matcher {
            entries: &[
                ::route_runtime::__private::MatcherEntry {
                    source: SOURCE_0,
                    has: &[],
                    missing: &[],
                },
            ],
            except: &[],
        }
    };
}
impl<__State> ::route_runtime::__private::Extracts<__State, (), ()> for guard {}
#[allow(clippy::too_many_arguments)]
fn guard() -> ::route_runtime::__private::MiddlewareFuture<
    guard,
    impl ::core::future::Future<Output = ()> + ::core::marker::Send,
> {
    async fn guard() {}
    ::route_runtime::__private::MiddlewareFuture::new(guard())
}
::core::compile_error! {
    "`[id]` is a parameter in the syntax of a route path\nhelp: write `/items/:id`, or `/items/%5Bid%5D` for the literal text"
}
