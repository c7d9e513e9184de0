use axum::http::{HeaderMap, Method, Uri, Version};
use route_runtime::{NextRequest, RoutePattern, route, routes};

#[route("/[a]/[b]/[c]/[...d]")]
async fn GET(
    a: String,
    req: NextRequest,
    b: u8,
    c: f64,
    d: Vec<i32>,
    _1: Method,
    _2: Uri,
    _3: Version,
    _4: HeaderMap,
    _5: RoutePattern,
    _6: Method,
    _7: Uri,
    _8: Version,
    _9: HeaderMap,
    _10: Option<axum::extract::MatchedPath>,
    _11: Result<axum::extract::RawPathParams, axum::extract::rejection::RawPathParamsRejection>,
) -> String {
    let _ = (a, b, c, d, req);
    String::new()
}

#[route("/")]
async fn POST(
    _1: Method,
    _2: Method,
    _3: Method,
    _4: Method,
    _5: Method,
    _6: Method,
    _7: Method,
    _8: Method,
    _9: Method,
    _10: Method,
    _11: Method,
    _12: Method,
    _13: Method,
    _14: Method,
    _15: Method,
    _16: NextRequest,
) {
}

fn main() {
    let _: axum::Router = routes![GET, POST].into_router();
}
