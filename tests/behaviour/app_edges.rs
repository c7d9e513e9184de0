//! Where the steps of an app, its hosts and its clients meet in odd ways.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Path};
use axum::http::{HeaderMap, Request};
use axum::response::IntoResponse;
use axum::routing::get as axum_get;
use http_body_util::{BodyExt, StreamBody};
use route_runtime::{
    App, HeaderRule, MiddlewareNext, NextRequest, NextResponse, Redirect, Result, Rewrite, Rewrites, TrailingSlash,
    cookies, middleware, route, routes, spawn,
};
use route_tests::{Log, call, get, send};
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[middleware]
async fn noop() {}

#[route("/edges/[[...path]]", scope = app_edges)]
mod edges {
    use super::*;

    pub async fn GET(req: NextRequest, path: Option<Vec<String>>) -> String {
        format!("{} {}", path.unwrap_or_default().join("|"), req.next_url().pathname())
    }

    pub async fn POST(mut req: NextRequest) -> Result<String> {
        Ok(req.text().await?)
    }
}

fn app() -> App {
    App::new(routes![edges::route])
}

fn chunks(chunks: Vec<io::Result<&'static str>>) -> Body {
    Body::from_stream(futures_util::stream::iter(chunks))
}

#[tokio::test]
async fn a_body_that_broke_off_in_a_middleware_is_not_whole_to_the_handler() {
    #[middleware]
    async fn reads(mut req: NextRequest) {
        let _ = req.text().await;
    }

    let app: Router = app().middleware(reads).into_router();
    let broken = chunks(vec![Ok("first"), Err(io::Error::other("cut"))]);
    assert_eq!(send(&app, "POST", "/edges", broken).await.status, 400);
    let whole = chunks(vec![Ok("first"), Ok("second")]);
    assert_eq!(send(&app, "POST", "/edges", whole).await.text(), (200, "firstsecond"));
}

#[tokio::test]
async fn who_reads_a_lent_body_behind_the_middleware_gets_an_error_and_does_not_wait() {
    #[middleware]
    async fn lets_read(mut req: NextRequest, axum::Extension(told): axum::Extension<Told>) {
        tokio::spawn(async move {
            let read = req.text().await;
            told.0.send(read.is_err()).await.unwrap();
        });
        tokio::task::yield_now().await;
    }
    #[derive(Clone)]
    struct Told(tokio::sync::mpsc::Sender<bool>);

    let (told, mut is_err) = tokio::sync::mpsc::channel(1);
    let app: Router = app().middleware(lets_read).into_router();
    let body = futures_util::stream::once(async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        Ok::<_, io::Error>("late")
    });
    let mut request = Request::post("/edges").body(Body::from_stream(body)).unwrap();
    request.extensions_mut().insert(Told(told));
    assert_eq!(call(&app, request).await.text(), (200, "late"));
    assert_eq!(is_err.recv().await, Some(true));
}

#[tokio::test]
async fn trailers_that_a_middleware_has_read_reach_the_handler() {
    #[middleware]
    async fn reads(body: Body) {
        body.collect().await.unwrap();
    }
    #[route(PUT "/trailers", scope = app_edges)]
    async fn trailers(body: Body) -> String {
        format!("{:?}", body.collect().await.unwrap().trailers())
    }

    let app: Router = App::new(routes![trailers]).middleware(reads).into_router();
    let frames = [
        http_body::Frame::data(Bytes::from("x")),
        http_body::Frame::trailers(HeaderMap::from_iter([("x-a".parse().unwrap(), "1".parse().unwrap())])),
    ];
    let body = StreamBody::new(futures_util::stream::iter(frames.map(Ok::<_, io::Error>)));
    assert_eq!(send(&app, "PUT", "/trailers", Body::new(body)).await.body, r#"Some({"x-a": "1"})"#);
}

#[tokio::test]
async fn an_exception_is_none_in_another_case() {
    #[route("/[page]/secrets", scope = app_edges)]
    async fn GET(page: String) -> String {
        page
    }
    #[middleware(matcher = "/:path*", except = "/public/:path*")]
    async fn but_public() -> NextResponse {
        NextResponse::new("").with_status(401)
    }
    #[middleware(matcher = "/((?!public).*)")]
    async fn look_ahead() -> NextResponse {
        NextResponse::new("").with_status(401)
    }

    for app in [App::new(routes![GET]).middleware(but_public), App::new(routes![GET]).middleware(look_ahead)] {
        let app: Router = app.into_router();
        for (path, status) in
            [("/public/secrets", 200), ("/PUBLIC/secrets", 401), ("/Public/secrets", 401), ("/x/secrets", 401)]
        {
            assert_eq!(get(&app, path).await.status, status, "{path}");
        }
    }
}

#[tokio::test]
async fn J2_a_reporter_that_panics_leaves_the_answer_as_it_is() {
    #[route("/boom", scope = app_edges)]
    async fn GET() -> Result {
        Err(io::Error::other("boom"))?
    }

    let app: Router = App::new(routes![GET]).on_request_error(|_| panic!("a test of panics")).into_router();
    let log = Log::start();
    assert_eq!(get(&app, "/boom").await.text(), (500, ""));
    assert!(log.errors().iter().any(|line| line.contains("the reporter of errors panicked")));
}

#[tokio::test]
async fn J2_an_answer_that_cannot_be_sent_is_reported() {
    #[route("/bad/[what]", scope = app_edges)]
    async fn GET(what: String) -> NextResponse {
        match &*what {
            "header" => NextResponse::new("").with_header("a b", "c"),
            _ => {
                cookies().set("a\r\nb", "1");
                NextResponse::new("")
            }
        }
    }
    #[middleware(matcher = "/go")]
    async fn leads_nowhere() -> MiddlewareNext {
        NextResponse::rewrite("nowhere")
    }

    let reports = Arc::new(Mutex::new(Vec::new()));
    let app: Router = App::new(routes![GET])
        .middleware(leads_nowhere)
        .on_request_error({
            let reports = Arc::clone(&reports);
            move |error| {
                let route = error.route().map(|route| route.pattern());
                reports.lock().unwrap().push(format!("{route:?} {}", error.error()));
            }
        })
        .into_router();
    for (path, report) in [
        ("/bad/header", r#"Some("/bad/[what]") the answer has a header or a cookie that cannot be sent"#),
        ("/bad/cookie", r#"Some("/bad/[what]") the answer has a header or a cookie that cannot be sent"#),
        ("/go", r#"Some("leads_nowhere") it cannot rewrite to `nowhere`: it is neither a path nor a URL"#),
    ] {
        assert_eq!(get(&app, path).await.status, 500, "{path}");
        assert_eq!(std::mem::take(&mut *reports.lock().unwrap()), [report], "{path}");
    }
}

#[tokio::test]
async fn Q13_axums_extractors_work_below_a_base_path_and_with_slashes() {
    #[route(GET "/q/[...rest]", scope = app_edges)]
    async fn rest(Path(rest): Path<String>) -> String {
        rest
    }
    #[route(GET "/p/[id]", scope = app_edges)]
    async fn get_one(path: Path<String>, matched: MatchedPath) -> String {
        format!("{} {}", path.0, matched.as_str())
    }
    #[route(GET "/[a]/[b]/[c]", scope = app_edges)]
    async fn get_three(path: Path<(String, String, String)>) -> String {
        format!("{} {} {}", path.0.0, path.0.1, path.0.2)
    }

    let routes = || routes![get_one, get_three, rest];
    let files = Router::new().nest_service("/files", Router::new().fallback(async || "file"));
    let based: Router = App::new(routes()).merge(files).base_path("/docs").into_router();
    let slashes: Router = App::new(routes()).trailing_slash(TrailingSlash::Always).into_router();
    for (app, path, body) in [
        (&based, "/docs/p/7", "7 /p/{id}"),
        (&based, "/docs/a/b/c", "a b c"),
        (&based, "/docs/files/x.js", "file"),
        (&slashes, "/p/7/", "7 /p/{id}"),
        (&slashes, "/q/7/8/", "7/8"),
    ] {
        assert_eq!(get(app, path).await.text(), (200, body), "{path}");
    }
}

#[tokio::test]
async fn below_a_nest_an_app_knows_where_it_is() {
    #[middleware(matcher = "/edges/guarded")]
    async fn to_the_login(req: NextRequest) -> MiddlewareNext {
        let mut url = req.next_url().clone();
        url.set_pathname("/edges/login");
        NextResponse::rewrite(url)
    }

    let app = |slash| {
        app()
            .middleware(to_the_login)
            .redirects([Redirect::new("/old/:id", "/edges/:id")])
            .headers([HeaderRule::new("/:path*").header("x-a", "1")])
            .trailing_slash(slash)
    };
    let never: Router = Router::new().nest("/api", app(TrailingSlash::Never).into_router());
    let answer = get(&never, "/api/old/7").await;
    assert_eq!((answer.status, answer.header("location")), (307, "/api/edges/7"));
    assert_eq!(get(&never, "/api/edges/guarded").await.text(), (200, "login /edges/login"));
    let answer = get(&never, "/api/edges//x").await;
    assert_eq!((answer.status, answer.header("location"), answer.header("x-a")), (308, "/api/edges/x", "1"));

    let always: Router = Router::new().nest("/api", app(TrailingSlash::Always).into_router());
    assert_eq!(get(&always, "/api").await.status, 404);
    assert_eq!(get(&always, "/api/edges/x/").await.text(), (200, "x /edges/x/"));
}

#[tokio::test]
async fn the_fallback_sees_a_rewritten_path_below_the_base_path() {
    #[middleware(matcher = "/go")]
    async fn go() -> MiddlewareNext {
        NextResponse::rewrite("/elsewhere?x")
    }

    let host = || Router::new().fallback(async |request: Request<Body>| request.uri().to_string());
    let app: Router = app()
        .base_path("/docs")
        .middleware(go)
        .rewrites(Rewrites::new().fallback([Rewrite::new("/last", "/moved")]))
        .fallback(host())
        .into_router();
    for (path, seen) in [
        ("/docs/go", "/docs/elsewhere?x"),
        ("/docs/last", "/docs/moved"),
        ("/docs/other?y", "/docs/other?y"),
        ("/outside", "/outside"),
    ] {
        assert_eq!(get(&app, path).await.body, seen, "{path}");
    }
}

#[tokio::test]
async fn P13_a_url_leads_below_the_base_path_at_whole_segments() {
    #[middleware(matcher = "/go")]
    async fn go(req: NextRequest) -> MiddlewareNext {
        NextResponse::rewrite(req.next_url().search_params().get("to").unwrap_or_default())
    }

    let app: Router = app().base_path("/docs").middleware(go).into_router();
    for (to, status) in [
        ("http://localhost/docs/edges/x", 200),
        ("http://localhost/docsedges", 500),
        ("http://localhost/docs", 404),
        ("http://localhost/edges", 500),
    ] {
        assert_eq!(get(&app, &format!("/docs/go?to={to}")).await.status, status, "{to}");
    }
}

#[tokio::test]
async fn O2_a_later_step_wins_whether_it_goes_on_or_answers() {
    #[middleware]
    async fn first() -> MiddlewareNext {
        NextResponse::next().with_header("x-a", "first").with_header("x-b", "first")
    }
    #[middleware(matcher = "/edges/answer")]
    async fn second() -> NextResponse {
        NextResponse::new("").with_header("x-a", "second")
    }
    #[middleware]
    async fn third() -> MiddlewareNext {
        NextResponse::next().with_header("x-a", "third")
    }

    let app: Router = app()
        .headers([HeaderRule::new("/:path*").header("x-a", "config").header("x-c", "config")])
        .middleware(first)
        .middleware(second)
        .middleware(third)
        .into_router();
    for (path, a) in [("/edges/answer", "second"), ("/edges/other", "third")] {
        let answer = get(&app, path).await;
        let seen = ["x-a", "x-b", "x-c"].map(|name| answer.header(name).to_owned());
        assert_eq!(seen, [a, "first", "config"], "{path}");
    }
}

#[tokio::test]
async fn an_answer_of_a_middleware_keeps_the_headers_that_frame_it() {
    #[middleware]
    async fn upgrades() -> axum::response::Response {
        let headers = [("connection", "upgrade"), ("upgrade", "websocket"), ("vary", "origin")];
        (axum::http::StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
    }

    let rule = HeaderRule::new("/:path*").header("x-a", "config").header("vary", "cookie");
    let app: Router = app().headers([rule]).middleware(upgrades).into_router();
    let log = Log::start();
    let answer = get(&app, "/edges").await;
    let seen = ["connection", "upgrade", "x-a"].map(|name| answer.header(name).to_owned());
    assert_eq!((answer.status, seen), (101, ["upgrade", "websocket", "config"].map(str::to_owned)));
    assert_eq!((answer.lines("vary"), log.errors().len()), (vec!["cookie", "origin"], 0));
}

#[tokio::test]
async fn O8_a_rewrite_leads_to_the_spelling_of_the_routes() {
    let app: Router = app()
        .rewrites([
            Rewrite::new("/slash", "/edges/x/"),
            Rewrite::new("/escaped", "/%65dges/y"),
            Rewrite::new("/dots", "/edges/a/../z"),
        ])
        .into_router();
    for (path, body) in [("/slash", "x /edges/x"), ("/escaped", "y /edges/y"), ("/dots", "z /edges/z")] {
        assert_eq!(get(&app, path).await.text(), (200, body), "{path}");
    }
}

#[tokio::test]
async fn O13_a_redirect_to_another_spelling_has_a_refresh() {
    let app: Router = app().middleware(noop).into_router();
    let answer = get(&app, "/edges/x/?a").await;
    assert_eq!((answer.header("location"), answer.header("refresh")), ("/edges/x?a", "0;url=/edges/x?a"));
}

#[tokio::test]
async fn the_length_of_a_stream_is_not_told_for_head_wherever_it_comes_from() {
    #[route("/streamed", scope = app_edges)]
    async fn GET() -> NextResponse {
        NextResponse::new(chunks(vec![Ok("a"), Ok("b")]))
    }

    let fallback = Router::new().route("/behind", axum_get(async || chunks(vec![Ok("a")])));
    let app: Router = App::new(routes![GET])
        .rewrites(Rewrites::new().before([Rewrite::new("/rewritten", "/streamed")]))
        .fallback(fallback)
        .into_router();
    for path in ["/streamed", "/rewritten", "/behind"] {
        let answer = send(&app, "HEAD", path, "").await;
        assert_eq!((answer.status, answer.headers.get("content-length")), (200, None), "{path}");
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_behind_a_middleware_is_logged_once() {
    #[middleware]
    async fn waits() {
        route_runtime::after(async {});
    }
    #[route("/breaks", scope = app_edges)]
    async fn GET() -> NextResponse {
        NextResponse::new(chunks(vec![Ok("a"), Err(io::Error::other("cut"))]))
    }

    let app: Router = App::new(routes![GET]).middleware(waits).into_router();
    let log = Log::start();
    let request = Request::get("/breaks").body(Body::empty()).unwrap();
    let body = tower::ServiceExt::oneshot(app, request).await.unwrap().into_body();
    assert!(body.collect().await.is_err());
    let errors = log.errors();
    assert!(errors.len() == 1 && errors[0].contains("GET /breaks"), "{errors:?}");
}

#[tokio::test]
async fn J4_tasks_and_streams_of_a_request_are_in_its_span_in_an_app_too() {
    static SEEN: AtomicUsize = AtomicUsize::new(0);

    fn look() {
        let is_in = tracing::Span::current().metadata().is_some_and(|span| span.name() == "request");
        SEEN.fetch_add(usize::from(is_in), Ordering::SeqCst);
    }

    #[route("/traced", scope = app_edges)]
    async fn GET() -> NextResponse {
        look();
        spawn(async { look() });
        NextResponse::stream(futures_util::stream::once(async {
            look();
            "x"
        }))
    }

    let _log = Log::start();
    for app in [App::new(routes![GET]), App::new(routes![GET]).middleware(noop)] {
        SEEN.store(0, Ordering::SeqCst);
        let app: Router = app.into_router();
        assert_eq!(get(&app, "/traced").await.text(), (200, "x"));
        tokio::task::yield_now().await;
        assert_eq!(SEEN.load(Ordering::SeqCst), 3);
        assert!(tracing::Span::current().is_none(), "every span was left");
    }
}
