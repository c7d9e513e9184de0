//! NEXT-SPEC section 17: middleware, and where it meets the handlers.

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

#[tokio::test]
async fn P1_P3_a_middleware_without_a_matcher_sees_every_request_and_returning_nothing_goes_on() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    #[middleware]
    async fn count() {
        CALLS.fetch_add(1, Ordering::SeqCst);
    }

    let app: Router = app().middleware(count).into_router();
    assert_eq!(get(&app, "/seen").await.status, 200);
    assert_eq!(get(&app, "/nothing").await.status, 404);
    assert_eq!(send(&app, "DELETE", "/seen", "").await.status, 405);
    assert_eq!(send(&app, "OPTIONS", "/seen", "").await.status, 204);
    assert_eq!(CALLS.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn P4_P6_a_matcher_selects_paths_and_except_leaves_some_out() {
    #[middleware(matcher = ["/seen/a/:path*", "/seen/b"], except = ["/seen/a/public/:path*"])]
    async fn teapot() -> NextResponse {
        NextResponse::new("teapot").with_status(418)
    }

    let app: Router = app().middleware(teapot).into_router();
    for (path, status) in [
        ("/seen/a", 418),
        ("/seen/a?q=1", 418),
        ("/seen/a/x/y", 418),
        ("/seen/b", 418),
        ("/seen/%61", 308),
        ("/seen/b/c", 200),
        ("/seen/a/public", 200),
        ("/seen/a/public/x", 200),
        ("/seen/a/publicity", 418),
        ("/seen", 200),
        ("/", 404),
    ] {
        assert_eq!(get(&app, path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn P9_conditions_select_requests() {
    #[middleware(matcher = [{ source = "/seen", has = [header("x-go"), query("v", "2")], missing = [cookie("session")] }])]
    async fn teapot() -> NextResponse {
        NextResponse::new("teapot").with_status(418)
    }

    let app: Router = app().middleware(teapot).into_router();
    let request = |uri: &str, header: Option<(&'static str, &'static str)>, cookie: bool| {
        let mut request = Request::get(uri).body(Body::empty()).unwrap();
        if let Some((name, value)) = header {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        if cookie {
            request.headers_mut().insert("cookie", "session=1".parse().unwrap());
        }
        request
    };
    for (uri, header, cookie, status) in [
        ("/seen?v=2", Some(("x-go", "1")), false, 418),
        ("/seen?v=2", Some(("x-go", "1")), true, 200),
        ("/seen?v=2", None, false, 200),
        ("/seen?v=2", Some(("x-go", "")), false, 200),
        ("/seen?v=22", Some(("x-go", "1")), false, 200),
        ("/seen", Some(("x-go", "1")), false, 200),
    ] {
        assert_eq!(call(&app, request(uri, header, cookie)).await.status, status, "{uri} {header:?} {cookie}");
    }
}

#[tokio::test]
async fn P10_H5_the_handler_sees_exactly_the_headers_that_the_middleware_gives_it() {
    #[middleware]
    async fn override_headers(req: NextRequest) -> MiddlewareNext {
        let mut headers = req.headers().clone();
        headers.remove("x-gone");
        headers.insert("x-changed", HeaderValue::from_static("new"));
        headers.append("x-added", HeaderValue::from_static("1"));
        NextResponse::next().with_request_headers(headers)
    }

    let app: Router = app().middleware(override_headers).into_router();
    let answer = call(&app, with(&[("x-gone", "1"), ("x-changed", "old"), ("x-kept", "1")])).await;
    assert_eq!(answer.body, r#"[] /seen x-added="1" x-changed="new" x-kept="1""#);
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("x-")), "{answer:?}");

    #[middleware]
    async fn nothing_left() -> MiddlewareNext {
        NextResponse::next().with_request_headers(HeaderMap::new())
    }
    let app: Router = self::app().middleware(nothing_left).into_router();
    assert_eq!(call(&app, with(&[("x-gone", "1")])).await.body, "[] /seen ");
}

#[tokio::test]
async fn P10_without_an_override_the_handler_sees_the_request_as_it_came() {
    #[middleware]
    async fn looks_at_all(mut req: NextRequest) -> MiddlewareNext {
        req.cookies_mut().set("c", "3");
        cookies().get("a");
        tokio::task::yield_now().await;
        NextResponse::next()
    }
    #[middleware]
    async fn looks_at_a_part(headers: HeaderMap, cookies: Cookies) -> MiddlewareNext {
        assert_eq!((headers.len(), cookies.len()), (2, 1));
        NextResponse::next()
    }
    #[middleware]
    async fn keeps_it(req: NextRequest) {
        tokio::spawn(async move {
            tokio::task::yield_now().await;
            drop(req);
        });
    }
    #[middleware]
    async fn looks_at_nothing() {}

    let app: Router = app()
        .middleware(looks_at_all)
        .middleware(looks_at_a_part)
        .middleware(keeps_it)
        .middleware(looks_at_nothing)
        .into_router();
    let answer = call(&app, with(&[("cookie", "a=1"), ("x-a", "1")])).await;
    assert_eq!(answer.body, r#"[] /seen cookie="a=1" x-a="1""#);
}

#[tokio::test]
async fn P11_response_headers_of_a_middleware_are_sent_and_win_over_the_handlers() {
    #[route("/headers", scope = middleware)]
    async fn GET(req: NextRequest) -> NextResponse {
        NextResponse::json(req.headers().contains_key("x-from"))
            .with_header("x-from", "handler")
            .with_header("vary", "cookie")
    }
    #[middleware]
    async fn add() -> MiddlewareNext {
        NextResponse::next().with_header("x-from", "middleware").with_header("vary", "origin")
    }

    let app: Router = App::new(routes![GET]).middleware(add).into_router();
    let answer = get(&app, "/headers").await;
    // They are not shown to the handler as request headers: a difference from Next.js.
    assert_eq!(answer.text(), (200, "false"));
    assert_eq!((answer.lines("x-from"), answer.lines("vary")), (vec!["middleware"], vec!["origin", "cookie"]));
}

#[tokio::test]
async fn P12_P15_a_redirect_and_an_answer_are_final() {
    #[middleware(matcher = "/seen/old")]
    async fn moved() -> Middleware {
        NextResponse::redirect("/seen/new?x=y").into()
    }
    #[middleware(matcher = "/seen/answer")]
    async fn answers() -> NextResponse {
        NextResponse::json(1).with_header("location", "/elsewhere")
    }
    #[middleware]
    async fn too_late() -> MiddlewareNext {
        NextResponse::next().with_header("x-late", "1")
    }

    let app: Router = app().middleware(moved).middleware(answers).middleware(too_late).into_router();
    let answer = get(&app, "/seen/old").await;
    assert_eq!((answer.status, answer.header("location"), answer.header("x-late")), (307, "/seen/new?x=y", ""));
    let answer = get(&app, "/seen/answer").await;
    assert_eq!((answer.text(), answer.header("location"), answer.header("x-late")), ((200, "1"), "/elsewhere", ""));
    assert_eq!(get(&app, "/seen/other").await.header("x-late"), "1");
}

#[tokio::test]
async fn P13_a_rewrite_is_dispatched_to_the_route_of_its_path() {
    #[middleware(matcher = "/go")]
    async fn rewrite(req: NextRequest) -> MiddlewareNext {
        let to = req.next_url().search_params().get("to").unwrap_or_default().to_owned();
        NextResponse::rewrite(to)
    }

    let app: Router = app().middleware(rewrite).into_router();
    for (to, body) in [
        ("/seen/a", r#"["a"] /seen/a "#),
        ("/seen/a?b=c", r#"["a"] /seen/a?b=c "#),
        ("/seen/a b/é", r#"["a b", "é"] /seen/a%20b/%C3%A9 "#),
        ("/seen/a%252Fb", r#"["a/b"] /seen/a%2Fb "#),
        ("http://localhost/seen/x", r#"["x"] /seen/x "#),
        ("/seen/x/../y", r#"["y"] /seen/y "#),
        ("/seen//x", r#"["x"] /seen/x "#),
    ] {
        let answer = get(
            &app,
            &format!(
                "/go?to={}",
                to.replace('%', "%25")
                    .replace(' ', "%20")
                    .replace('?', "%3F")
                    .replace("é", "%C3%A9")
                    .replace("%2525", "%25")
            ),
        )
        .await;
        assert_eq!(answer.text(), (200, body), "{to}");
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("x-")), "{answer:?}");
    }
    let log = Log::start();
    for to in ["https://example.com/seen", "//example.com/seen", "/\\example.com", "seen", ""] {
        let answer = get(&app, &format!("/go?to={to}")).await;
        assert_eq!(answer.text(), (500, ""), "{to}");
        let errors = log.errors();
        assert!(errors.len() == 1 && errors[0].contains(&format!("cannot rewrite to `{to}`")), "{to}: {errors:?}");
    }
    assert_eq!(get(&app, "/go?to=/nothing").await.status, 404);
}

#[tokio::test]
async fn P13_axums_extractors_see_one_set_of_parameters_after_a_rewrite() {
    #[route("/users/[id]", scope = middleware)]
    async fn GET(axum::extract::Path(id): axum::extract::Path<String>) -> String {
        id
    }
    #[middleware(matcher = "/members/:id")]
    async fn rewrite(req: NextRequest) -> MiddlewareNext {
        NextResponse::rewrite(req.next_url().pathname().replace("members", "users"))
    }

    let app: Router = App::new(routes![GET]).middleware(rewrite).into_router();
    assert_eq!(get(&app, "/members/7").await.text(), (200, "7"));
    let nested: Router = Router::new().nest("/shop", App::new(routes![GET]).middleware(rewrite_nested).into_router());
    #[middleware(matcher = "/members/:id")]
    async fn rewrite_nested() -> MiddlewareNext {
        NextResponse::rewrite("/users/8")
    }
    assert_eq!(get(&nested, "/shop/members/7").await.text(), (200, "8"));
}

#[tokio::test]
async fn P14_P17b_an_answer_has_any_status_and_an_error_is_an_empty_500() {
    #[middleware(matcher = "/seen/teapot")]
    async fn teapot() -> Result<Middleware> {
        Err(RouteError::new(418, "short and stout"))
    }
    #[middleware(matcher = "/seen/error")]
    async fn fails() -> Result<MiddlewareNext> {
        let number: u32 = "x".parse()?;
        Ok(NextResponse::next().with_header("x-number", number.to_string()))
    }
    #[middleware(matcher = "/seen/panic")]
    async fn panics() {
        panic!("a test of panics")
    }
    #[middleware(matcher = "/seen/cookies")]
    async fn two_cookies() -> NextResponse {
        let mut answer = NextResponse::new("streams too").with_status(401);
        answer.cookies_mut().set("a", "1").set("b", "2");
        answer
    }

    let app: Router =
        app().middleware(teapot).middleware(fails).middleware(panics).middleware(two_cookies).into_router();
    assert_eq!(get(&app, "/seen/teapot").await.status, 418);
    let answer = get(&app, "/seen/cookies").await;
    assert_eq!((answer.text(), answer.lines("set-cookie")), ((401, "streams too"), vec!["a=1; Path=/", "b=2; Path=/"]));
    let log = Log::start();
    assert_eq!(get(&app, "/seen/error").await.text(), (500, ""));
    let errors = log.errors();
    assert!(errors.len() == 1 && errors[0].contains("invalid digit"), "{errors:?}");
    assert_eq!(get(&app, "/seen/panic").await.text(), (500, ""));
    let errors = log.errors();
    assert!(errors.len() == 1 && errors[0].contains("middleware panics"), "{errors:?}");
}

#[tokio::test]
async fn P16_C12_cookies_of_a_middleware_are_sent_before_the_handlers_and_seen_by_it() {
    #[middleware]
    async fn first(req: NextRequest) -> MiddlewareNext {
        assert!(req.cookies().has("b"));
        let mut next = NextResponse::next();
        next.cookies_mut().set("a", "1 2").delete("b");
        next
    }
    #[middleware]
    async fn second() {
        assert_eq!(cookies().get("a").unwrap().value(), "1 2");
        cookies().set("c", "3");
    }

    let app: Router = app().middleware(first).middleware(second).into_router();
    let request = Request::get("/cookies-seen").header("cookie", "b=2").body(Body::empty()).unwrap();
    let answer = call(&app, request).await;
    assert_eq!(answer.text(), (200, r#"["1 2",null,"1 2"]"#));
    let names: Vec<_> = answer.lines("set-cookie").iter().map(|line| line.split_once('=').unwrap().0).collect();
    assert_eq!(names, ["a", "b", "c", "own"]);
    // No header carries them to the handler, so none can be sent by a client (H7, K24).
    let request =
        Request::get("/cookies-seen").header("x-middleware-set-cookie", "a=evil").body(Body::empty()).unwrap();
    assert_eq!(call(&self::app().into_router(), request).await.text(), (200, "[null,null,null]"));
}

#[tokio::test]
async fn P17_the_functions_of_a_request_work_below_a_middleware() {
    #[middleware]
    async fn uses_them() -> Result<()> {
        assert_eq!(headers().get("x-a").unwrap(), "1");
        cookies().set("seen", "1");
        draft_mode().enable();
        Ok(())
    }

    let app: Router = app().middleware(uses_them).into_router();
    let answer = call(&app, with(&[("x-a", "1")])).await;
    assert_eq!(answer.status, 200);
    let cookies = answer.lines("set-cookie");
    assert!(
        cookies.len() == 2 && cookies[0].starts_with("seen=1") && cookies[1].starts_with("__prerender_bypass="),
        "{cookies:?}"
    );
}

#[tokio::test]
async fn P18_A1_what_a_middleware_gives_to_after_runs_once_the_answer_is_sent() {
    #[derive(Clone, Default)]
    struct Order(Arc<std::sync::Mutex<Vec<&'static str>>>);

    #[middleware]
    async fn waits(State(Order(order)): State<Order>) {
        after(async move { order.lock().unwrap().push("after") });
    }
    #[route("/ordered", scope = middleware)]
    async fn GET(State(Order(order)): State<Order>) -> &'static str {
        order.lock().unwrap().push("handler");
        "done"
    }

    let order = Order::default();
    let app = App::new(routes![GET]).middleware(waits).with_state(order.clone()).into_router();
    assert_eq!(get(&app, "/ordered").await.text(), (200, "done"));
    order.0.lock().unwrap().push("sent");
    route_runtime::wait_for_after().await;
    assert_eq!(*order.0.lock().unwrap(), ["handler", "sent", "after"]);
}

#[tokio::test]
async fn P24_B12_a_body_that_a_middleware_has_read_is_read_again_by_the_handler() {
    #[middleware(matcher = "/seen/json")]
    async fn reads_json(mut req: NextRequest) -> Result<()> {
        let _: serde_json::Value = req.json().await?;
        Ok(())
    }
    #[middleware(matcher = "/seen/bytes")]
    async fn reads_bytes(body: RawBody) {
        assert_eq!(body.len(), 5);
    }
    #[middleware(matcher = "/seen/part")]
    async fn reads_a_part(mut req: NextRequest) -> Result<()> {
        req.body_stream()?.chunk().await?;
        Ok(())
    }
    #[middleware(matcher = "/seen/nothing")]
    async fn reads_nothing(req: NextRequest) {
        assert!(!req.body_used());
    }

    let app: Router = app()
        .middleware(reads_json)
        .middleware(reads_bytes)
        .middleware(reads_a_part)
        .middleware(reads_nothing)
        .into_router();
    for path in ["/seen/json", "/seen/bytes", "/seen/part", "/seen/nothing"] {
        let chunks = ["12", "3", "45"].map(|chunk| Ok::<_, std::io::Error>(Bytes::from(chunk)));
        let body = Body::from_stream(futures_util::stream::iter(chunks));
        assert_eq!(send(&app, "POST", path, body).await.text(), (200, "12345"), "{path}");
        // axum's extractor looks for the content type.
        let request = Request::put(path).header("content-type", "application/json").body(Body::from("12345")).unwrap();
        assert_eq!(call(&app, request).await.text(), (200, "12345"), "{path}");
    }
    assert_eq!(send(&app, "POST", "/seen/json", "{").await.status, 400);
}

#[tokio::test]
async fn P24_a_middleware_cannot_be_made_to_hold_a_body_without_end() {
    #[middleware]
    async fn reads_all(body: Body) -> Result<()> {
        axum::body::to_bytes(body, usize::MAX).await?;
        Ok(())
    }

    let app: Router = app().middleware(reads_all).into_router();
    let chunk = Bytes::from(vec![b'x'; 1 << 20]);
    let endless = futures_util::stream::repeat_with(move || Ok::<_, std::io::Error>(chunk.clone()));
    let log = Log::start();
    assert_eq!(send(&app, "POST", "/seen", Body::from_stream(endless)).await.status, 500);
    assert!(log.errors()[0].contains("10 MiB"));
}

#[tokio::test]
async fn an_extension_of_a_middleware_reaches_the_handler_and_the_next_middleware() {
    #[derive(Clone)]
    struct User(u64);

    #[middleware]
    async fn session() -> MiddlewareNext {
        NextResponse::next().with_extension(User(7))
    }
    #[middleware]
    async fn promoted(Extension(User(id)): Extension<User>) -> MiddlewareNext {
        NextResponse::next().with_extension(User(id + 1))
    }
    #[route("/me", scope = middleware)]
    async fn GET(Extension(User(id)): Extension<User>) -> String {
        id.to_string()
    }

    let app: Router = App::new(routes![GET]).middleware(session).middleware(promoted).into_router();
    assert_eq!(get(&app, "/me").await.text(), (200, "8"));
}

#[tokio::test]
async fn a_rejection_of_an_extractor_is_the_answer() {
    #[middleware]
    async fn needs_json(Json(_): Json<u64>) {}

    let app: Router = app().middleware(needs_json).into_router();
    assert_eq!(send(&app, "POST", "/seen", "7").await.status, 415);
}

#[tokio::test]
async fn a_middleware_is_still_a_function() {
    #[middleware(matcher = "/account/:path*")]
    async fn guard(req: NextRequest) -> Middleware {
        if req.cookies().has("session") { NextResponse::next().into() } else { NextResponse::redirect("/login").into() }
    }

    let request = NextRequest::builder().url("/account").build().unwrap();
    assert!(format!("{:?}", guard(request).await).contains("/login"));
}

#[tokio::test]
async fn Q15_no_header_of_a_request_switches_a_middleware_off() {
    #[middleware(matcher = "/seen/secret")]
    async fn guard() -> NextResponse {
        NextResponse::new("no").with_status(401)
    }

    let app: Router = app().middleware(guard).into_router();
    for (name, value) in [
        ("x-middleware-subrequest", "middleware:middleware:middleware:middleware:middleware"),
        ("x-middleware-subrequest", "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware"),
        ("x-middleware-subrequest", "pages/_middleware"),
        ("x-middleware-subrequest-id", "1"),
        ("x-middleware-next", "1"),
        ("x-middleware-skip", "1"),
        ("x-middleware-rewrite", "/seen/other"),
        ("x-middleware-redirect", "/seen/other"),
        ("x-middleware-override-headers", "a"),
        ("x-nextjs-data", "1"),
        ("x-matched-path", "/seen/other"),
        ("x-now-route-matches", "1=other"),
        ("x-invoke-path", "/seen/other"),
        ("x-rewrite-url", "/seen/other"),
        ("x-original-url", "/seen/other"),
        ("x-forwarded-prefix", "/seen/other"),
        ("x-http-method-override", "POST"),
        ("next-router-prefetch", "1"),
        ("purpose", "prefetch"),
        ("rsc", "1"),
    ] {
        let request = Request::get("/seen/secret").header(name, value).body(Body::empty()).unwrap();
        assert_eq!(call(&app, request).await.text(), (401, "no"), "{name}: {value}");
        // And to the handler it is a header as any other.
        let request = Request::get("/seen/other").header(name, value).body(Body::empty()).unwrap();
        let answer = call(&app, request).await;
        assert_eq!(answer.status, 200, "{name}");
        assert!(answer.body.starts_with(r#"["other"] /seen/other "#), "{name}: {answer:?}");
        assert!(!answer.headers.contains_key(name), "{name}: {answer:?}");
    }
}

#[tokio::test]
async fn no_header_or_location_of_a_middleware_is_split() {
    #[middleware(matcher = "/seen/header")]
    async fn header() -> MiddlewareNext {
        NextResponse::next().with_header("x-a", "1\r\nset-cookie: evil=1")
    }
    #[middleware(matcher = "/seen/cookie")]
    async fn cookie() -> MiddlewareNext {
        let mut next = NextResponse::next();
        next.cookies_mut().set("a\r\nb", "1");
        next
    }
    #[middleware(matcher = "/seen/location")]
    async fn location() -> NextResponse {
        NextResponse::redirect("/a\r\nset-cookie: evil=1")
    }

    let app: Router = app().middleware(header).middleware(cookie).middleware(location).into_router();
    let log = Log::start();
    for path in ["/seen/header", "/seen/cookie"] {
        assert_eq!(get(&app, path).await.text(), (500, ""), "{path}");
        assert_eq!(log.errors().len(), 1, "{path}");
    }
    let answer = get(&app, "/seen/location").await;
    assert_eq!((answer.status, answer.header("location")), (307, "/a%0D%0Aset-cookie:%20evil=1"));
    assert!(!answer.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn a_middleware_has_no_route_pattern() {
    #[middleware]
    async fn looks() {
        assert_eq!(RoutePattern::current(), None);
    }

    let app: Router = app().middleware(looks).into_router();
    assert_eq!(get(&app, "/seen").await.status, 200);
}

#[tokio::test]
async fn A1_what_an_answering_middleware_gives_to_after_runs_too() {
    static RAN: AtomicUsize = AtomicUsize::new(0);

    #[middleware]
    async fn answers() -> NextResponse {
        after(async { _ = RAN.fetch_add(1, Ordering::SeqCst) });
        NextResponse::redirect("/login")
    }

    let app: Router = app().middleware(answers).into_router();
    assert_eq!(get(&app, "/seen").await.status, 307);
    route_runtime::wait_for_after().await;
    assert_eq!(RAN.load(Ordering::SeqCst), 1);
}
