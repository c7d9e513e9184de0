//! What stands around the routes, and the same by axum's means.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use route_runtime::{App, Middleware, NextRequest, NextResponse, routes};

use crate::{by_hand, ours};

/// The routes in an app that has nothing around them, and the routes by hand.
pub(crate) fn bare() -> [Router; 2] {
    [App::new(ours::routes()).with_state(ours::state()).into_router(), by_hand::app()]
}

/// A middleware that looks at a header and goes on, and axum's.
pub(crate) fn middleware() -> [Router; 2] {
    let ours = App::new(ours::routes()).middleware(guard).with_state(ours::state()).into_router();
    [ours, by_hand::app().layer(from_fn(guard_by_hand))]
}

pub(crate) fn redirects() -> [Router; 2] { bare() }
#[allow(non_camel_case_types)] struct guard {}
impl route_runtime::__private::MiddlewareDescriptor for guard { const INFO: &'static route_runtime::RouteInfo = &route_runtime::RouteInfo::middleware("guard"); const MATCHER: &'static route_runtime::__private::Matcher=&route_runtime::__private::Matcher{entries:&[],except:&[]}; }
fn guard(req: NextRequest)->route_runtime::__private::MiddlewareFuture<guard, impl Future<Output=Middleware>+Send> { route_runtime::__private::MiddlewareFuture::new(guard_(req)) }
async fn guard_(req: NextRequest) -> Middleware {
    if req.headers().contains_key("x-refused") {
        return NextResponse::new("refused").with_status(403).into();
    }
    NextResponse::next().into()
}

async fn guard_by_hand(req: Request, next: Next) -> Response {
    if req.headers().contains_key("x-refused") {
        return (axum::http::StatusCode::FORBIDDEN, "refused").into_response();
    }
    next.run(req).await
}
