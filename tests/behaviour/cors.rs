//! D1: `tower-http`'s CORS layer, around some routes and around a whole app, beside the OPTIONS that routes answer by themselves.
//!
//! The layer takes every OPTIONS request for a preflight, asked for by a script or not, and answers 200 in the routes' place. So
//! `Allow` is seen where there is no layer, and what a layer allows is for its author to keep in agreement with it.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, header};
use route_runtime::{App, MiddlewareNext, NextResponse, Routes, middleware, route, routes};
use route_tests::{Answer, call, send};
use tower_http::cors::{AllowMethods, AllowOrigin, Any, CorsLayer};

const SITE: &str = "https://acme.com";

/// What the layer says that an answer depends on.
const VARY: &str = "origin, access-control-request-method, access-control-request-headers";

#[route("/shared/[id]", scope = cors)]
mod shared {
    use super::*;

    pub async fn GET(id: String) -> NextResponse {
        NextResponse::new(id).with_header("vary", "accept")
    }

    pub async fn PUT() -> &'static str {
        "put"
    }
}

#[route("/own", scope = cors)]
mod own {
    use super::*;

    pub async fn GET() -> &'static str {
        "own"
    }

    pub async fn OPTIONS() -> NextResponse {
        NextResponse::new(()).with_status(204).with_header("access-control-allow-origin", "*")
    }
}

#[route("/private", scope = cors)]
mod private {
    pub async fn GET() -> &'static str {
        "private"
    }
}

fn shared_routes() -> Routes {
    routes![shared::route, own::route]
}

/// One site may read, with the methods that the routes have.
fn one_site() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(HeaderValue::from_static(SITE))
        .allow_methods([Method::GET, Method::HEAD, Method::PUT])
        .allow_headers([header::CONTENT_TYPE])
}

async fn from(app: &Router, origin: &str, method: &str, path: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header("origin", origin);
    call(app, request.body(Body::empty()).unwrap()).await
}

async fn preflight(app: &Router, origin: &str, method: &str, path: &str) -> Answer {
    let request = Request::options(path)
        .header("origin", origin)
        .header("access-control-request-method", method)
        .header("access-control-request-headers", "content-type");
    call(app, request.body(Body::empty()).unwrap()).await
}

/// The status; origin, methods and headers that are allowed; and `Allow`, if there is one.
fn said(answer: &Answer) -> (u16, &str, &str, &str, Option<&str>) {
    let allowed = |what: &str| answer.header(&format!("access-control-allow-{what}"));
    (answer.status, allowed("origin"), allowed("methods"), allowed("headers"), answer.allow())
}

#[tokio::test]
async fn D1_a_layer_around_some_routes_answers_their_OPTIONS_and_no_others() {
    let app: Router =
        App::new(routes![private::route]).merge(shared_routes().into_router().layer(one_site())).into_router();

    for path in ["/shared/7", "/own"] {
        for method in ["GET", "PUT", "DELETE"] {
            let answer = preflight(&app, SITE, method, path).await;
            assert_eq!(said(&answer), (200, SITE, "GET,HEAD,PUT", "content-type", None), "{method} {path}");
            assert_eq!((answer.header("vary"), &*answer.body), (VARY, ""), "{method} {path}");
        }
        // No browser has asked.
        let answer = send(&app, "OPTIONS", path, "").await;
        assert_eq!(said(&answer), (200, SITE, "GET,HEAD,PUT", "content-type", None), "{path}");
    }
    let answer = preflight(&app, SITE, "GET", "/private").await;
    assert_eq!(said(&answer), (204, "", "", "", Some("GET, HEAD, OPTIONS")));
    let answer = preflight(&app, SITE, "GET", "/nothing").await;
    assert_eq!(said(&answer), (404, "", "", "", None));
}

#[tokio::test]
async fn D1_what_a_route_answers_goes_through_the_layer() {
    let app: Router =
        App::new(routes![private::route]).merge(shared_routes().into_router().layer(one_site())).into_router();
    for (method, path, status, body) in [
        ("GET", "/shared/7", 200, "7"),
        ("HEAD", "/shared/7", 200, ""),
        ("PUT", "/shared/7", 200, "put"),
        ("DELETE", "/shared/7", 405, ""),
    ] {
        let answer = from(&app, SITE, method, path).await;
        assert_eq!((answer.text(), answer.header("access-control-allow-origin")), ((status, body), SITE), "{method}");
        // Methods are allowed in a preflight alone; the route's own `Allow` is not touched.
        assert!(!answer.headers.contains_key("access-control-allow-methods"), "{method}");
        assert_eq!(answer.allow(), (status == 405).then_some("GET, HEAD, OPTIONS, PUT"), "{method}");
    }
    let answer = from(&app, SITE, "GET", "/shared/7").await;
    assert_eq!(answer.lines("vary"), ["accept", VARY], "the route's is kept");
    let answer = from(&app, SITE, "GET", "/private").await;
    assert_eq!(
        (answer.text(), answer.header("access-control-allow-origin"), answer.header("vary")),
        ((200, "private"), "", "")
    );
}

#[tokio::test]
async fn D1_a_layer_around_a_whole_app_is_asked_before_all_else() {
    #[middleware]
    async fn marked() -> MiddlewareNext {
        NextResponse::next().with_header("x-marked", "1")
    }

    let routes = || routes![shared::route, own::route, private::route];
    for app in [App::new(routes()).into_router(), App::new(routes()).middleware(marked).into_router()] {
        let app: Router = app.layer(CorsLayer::new().allow_origin(Any).allow_methods(Any));
        // Where there is no route, and where the path would be redirected, too.
        for path in ["/shared/7", "/own", "/private", "/nothing", "/private/"] {
            let answer = preflight(&app, SITE, "GET", path).await;
            assert_eq!(said(&answer), (200, "*", "*", "", None), "{path}");
            assert_eq!(answer.header("x-marked"), "", "{path}");
        }
        for (path, status) in [("/shared/7", 200), ("/own", 200), ("/nothing", 404), ("/private/", 308)] {
            let answer = from(&app, SITE, "GET", path).await;
            assert_eq!((answer.status, answer.header("access-control-allow-origin")), (status, "*"), "{path}");
        }
        let answer = from(&app, SITE, "DELETE", "/private").await;
        assert_eq!(said(&answer), (405, "*", "", "", Some("GET, HEAD, OPTIONS")));
    }
}

#[tokio::test]
async fn D1_a_layer_echoes_the_origins_that_it_knows_and_the_method_that_is_asked_for() {
    let layer = CorsLayer::new()
        .allow_origin(AllowOrigin::list([
            HeaderValue::from_static(SITE),
            HeaderValue::from_static("https://my-app.org"),
        ]))
        .allow_methods(AllowMethods::mirror_request())
        .allow_credentials(true);
    let app: Router = App::new(shared_routes()).into_router().layer(layer);
    for (origin, echoed) in [(SITE, SITE), ("https://my-app.org", "https://my-app.org"), ("https://evil.example", "")] {
        let answer = preflight(&app, origin, "PUT", "/shared/7").await;
        assert_eq!(said(&answer), (200, echoed, "PUT", "", None), "{origin}");
        let answer = from(&app, origin, "GET", "/shared/7").await;
        assert_eq!(said(&answer), (200, echoed, "", "", None), "{origin}");
        assert_eq!(answer.header("access-control-allow-credentials"), "true", "{origin}");
    }
}

#[tokio::test]
async fn D1_without_a_layer_a_preflight_is_an_OPTIONS_like_any_other() {
    for app in [shared_routes().into_router(), App::new(shared_routes()).into_router()] {
        let app: Router = app;
        let answer = preflight(&app, SITE, "PUT", "/shared/7").await;
        assert_eq!(said(&answer), (204, "", "", "", Some("GET, HEAD, OPTIONS, PUT")));
        let answer = preflight(&app, SITE, "GET", "/own").await;
        assert_eq!(said(&answer), (204, "*", "", "", None), "the route's own");
    }
}
