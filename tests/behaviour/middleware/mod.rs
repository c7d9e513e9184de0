//! NEXT-SPEC section 17: middleware, and where it meets the handlers.

mod answers;
mod bodies;
mod matching;
mod requests;

use axum::body::{Body, Bytes};
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, HeaderValue, Request};
use axum::{Json, Router};
use route_runtime::{
    App, Cookie, Cookies, Middleware, MiddlewareNext, NextRequest, NextResponse, Result, RouteError, RoutePattern,
    after, cookies, draft_mode, headers, middleware, route, routes,
};
use route_tests::{Log, call, get, send};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// `Bytes` by that name is refused: a handler with such an argument may have meant a parameter.
type RawBody = Bytes;

/// What the handler sees of its request.
#[route("/seen/[[...path]]", scope = middleware)]
mod seen {
    use super::*;

    pub async fn GET(req: NextRequest, path: Option<Vec<String>>) -> String {
        let mut headers: Vec<_> = req.headers().iter().map(|(name, value)| format!("{name}={value:?}")).collect();
        headers.sort();
        format!(
            "{:?} {}{} {}",
            path.unwrap_or_default(),
            req.next_url().pathname(),
            req.next_url().search(),
            headers.join(" ")
        )
    }

    pub async fn POST(mut req: NextRequest) -> Result<String> {
        Ok(req.text().await?)
    }

    pub async fn PUT(Json(value): Json<u64>) -> String {
        value.to_string()
    }
}

#[route("/cookies-seen", scope = middleware)]
mod cookies_seen {
    use super::*;

    pub async fn GET(req: NextRequest) -> NextResponse {
        let seen = |name: &str| cookies().get(name).map(|cookie| cookie.value().to_owned());
        let mut response = NextResponse::json(&[seen("a"), seen("b"), req.cookies().get("a").map(Cookie::into_value)]);
        response.cookies_mut().set("own", "1");
        response
    }
}

fn app() -> App {
    App::new(routes![seen::route, cookies_seen::route])
}

fn with(headers: &[(&'static str, &'static str)]) -> Request<Body> {
    let mut request = Request::get("/seen").body(Body::empty()).unwrap();
    for (name, value) in headers {
        request.headers_mut().append(*name, HeaderValue::from_static(value));
    }
    request
}
