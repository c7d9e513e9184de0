// Input:
//
// #[middleware(matcher = "/account/:path*", except = ["/account/login", "/account/logout"])]
// /// For those who have a session.
// #[tracing::instrument(skip_all)]
// pub async fn guard(req: NextRequest, State(db): State<Db>) -> Middleware { db.check(req).await }

///The middleware `guard`.
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
pub struct guard {}
impl ::route_runtime::__private::MiddlewareDescriptor for guard {
    const INFO: &'static ::route_runtime::__private::RouteInfo = &::route_runtime::__private::RouteInfo::middleware(
            "guard",
        )
        .at(::core::file!(), ::core::line!());
    const MATCHER: &'static ::route_runtime::__private::Matcher = {
        const SOURCE_0: ::route_runtime::__private::Source = ::route_runtime::__private::Source::new(
            "/account/:path*",
        );
        const EXCEPT_0: ::route_runtime::__private::Source = ::route_runtime::__private::Source::new(
            "/account/login",
        );
        const EXCEPT_1: ::route_runtime::__private::Source = ::route_runtime::__private::Source::new(
            "/account/logout",
        );
        &::route_runtime::__private::Matcher {
            entries: &[
                ::route_runtime::__private::MatcherEntry {
                    source: SOURCE_0,
                    has: &[],
                    missing: &[],
                },
            ],
            except: &[EXCEPT_0, EXCEPT_1],
        }
    };
}
impl<
    __State,
    __Via0,
    __Via1,
> ::route_runtime::__private::Extracts<
    __State,
    (NextRequest, State<Db>),
    (__Via0, (__Via1, ())),
> for guard
where
    NextRequest: ::route_runtime::__private::Argument<guard, __State, __Via0>,
    State<Db>: ::route_runtime::__private::Argument<guard, __State, __Via1>,
    (__Via0, (__Via1, ())): ::route_runtime::__private::ReadsBodyOnce,
{}
#[allow(clippy::too_many_arguments)]
/// For those who have a session.
pub fn guard(
    a0: NextRequest,
    a1: State<Db>,
) -> ::route_runtime::__private::MiddlewareFuture<
    guard,
    impl ::core::future::Future<Output = Middleware> + ::core::marker::Send,
> {
    #[tracing::instrument(skip_all)]
    async fn guard(req: NextRequest, State(db): State<Db>) -> Middleware {
        db.check(req).await
    }
    ::route_runtime::__private::MiddlewareFuture::new(guard(a0, a1))
}
