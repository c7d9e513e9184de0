//! `fetch`: what is sent, what comes back, and what is stored (NEXT-SPEC G4, G11, G12, N15, V2).

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::any;
use futures_util::stream;
use route_runtime::testing::ManualClock;
use route_runtime::{
    Cache, FetchError, FetchResponse, FormData, Life, MemoryStore, NextResponse, Result, SearchParams, StreamChunk,
    fetch, revalidate_tag, route, routes,
};
use route_tests::{Log, call, serve};
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A server that says what it was asked, and for how many times.
struct Upstream {
    base: String,
    asked: Arc<AtomicU32>,
}

impl Upstream {
    async fn start() -> Self {
        Self::answering(async |request| echo(request).await).await
    }

    async fn answering<F>(answer: impl Fn(Request) -> F + Clone + Send + Sync + 'static) -> Self
    where
        F: Future<Output: IntoResponse> + Send + 'static,
    {
        let asked = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&asked);
        let router = Router::new().fallback(any(async move |request: Request| {
            count.fetch_add(1, Ordering::Relaxed);
            answer(request).await.into_response()
        }));
        Self { base: format!("http://{}", serve(router).await), asked }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// How often it was asked since the last call.
    fn asked(&self) -> u32 {
        self.asked.swap(0, Ordering::Relaxed)
    }
}

/// `POST /path?query [content-type] [x-a] [content-length] body`
async fn echo(request: Request) -> String {
    let (head, body) = request.into_parts();
    let header = |name: &str| head.headers.get(name).map_or("-", |value| value.to_str().unwrap()).to_owned();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let (kind, own, length) = (header("content-type"), header("x-a"), header("content-length"));
    format!("{} {} [{kind}] [{own}] [{length}] {}", head.method, head.uri, String::from_utf8_lossy(&body))
}

async fn text(call: impl IntoFuture<Output = Result<FetchResponse, FetchError>>) -> String {
    call.await.unwrap().text().await.unwrap()
}

fn chunks<T: StreamChunk + Send + 'static>(chunks: impl IntoIterator<Item = T, IntoIter: Send + 'static>) -> Body {
    Response::from(NextResponse::stream(stream::iter(chunks))).into_body()
}

#[tokio::test]
async fn a_call_is_sent_as_it_was_put_together() {
    let upstream = Upstream::start().await;
    let url = upstream.url("/a?b=c");
    let cases = [
        (fetch(&url), "GET /a?b=c [-] [-] [-] "),
        (fetch(format!("{url}#top")), "GET /a?b=c [-] [-] [-] "),
        (fetch(&url).header("x-a", "1").header("X-A", "2"), "GET /a?b=c [-] [2] [-] "),
        (fetch(&url).headers([("x-a", "1"), ("x-b", "2")]), "GET /a?b=c [-] [1] [-] "),
        (fetch(&url).method("DELETE"), "DELETE /a?b=c [-] [-] [-] "),
        (fetch(&url).method("POST").body("é"), "POST /a?b=c [text/plain;charset=UTF-8] [-] [2] é"),
        (fetch(&url).method("PUT").body(vec![97]), "PUT /a?b=c [-] [-] [1] a"),
        (fetch(&url).method("PATCH").json([1, 2]), "PATCH /a?b=c [application/json] [-] [5] [1,2]"),
        (
            fetch(&url).method("POST").header("content-type", "text/csv").body("a,b"),
            "POST /a?b=c [text/csv] [-] [3] a,b",
        ),
        (
            fetch(&url).method("POST").body(SearchParams::from("a=b c")),
            "POST /a?b=c [application/x-www-form-urlencoded;charset=UTF-8] [-] [5] a=b+c",
        ),
        (fetch(&url).method("POST").body(chunks(["on", "e"])), "POST /a?b=c [-] [-] [-] one"),
        (fetch(&url).method("POST").body(chunks(["on", "e"])).revalidate(60), "POST /a?b=c [-] [-] [3] one"),
    ];
    for (call, expected) in cases {
        assert_eq!(text(call).await, expected);
    }
    let mut form = FormData::new();
    form.append("a", "b");
    let sent = text(fetch(&url).method("POST").body(form)).await;
    assert!(sent.contains("[multipart/form-data; boundary=") && sent.contains("name=\"a\""), "{sent}");
}

#[tokio::test]
async fn a_call_that_nobody_can_send_is_an_error_and_not_sent() {
    let upstream = Upstream::start().await;
    let url = upstream.url("/?secret=1");
    let shown = upstream.url("/");
    let cases = [
        (fetch("/posts"), "cannot fetch `/posts`: relative URL without a base".to_owned()),
        (fetch(""), "cannot fetch ``: relative URL without a base".to_owned()),
        (fetch("http://"), "cannot fetch `http://`: empty host".to_owned()),
        (fetch("file:///etc/passwd"), "cannot fetch `file:///etc/passwd`: neither `http` nor `https`".to_owned()),
        (fetch(&url).method("GE T"), format!("cannot fetch `{shown}`: what is given as the method is no method")),
        (
            fetch(&url).header("x a", "1"),
            format!("cannot fetch `{shown}`: a header has a name that no header can have"),
        ),
        (
            fetch(&url).header("x-a", "1\r\nx-b: 2").header("x c", "3"),
            format!("cannot fetch `{shown}`: the header `x-a` cannot have this value"),
        ),
        (fetch(&url).body("a"), format!("cannot fetch `{shown}`: a call of the method GET has no body")),
        (
            fetch(&url).method("POST").json(std::collections::HashMap::from([((1, 2), 3)])),
            format!("cannot fetch `{shown}`: the body does not serialise as JSON: key must be a string"),
        ),
    ];
    for (call, expected) in cases {
        let error = call.await.unwrap_err();
        assert!(matches!(error, FetchError::InvalidRequest(_)), "{error:?}");
        assert_eq!(error.to_string(), expected);
    }
    assert_eq!(upstream.asked(), 0);
}

#[tokio::test]
async fn an_answer_is_what_the_other_server_says() {
    let upstream = Upstream::answering(async |request| match request.uri().path() {
        "/redirect" => Redirect::to("/json").into_response(),
        "/json" => ([("x-a", "1")], "\u{feff}{\"id\":7}").into_response(),
        "/latin" => b"caf\xe9".into_response(),
        "/loop" => Redirect::to("/loop").into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    })
    .await;

    let res = fetch(upstream.url("/redirect")).await.unwrap();
    assert!(res.ok() && res.status() == 200 && res.headers()["x-a"] == "1");
    assert_eq!(res.url(), upstream.url("/json"));
    assert_eq!(res.json::<serde_json::Value>().await.unwrap()["id"], 7);

    let res = fetch(upstream.url("/nothing")).await.unwrap();
    assert!(!res.ok() && res.status() == 404);
    assert_eq!(text(fetch(upstream.url("/latin"))).await, "caf\u{fffd}");
    assert_eq!(fetch(upstream.url("/latin")).await.unwrap().bytes().await.unwrap(), &b"caf\xe9"[..]);

    let mut body = fetch(upstream.url("/json")).await.unwrap().body_stream();
    assert_eq!(body.chunk().await.unwrap().unwrap(), "\u{feff}{\"id\":7}");
    assert!(body.chunk().await.unwrap().is_none());

    assert!(matches!(fetch(upstream.url("/loop")).await, Err(FetchError::Failed { .. })));
}

#[tokio::test]
async fn what_fails_on_the_way_is_a_502_or_a_504_without_details() {
    #[route("/fetched/[what]")]
    async fn GET(what: String, axum::Extension(base): axum::Extension<Arc<str>>) -> Result {
        let url = match &*what {
            // A port that nobody listens at.
            "unreachable" => "http://127.0.0.1:1/?secret=hunter2".to_owned(),
            what => format!("{base}/{what}?secret=hunter2"),
        };
        let call = fetch(url).timeout(Duration::from_millis(100)).await?;
        Ok(NextResponse::json(call.json::<u32>().await?))
    }
    let upstream = Upstream::answering(async |request| match request.uri().path() {
        "/silent" => std::future::pending().await,
        "/stops" => chunks([Ok::<_, String>("1"), Err("away".to_owned())]).into_response(),
        "/hangs" => {
            let chunks = stream::once(async { Ok::<_, Infallible>("1") });
            Body::from_stream(futures_util::StreamExt::chain(chunks, stream::pending())).into_response()
        }
        "/text" => "hello".into_response(),
        _ => "1".into_response(),
    })
    .await;
    let app: Router = routes![GET].into_router();
    let app = app.layer(axum::Extension(Arc::<str>::from(upstream.base.as_str())));
    let log = Log::start();
    for (what, status, logged) in [
        ("number", 200, ""),
        ("unreachable", 502, "cannot fetch `http://127.0.0.1:1/`: error sending request"),
        ("silent", 504, "timed out"),
        ("stops", 502, "/stops`"),
        ("hangs", 504, "timed out"),
        ("text", 502, "is not the JSON that was asked for: expected value at line 1 column 1"),
    ] {
        let answer = route_tests::get(&app, &format!("/fetched/{what}")).await;
        assert_eq!(answer.text(), (status, if status == 200 { "1" } else { "" }), "{what}");
        let log = log.take();
        assert_eq!(log.matches("ERROR").count(), usize::from(status != 200), "{what}: {log}");
        assert!(log.contains(logged) && !log.contains("hunter2"), "{what}: {log}");
    }
}

#[tokio::test]
async fn N15_a_handler_returns_the_answer_of_another_server() {
    #[route("/copy/[...path]")]
    async fn GET(path: Vec<String>, axum::Extension(base): axum::Extension<Arc<str>>) -> Result<FetchResponse> {
        let call = fetch(format!("{base}/{}", path.join("/")));
        Ok(if path[0] == "stored" { call.revalidate(60).await? } else { call.await? })
    }
    let upstream = Upstream::answering(async |request| {
        let teapot = request.uri().path().ends_with("teapot");
        let status = if teapot { StatusCode::IM_A_TEAPOT } else { StatusCode::OK };
        let headers = [
            ("content-type", "text/x-tea"),
            ("connection", "x-hop, keep-alive"),
            ("x-hop", "1"),
            ("keep-alive", "timeout=5"),
            ("proxy-authenticate", "Basic"),
            ("cache-control", "private"),
            ("set-cookie", "a=b"),
        ];
        (status, headers, chunks(["tea ", "pot"]))
    })
    .await;
    let app: Router = routes![GET].into_router();
    let app = app.layer(axum::Extension(Arc::<str>::from(upstream.base.as_str())));
    for (path, status, set_cookie) in [
        ("other/teapot", 418, "a=b"),
        ("other/pot", 200, "a=b"),
        ("stored/teapot", 418, "a=b"),
        ("stored/pot", 200, ""),
    ] {
        let request = Request::get(format!("/copy/{path}")).body(Body::empty()).unwrap();
        let answer = call(&app, request).await;
        assert_eq!(answer.text(), (status, "tea pot"), "{path}");
        assert_eq!((answer.header("content-type"), answer.header("cache-control")), ("text/x-tea", "private"));
        assert_eq!(answer.header("set-cookie"), set_cookie, "{path}");
        for name in ["connection", "x-hop", "keep-alive", "proxy-authenticate", "transfer-encoding", "x-fetch-url"] {
            assert_eq!(answer.header(name), "", "{path} {name}");
        }
    }
}

/// How often the other server is asked by three calls.
async fn asked_by_three(upstream: &Upstream, call: impl Fn() -> route_runtime::Fetch) -> u32 {
    upstream.asked();
    for _ in 0..3 {
        call().await.unwrap().bytes().await.unwrap();
    }
    upstream.asked()
}

#[tokio::test]
async fn nothing_is_stored_unless_the_call_asks_for_it() {
    let upstream = Upstream::start().await;
    type Asked<'a> = &'a dyn Fn(route_runtime::Fetch) -> route_runtime::Fetch;
    let cases: [(&str, Asked<'_>, u32); 9] = [
        ("nothing", &|call| call, 3),
        ("tags", &|call| call.tags(["posts"]), 3),
        ("no-store", &|call| call.no_store(), 3),
        ("revalidate-0", &|call| call.revalidate(0), 3),
        ("revalidate-60", &|call| call.revalidate(60), 1),
        ("never", &|call| call.revalidate_never(), 1),
        ("force-cache", &|call| call.force_cache(), 1),
        ("head", &|call| call.method("HEAD").force_cache(), 1),
        ("authorized", &|call| call.header("authorization", "1").revalidate(60), 1),
    ];
    for (name, option, expected) in cases {
        let url = upstream.url(&format!("/{name}"));
        assert_eq!(asked_by_three(&upstream, || option(fetch(&url))).await, expected, "{name}");
    }
}

#[tokio::test]
async fn a_call_has_an_entry_of_its_own_for_each_body_and_header() {
    let upstream = Upstream::start().await;
    let url = upstream.url("/");
    for time in 0..2 {
        for body in ["a", "b"] {
            let sent = text(fetch(&url).method("POST").body(body).revalidate(60)).await;
            assert!(sent.ends_with(body), "{sent}");
        }
        for token in ["1", "2"] {
            assert!(text(fetch(&url).header("x-a", token).force_cache()).await.contains(&format!("[{token}]")));
        }
        assert_eq!(upstream.asked(), if time == 0 { 4 } else { 0 });
    }
}

#[tokio::test]
async fn a_stored_answer_is_the_same_but_for_its_cookies() {
    let upstream = Upstream::answering(async |request| match request.uri().path() {
        "/from" => Redirect::to("/to").into_response(),
        _ => ([("x-a", "1"), ("set-cookie", "a=b"), ("x-fetch-url", "http://evil/")], "body").into_response(),
    })
    .await;
    for asked in [2, 0] {
        let res = fetch(upstream.url("/from")).force_cache().await.unwrap();
        assert_eq!((res.url(), res.status().as_u16()), (upstream.url("/to").as_str(), 200));
        assert_eq!(res.headers().get("x-a").unwrap(), "1");
        assert!(!res.headers().contains_key("set-cookie") && !res.headers().contains_key("x-fetch-url"));
        assert_eq!(res.text().await.unwrap(), "body");
        assert_eq!(upstream.asked(), asked);
    }
}

#[tokio::test]
async fn an_answer_with_another_status_than_200_is_not_stored() {
    let upstream = Upstream::answering(async |request| {
        let status: u16 = request.uri().path()[1..].parse().unwrap();
        (StatusCode::from_u16(status).unwrap(), "body")
    })
    .await;
    for status in [201, 203, 206, 400, 404, 429, 500, 503] {
        let url = upstream.url(&format!("/{status}"));
        let res = fetch(&url).force_cache().await.unwrap();
        assert_eq!(res.status(), status);
        assert_eq!(res.text().await.unwrap(), "body");
        assert_eq!(asked_by_three(&upstream, || fetch(&url).force_cache()).await, 3, "{status}");
    }
}

#[tokio::test]
async fn an_error_is_not_stored() {
    let upstream = Upstream::answering(async |_| chunks([Ok::<_, String>("1"), Err("away".to_owned())])).await;
    for _ in 0..2 {
        let error = fetch(upstream.url("/")).force_cache().await.unwrap_err();
        assert!(matches!(error, FetchError::Failed { .. }), "{error:?}");
    }
    assert_eq!(upstream.asked(), 2);
}

#[tokio::test]
async fn a_long_answer_is_handed_on_and_not_stored() {
    const LENGTH: usize = (10 << 20) + 1;
    let upstream = Upstream::answering(async |_| vec![b'a'; LENGTH]).await;
    for _ in 0..2 {
        let body = fetch(upstream.url("/")).force_cache().await.unwrap().bytes().await.unwrap();
        assert!(body.len() == LENGTH && body.iter().all(|byte| *byte == b'a'));
    }
    assert_eq!(upstream.asked(), 2);
}

#[tokio::test]
async fn a_call_that_contradicts_itself_is_an_error_and_not_sent() {
    let upstream = Upstream::start().await;
    let url = upstream.url("/");
    for call in [
        fetch(&url).no_store().revalidate(60),
        fetch(&url).revalidate_never().no_store(),
        fetch(&url).force_cache().revalidate(0),
    ] {
        let error = call.await.unwrap_err();
        assert!(matches!(error, FetchError::Contradiction { .. }), "{error:?}");
    }
    assert_eq!(upstream.asked(), 0);
    assert_eq!(asked_by_three(&upstream, || fetch(&url).no_store().force_cache()).await, 1, "the last one holds");
}

#[tokio::test]
async fn a_server_of_streams_is_read_as_it_comes() {
    let upstream = Upstream::answering(async |_| {
        let first = stream::once(async { Ok::<_, Infallible>("first") });
        Body::from_stream(futures_util::StreamExt::chain(first, stream::pending()))
    })
    .await;
    let mut body = fetch(upstream.url("/")).await.unwrap().body_stream();
    assert_eq!(body.chunk().await.unwrap().unwrap(), "first");
}

/// The base of the server that a handler asks.
type Base = axum::extract::State<Arc<str>>;

fn with_base(routes: route_runtime::Routes<Arc<str>>, upstream: &Upstream) -> Router {
    routes.into_router().with_state(Arc::from(upstream.base.as_str()))
}

/// A call whose path says what it asks for.
async fn asking(base: &str, route: &str, what: &str) -> Result<String, FetchError> {
    let call = fetch(format!("{base}/{route}/{what}"));
    let call = match what {
        "nothing" => call,
        "force-cache" => call.force_cache(),
        "revalidate" => call.revalidate(60),
        "never" => call.revalidate_never(),
        "no-store" => call.no_store(),
        "zero" => call.revalidate(0),
        "post" => call.method("POST").body("a"),
        "authorized" => call.header("authorization", "Bearer a"),
        "cookie" => call.header("cookie", "a=b"),
        "authorized-revalidate" => call.header("authorization", "Bearer a").revalidate(60),
        other => unreachable!("{other}"),
    };
    call.await?.text().await
}

#[tokio::test]
async fn G12_G4_a_route_says_what_is_stored_of_the_calls_below_it() {
    macro_rules! a_route {
        ($name:ident, $path:literal, $($option:tt)*) => {
            #[route(GET $path, $($option)*)]
            async fn $name(what: String, base: Base) -> Result<String, FetchError> {
                asking(&base, stringify!($name), &what).await
            }
        };
    }
    a_route!(auto, "/auto/[what]", fetch_cache = "auto");
    a_route!(default_cache, "/default_cache/[what]", fetch_cache = "default-cache");
    a_route!(only_cache, "/only_cache/[what]", fetch_cache = "only-cache");
    a_route!(force_cache, "/force_cache/[what]", fetch_cache = "force-cache");
    a_route!(default_no_store, "/default_no_store/[what]", fetch_cache = "default-no-store");
    a_route!(only_no_store, "/only_no_store/[what]", fetch_cache = "only-no-store");
    a_route!(force_no_store, "/force_no_store/[what]", fetch_cache = "force-no-store");
    a_route!(dynamic, "/dynamic/[what]", dynamic = "force-dynamic");
    a_route!(dynamic_cache, "/dynamic_cache/[what]", dynamic = "force-dynamic", fetch_cache = "default-cache");

    let upstream = Upstream::start().await;
    let table = routes![
        auto,
        default_cache,
        only_cache,
        force_cache,
        default_no_store,
        only_no_store,
        force_no_store,
        dynamic,
        dynamic_cache
    ];
    let app = with_base(table, &upstream);
    let routes = [
        "auto",
        "default_cache",
        "only_cache",
        "force_cache",
        "default_no_store",
        "only_no_store",
        "force_no_store",
        "dynamic",
        "dynamic_cache",
    ];
    // How often two requests ask the other server; 0 is an error.
    let cases = [
        ("nothing", [2, 1, 1, 1, 2, 2, 2, 2, 1]),
        ("force-cache", [1, 1, 1, 1, 1, 0, 2, 1, 1]),
        ("revalidate", [1, 1, 1, 1, 1, 0, 2, 1, 1]),
        ("never", [1, 1, 1, 1, 1, 0, 2, 1, 1]),
        ("no-store", [2, 2, 0, 1, 2, 2, 2, 2, 2]),
        ("zero", [2, 2, 0, 1, 2, 2, 2, 2, 2]),
        ("post", [2, 2, 2, 2, 2, 2, 2, 2, 2]),
        ("authorized", [2, 2, 2, 2, 2, 2, 2, 2, 2]),
        ("cookie", [2, 2, 2, 2, 2, 2, 2, 2, 2]),
        ("authorized-revalidate", [1, 1, 1, 1, 1, 0, 2, 1, 1]),
    ];
    let log = Log::start();
    for (what, expected) in cases {
        for (route, expected) in routes.into_iter().zip(expected) {
            for _ in 0..2 {
                let answer = route_tests::get(&app, &format!("/{route}/{what}")).await;
                assert_eq!(answer.status, if expected == 0 { 500 } else { 200 }, "{route} {what}: {answer:?}");
            }
            assert_eq!(upstream.asked(), expected, "{route} {what}");
            let errors = log.errors();
            let named = errors.iter().filter(|error| error.contains(&route.replace('_', "-"))).count();
            assert_eq!((errors.len(), named), if expected == 0 { (2, 2) } else { (0, 0) }, "{errors:?}");
        }
    }
}

#[tokio::test]
async fn a_call_that_is_not_to_be_stored_contradicts_an_answer_that_is() {
    #[route("/cached/[what]", revalidate = 60)]
    async fn GET(what: String, base: Base) -> Result<String, FetchError> {
        asking(&base, "cached", &what).await
    }
    #[route(GET "/forced/[what]", dynamic = "force-static")]
    async fn forced(what: String, base: Base) -> Result<String, FetchError> {
        asking(&base, "forced", &what).await
    }
    let upstream = Upstream::start().await;
    let app = with_base(routes![GET, forced], &upstream);
    let log = Log::start();
    for (path, status) in [
        ("/cached/nothing", 200),
        ("/cached/revalidate", 200),
        ("/cached/no-store", 500),
        ("/cached/zero", 500),
        ("/forced/no-store", 200),
        ("/forced/zero", 200),
    ] {
        let answer = route_tests::get(&app, path).await;
        assert_eq!(answer.status, status, "{path}: {answer:?}");
        let errors = log.errors();
        assert_eq!(errors.len(), usize::from(status == 500), "{path}: {errors:?}");
        if status == 500 {
            assert!(errors[0].contains("below a handler whose answer is stored"), "{errors:?}");
        }
    }
}

#[tokio::test]
async fn G11_the_answer_of_a_route_lives_as_long_as_what_it_was_made_from() {
    macro_rules! a_route {
        ($name:ident, $path:literal, $($option:tt)*) => {
            #[route(GET $path, $($option)*)]
            async fn $name(what: String, base: Base) -> Result<String, FetchError> {
                asking(&base, stringify!($name), &what).await
            }
        };
    }
    a_route!(longer, "/longer/[what]", revalidate = 600);
    a_route!(shorter, "/shorter/[what]", revalidate = 5);
    a_route!(ever, "/ever/[what]", revalidate = false);

    let upstream = Upstream::start().await;
    let app = with_base(routes![longer, shorter, ever], &upstream);
    for (path, seconds) in [
        ("/longer/nothing", 600),
        ("/longer/never", 600),
        ("/longer/revalidate", 60),
        ("/shorter/revalidate", 5),
        ("/ever/revalidate", 60),
        ("/ever/never", 31_536_000),
    ] {
        let answer = route_tests::get(&app, path).await;
        let control = answer.header("cache-control").split(',').next().unwrap();
        assert_eq!((answer.status, control), (200, format!("s-maxage={seconds}").as_str()), "{path}");
    }
}

#[tokio::test]
async fn A8_a_client_in_draft_mode_gets_what_was_fetched_for_it() {
    #[route("/fetching-draft/enable")]
    async fn GET() {
        route_runtime::draft_mode().enable();
    }
    #[route(GET "/fetching-draft/[what]")]
    async fn dynamic(what: String, base: Base) -> Result<String, FetchError> {
        asking(&base, "draft", &what).await
    }
    #[route(GET "/cached-draft/[what]", revalidate = 60)]
    async fn cached(what: String, base: Base) -> Result<String, FetchError> {
        asking(&base, "cached-draft", &what).await
    }
    let upstream = Upstream::start().await;
    let app = with_base(routes![GET, dynamic, cached], &upstream);
    let enabled = route_tests::get(&app, "/fetching-draft/enable").await;
    let cookie = enabled.header("set-cookie").split(';').next().unwrap();
    for path in ["/fetching-draft/revalidate", "/cached-draft/revalidate"] {
        for (cookie, expected) in [("", 1), ("", 0), (cookie, 1), (cookie, 1), ("__prerender_bypass=guess", 0)] {
            let request = Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap();
            assert_eq!(call(&app, request).await.status, 200);
            assert_eq!(upstream.asked(), expected, "{path} {cookie}");
        }
    }
    // It contradicts nothing: the answer is not stored.
    let request = Request::get("/cached-draft/no-store").header("cookie", cookie).body(Body::empty()).unwrap();
    assert_eq!(call(&app, request).await.status, 200);
}

/// A server whose answers count, unless it is out.
#[derive(Clone, Default)]
struct Counter(Arc<(AtomicU32, AtomicU32)>);

impl Counter {
    async fn start(&self) -> Upstream {
        let counter = self.clone();
        Upstream::answering(move |_| {
            let (count, status) = &*counter.0;
            let status = match status.load(Ordering::Relaxed) {
                0 => StatusCode::OK,
                status => StatusCode::from_u16(status.try_into().unwrap()).unwrap(),
            };
            let nth = count.fetch_add(1, Ordering::Relaxed) + 1;
            async move { (status, nth.to_string()) }
        })
        .await
    }

    fn answer_with(&self, status: u32) {
        self.0.1.store(status, Ordering::Relaxed);
    }
}

/// Lets what runs in the background come to its end.
async fn until(mut is_done: impl FnMut() -> bool) {
    tokio::time::timeout(Duration::from_secs(10), async {
        while !is_done() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await
    .expect("it comes to its end");
}

/// Asks until the answer is another one.
async fn asked_until(app: &Router, path: &str, expected: &str) {
    tokio::time::timeout(Duration::from_secs(10), async {
        while route_tests::get(app, path).await.body != expected {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    })
    .await
    .expect("the answer changes");
}

#[route(GET "/fetching/[what]")]
async fn fetching(what: String, base: Base) -> Result<String, FetchError> {
    fetch(format!("{}/{what}", &*base.0)).revalidate(60).tags(["counted"]).await?.text().await
}

#[route(GET "/fetching-cached/[what]", revalidate = 60)]
async fn fetching_cached(what: String, base: Base) -> Result<String, FetchError> {
    fetch(format!("{}/{what}", &*base.0)).revalidate(60).tags(["counted"]).await?.text().await
}

#[route(POST "/fetching/revalidate")]
async fn revalidate() -> Result {
    revalidate_tag("counted", Life::NOW).await?;
    Ok(NextResponse::new(()))
}

fn with_clock(upstream: &Upstream) -> (Router, ManualClock) {
    let clock = ManualClock::new();
    let store = MemoryStore::new().with_clock(&clock);
    (with_base(routes![fetching, fetching_cached, revalidate].cache(store), upstream), clock)
}

#[tokio::test]
async fn I7_what_is_stale_is_served_while_it_is_fetched_again() {
    let counter = Counter::default();
    let upstream = counter.start().await;
    let (app, clock) = with_clock(&upstream);
    for (seconds, expected) in [(0, "1"), (59, "1"), (2, "1")] {
        clock.advance(Duration::from_secs(seconds));
        assert_eq!(route_tests::get(&app, "/fetching/a").await.text(), (200, expected), "{seconds}");
    }
    asked_until(&app, "/fetching/a", "2").await;
    assert_eq!(upstream.asked(), 2);
}

#[tokio::test]
async fn E3_what_cannot_be_fetched_again_stays_and_is_not_tried_at_once() {
    for status in [500, 404] {
        let counter = Counter::default();
        let upstream = counter.start().await;
        let (app, clock) = with_clock(&upstream);
        assert_eq!(route_tests::get(&app, "/fetching/a").await.body, "1");
        counter.answer_with(status);
        clock.advance(Duration::from_secs(61));
        for _ in 0..3 {
            assert_eq!(route_tests::get(&app, "/fetching/a").await.body, "1", "{status}");
        }
        until(|| upstream.asked.load(Ordering::Relaxed) == 2).await;
        counter.answer_with(0);
        clock.advance(Duration::from_secs(31));
        asked_until(&app, "/fetching/a", "3").await;
        assert_eq!(upstream.asked(), 3, "{status}");
    }
}

#[tokio::test]
async fn V2_a_tag_of_a_call_invalidates_it_and_the_answer_that_it_is_a_part_of() {
    let upstream = Counter::default().start().await;
    let (app, _) = with_clock(&upstream);
    for path in ["/fetching/a", "/fetching-cached/b"] {
        let first = route_tests::get(&app, path).await.body;
        assert_eq!(route_tests::get(&app, path).await.body, first, "{path}");
        assert_eq!(route_tests::send(&app, "POST", "/fetching/revalidate", "").await.status, 200);
        assert_ne!(route_tests::get(&app, path).await.body, first, "{path}");
    }
}

#[tokio::test]
async fn G11_an_answer_is_not_made_anew_from_what_is_stale() {
    let counter = Counter::default();
    let upstream = counter.start().await;
    let (app, clock) = with_clock(&upstream);
    assert_eq!(route_tests::get(&app, "/fetching-cached/a").await.body, "1");
    clock.advance(Duration::from_secs(61));
    assert_eq!(route_tests::get(&app, "/fetching-cached/a").await.body, "1", "the old answer");
    asked_until(&app, "/fetching-cached/a", "2").await;
    assert_eq!(upstream.asked(), 2);

    // While the other server is out, the answer is made from what there is.
    counter.answer_with(503);
    clock.advance(Duration::from_secs(61));
    for _ in 0..3 {
        assert_eq!(route_tests::get(&app, "/fetching-cached/a").await.text(), (200, "2"));
    }
}

#[tokio::test]
async fn V2_an_answer_that_is_made_while_the_other_server_fails_is_as_old_as_what_it_was_made_from() {
    #[route(GET "/fetching-for-ever", revalidate = false)]
    async fn for_ever(base: Base) -> Result<String, FetchError> {
        fetch(&*base.0).revalidate_never().tags(["counted"]).await?.text().await
    }
    let counter = Counter::default();
    let upstream = counter.start().await;
    let clock = ManualClock::new();
    let cache = Cache::new(MemoryStore::new().with_clock(&clock));
    let app = with_base(routes![for_ever].cache(cache.clone()), &upstream);
    assert_eq!(route_tests::get(&app, "/fetching-for-ever").await.body, "1");

    counter.answer_with(500);
    cache.revalidate_tag("counted", "max").await.unwrap();
    assert_eq!(route_tests::get(&app, "/fetching-for-ever").await.body, "1");
    until(|| upstream.asked.load(Ordering::Relaxed) == 2).await;
    counter.answer_with(0);
    clock.advance(Duration::from_secs(31));
    asked_until(&app, "/fetching-for-ever", "3").await;
    assert_eq!(upstream.asked(), 3);
}

#[tokio::test]
async fn I7_however_many_ask_at_once_the_other_server_is_asked_once() {
    for status in [StatusCode::OK, StatusCode::SERVICE_UNAVAILABLE] {
        let gate = Arc::new(tokio::sync::Semaphore::new(0));
        let opened = Arc::clone(&gate);
        let upstream = Upstream::answering(move |_| {
            let gate = Arc::clone(&opened);
            async move {
                gate.acquire_owned().await.unwrap().forget();
                (status, "answer")
            }
        })
        .await;
        let calls: Vec<_> =
            (0..100).map(|_| tokio::spawn(text(fetch(upstream.url("/")).force_cache().into_future()))).collect();
        until(|| upstream.asked.load(Ordering::Relaxed) > 0).await;
        // Those that were begun after it are there, too: this is a runtime of one thread.
        gate.add_permits(100);
        for call in calls {
            assert_eq!(call.await.unwrap(), "answer");
        }
        assert_eq!(upstream.asked(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_url_with_a_user_or_a_password_is_an_error_and_not_sent() {
    let upstream = Upstream::start().await;
    for user in ["ann", "ann:hunter2", ":hunter2"] {
        let url = upstream.url("/a?b=c").replacen("//", &format!("//{user}@"), 1);
        let error = fetch(&url).await.unwrap_err();
        assert!(matches!(&error, FetchError::Credentials { url } if *url == upstream.url("/a")), "{error:?}");
        let (text, debug) = (error.to_string(), format!("{:?}", fetch(&url)));
        assert!(!text.contains("hunter2") && !debug.contains("hunter2"), "{text} {debug}");
    }
    assert_eq!(upstream.asked(), 0);
}

#[tokio::test]
async fn A8_what_enables_draft_mode_fetches_itself_from_then_on() {
    #[route(GET "/fetching-draft-now/[base]")]
    async fn enabling(base: String) -> Result<String> {
        let url = format!("http://{base}/");
        let call = async || fetch(&url).revalidate(60).await?.text().await;
        let before = (call().await?, call().await?);
        route_runtime::draft_mode().enable();
        Ok(format!("{before:?} {} {}", call().await?, call().await?))
    }
    let count = Arc::new(AtomicU32::new(1));
    let upstream = Upstream::answering(move |_| {
        let run = count.fetch_add(1, Ordering::Relaxed);
        async move { run.to_string() }
    })
    .await;
    let app: Router = routes![enabling].cache(MemoryStore::new()).into_router();
    let base = upstream.base.strip_prefix("http://").unwrap();
    let answer = route_tests::get(&app, &format!("/fetching-draft-now/{base}")).await;
    assert_eq!(answer.text(), (200, r#"("1", "1") 2 3"#));
}
