//! What stands around the routes, and the same by axum's means.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use route_runtime::{App, Middleware, NextRequest, NextResponse, Redirect, middleware};

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

/// A thousand redirects of which none matches, and ten.
pub(crate) fn redirects() -> [Router; 2] {
    [1000, 10].map(|redirects| {
        let redirects = (0..redirects).map(|i| {
            Redirect::try_new(format!("/old/{i}/:slug*"), format!("/new/{i}/:slug*")).expect("a redirect that is sound")
        });
        App::new(ours::routes()).redirects(redirects).with_state(ours::state()).into_router()
    })
}

#[middleware(matcher = "/:path*")]
async fn guard(req: NextRequest) -> Middleware {
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
