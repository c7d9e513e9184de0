//! By a middleware, before all that is below a path, whichever route answers; also its errors and 404s.

use axum::http::{Method, header};
use route_runtime::{Middleware, NextRequest, NextResponse, middleware, route};
use serde_json::json;

const ALLOWED_ORIGINS: [&str; 2] = ["https://app.example.com", "https://admin.example.com"];

#[middleware(matcher = "/api/:path*")]
pub(crate) async fn cors(req: NextRequest) -> Middleware {
    let origin = req.headers().get(header::ORIGIN);
    let allowed = ALLOWED_ORIGINS.into_iter().find(|allowed| origin.is_some_and(|origin| origin == allowed));
    // An answer depends on who asks: without `Vary` a cache hands that for one site to another.
    let vary = ("vary", "origin");

    let is_preflight = req.method() == Method::OPTIONS && req.headers().contains_key("access-control-request-method");
    let Some(origin) = allowed else {
        // Without the headers a browser keeps the answer from the page. What is answered is the same.
        return match is_preflight {
            true => NextResponse::new(()).with_status(204).with_headers([vary]).into(),
            false => NextResponse::next().with_header(vary.0, vary.1).into(),
        };
    };
    let allow_origin = ("access-control-allow-origin", origin);
    if is_preflight {
        let methods = ("access-control-allow-methods", "GET, PUT, DELETE");
        let headers = ("access-control-allow-headers", "content-type, authorization");
        return NextResponse::new(()).with_status(204).with_headers([allow_origin, methods, headers, vary]).into();
    }
    NextResponse::next().with_header(allow_origin.0, allow_origin.1).with_header(vary.0, vary.1).into()
}

#[route(DELETE "/api/items/[id]")]
pub(crate) async fn item(id: u64) -> NextResponse {
    NextResponse::json(json!({ "deleted": id }))
}
