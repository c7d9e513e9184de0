//! What a handler sees whose answer may be stored (NEXT-SPEC G5, C9; DESIGN 2.6).

use super::hand_clock::HandClock;
use axum::body::Body;
use axum::extract::connect_info::ConnectInfo;
use axum::extract::{FromRequestParts, MatchedPath, OriginalUri, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Request, Version};
use axum::middleware::{Next, from_fn};
use axum::{Extension, Router};
use route_runtime::{
    App, AssumeStatic, ContextError, MiddlewareNext, NextRequest, NextResponse, RoutePattern, StaticSafe, after,
    connection, cookies, draft_mode, headers, middleware, route, routes, spawn, try_cookies, try_headers,
    wait_for_after,
};
use route_tests::{Answer, Log, call};
use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A request with all that is one client's.
fn request(path: &str) -> Request<Body> {
    let mut request = Request::get(format!("{path}?secret=1"))
        .version(Version::HTTP_2)
        .header("host", "evil.example")
        .header("cookie", "session=1")
        .header("authorization", "Bearer 1")
        .header("content-type", "application/json")
        .body(Body::from("{}"))
        .unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([192, 0, 2, 7], 50_000))));
    request
}

async fn ask(app: &Router, path: &str) -> Answer {
    call(app, request(path)).await
}

// G5
#[tokio::test]
async fn a_handler_of_force_static_is_given_a_request_of_nobody() {
    #[route("/static/whole/[id]", dynamic = "force-static")]
    async fn GET(mut req: NextRequest, id: u64) -> String {
        let url = req.next_url();
        let seen = format!(
            "{} {id} {} {} {} {} {} {:?} {:?}",
            req.method(),
            req.url(),
            url.pathname(),
            url.host(),
            req.cookies().get_all().len(),
            req.headers().len(),
            url.search(),
            req.extensions().get::<ConnectInfo<SocketAddr>>(),
        );
        format!("{seen} {:?}", req.text().await.unwrap())
    }
    let app: Router = routes![GET].cache(HandClock::default()).into_router();
    let url = "http://localhost:3000/static/whole/7";
    for state in ["MISS", "HIT"] {
        let answer = ask(&app, "/static/whole/7").await;
        let expected = format!("GET 7 {url} /static/whole/7 localhost:3000 0 0 \"\" None \"\"");
        assert_eq!((answer.text(), answer.header("x-nextjs-cache")), ((200, &*expected), state));
    }
}

// G5
#[tokio::test]
async fn the_functions_below_a_handler_of_force_static_find_nothing() {
    #[route("/static/functions", dynamic = "force-static")]
    async fn GET() -> String {
        connection().await;
        let below = spawn(async { headers().len() }).await.unwrap();
        format!(
            "{} {} {below} {} {} {}",
            headers().len(),
            cookies().len(),
            try_headers().unwrap().len(),
            try_cookies().unwrap().len(),
            draft_mode().is_enabled(),
        )
    }
    let app: Router = routes![GET].cache(HandClock::default()).into_router();
    let log = Log::start();
    assert_eq!(ask(&app, "/static/functions").await.text(), (200, "0 0 0 0 0 false"));
    assert_eq!(log.errors(), [""; 0]);
}

// G5: also for axum's extractors, and those that say of themselves that they are static and are not
#[tokio::test]
async fn no_extractor_sees_a_client() {
    struct Curious(String);
    impl StaticSafe for Curious {}
    impl<S: Sync> FromRequestParts<S> for Curious {
        type Rejection = Infallible;
        async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
            let Parts { method, uri, version, headers, .. } = parts;
            Ok(Self(format!("{method} {uri} {version:?} {}", headers.len())))
        }
    }
    #[route(GET "/static/extractors", revalidate = 60)]
    async fn curious(Curious(seen): Curious) -> String {
        seen
    }
    #[route(GET "/static/axum", dynamic = "force-static")]
    async fn axums(
        map: HeaderMap,
        Query(query): Query<HashMap<String, String>>,
        request: axum::extract::Request,
    ) -> String {
        format!("{} {} {}", map.len(), query.len(), request.uri())
    }
    let app: Router = routes![curious, axums].cache(HandClock::default()).into_router();
    assert_eq!(ask(&app, "/static/extractors").await.body, "GET /static/extractors HTTP/1.1 0");
    assert_eq!(ask(&app, "/static/axum").await.body, "0 0 /static/axum");
    let head = Request::head("/static/extractors?again").body(Body::empty()).unwrap();
    assert_eq!(call(&app, head).await.header("x-nextjs-cache"), "HIT", "HEAD sees GET's");
}

/// Who has logged in, as a layer or a middleware says it.
#[derive(Clone)]
struct User(String);

impl<S: Sync> FromRequestParts<S> for User {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let user = parts.extensions.get().cloned();
        Ok(user.unwrap_or_else(|| Self("nobody".to_owned())))
    }
}

/// Asks as the user whose name is in the cookie, or as nobody.
async fn ask_as(app: &Router, path: &str, user: Option<&str>) -> String {
    let request = user.into_iter().fold(Request::get(path), |request, user| request.header("cookie", user));
    call(app, request.body(Body::empty()).unwrap()).await.body
}

// G5: sessions and users of layers are extensions
#[tokio::test]
async fn below_force_static_no_extension_is_left_that_a_layer_has_put_there() {
    #[route(GET "/static/session", dynamic = "force-static")]
    async fn session(User(name): User) -> String {
        name
    }
    #[route(GET "/static/of-the-request/[id]", dynamic = "force-static")]
    async fn of_the_request(
        id: u64,
        pattern: RoutePattern,
        matched: MatchedPath,
        original: OriginalUri,
        req: NextRequest,
    ) -> String {
        let user = req.extensions().get::<User>().map_or("nobody", |User(name)| name);
        format!("{user} {id} {pattern} {} {}", matched.as_str(), original.0)
    }
    let app: Router = routes![session, of_the_request].cache(HandClock::default()).into_router();
    let app = app.layer(from_fn(async |mut request: axum::extract::Request, next: Next| {
        let user = request.headers().get("cookie").map(|user| User(user.to_str().unwrap().to_owned()));
        user.map(|user| request.extensions_mut().insert(user));
        next.run(request).await
    }));
    let whole = "nobody 7 /static/of-the-request/[id] /static/of-the-request/{id} /static/of-the-request/7";
    for user in [Some("ann"), Some("bob"), None] {
        assert_eq!(ask_as(&app, "/static/session", user).await, "nobody");
        assert_eq!(ask_as(&app, "/static/of-the-request/7", user).await, whole);
    }
}

// G5
#[tokio::test]
async fn below_force_static_nobody_sees_the_extension_of_a_middleware() {
    #[middleware]
    async fn auth(req: NextRequest) -> MiddlewareNext {
        let user = req.cookies().get("user").map_or("nobody".to_owned(), |user| user.value().to_owned());
        NextResponse::next().with_extension(User(user))
    }
    #[route("/static/me", dynamic = "force-static")]
    async fn GET(User(name): User) -> String {
        name
    }
    let app: Router = App::new(routes![GET]).middleware(auth).cache(HandClock::default()).into_router();
    for user in [Some("user=ann"), Some("user=bob"), None] {
        assert_eq!(ask_as(&app, "/static/me", user).await, "nobody");
    }
}

#[tokio::test]
async fn what_is_the_programs_stays() {
    #[route("/static/kept/[id]", revalidate = 60)]
    async fn GET(
        id: u64,
        State(name): State<&'static str>,
        AssumeStatic(Extension(size)): AssumeStatic<Extension<usize>>,
        pattern: RoutePattern,
        AssumeStatic(matched): AssumeStatic<MatchedPath>,
    ) -> String {
        format!("{id} {name} {size} {pattern} {}", matched.as_str())
    }
    let routes: Router<&'static str> = routes![GET].cache(HandClock::default()).into_router();
    let app = Router::new().nest("/api", routes).layer(Extension(7_usize)).with_state("shop");
    let expected = "1 shop 7 /static/kept/[id] /api/static/kept/{id}";
    assert_eq!(ask(&app, "/api/static/kept/1").await.text(), (200, expected));
}

// C9
#[tokio::test]
async fn a_cookie_set_below_a_handler_of_force_static_makes_it_a_500() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    #[route("/static/sets/[how]", dynamic = "force-static")]
    async fn GET(how: String) -> &'static str {
        RUNS.fetch_add(1, Ordering::SeqCst);
        match &*how {
            "set" => _ = cookies().set("a", "1"),
            "delete" => _ = cookies().delete("a"),
            "try" => _ = try_cookies().unwrap().set("a", "1"),
            "below" => spawn(async { _ = cookies().set("a", "1") }).await.unwrap(),
            "enable" => draft_mode().enable(),
            _ => draft_mode().disable(),
        }
        "text"
    }
    let app: Router = routes![GET].cache(HandClock::default()).into_router();
    let log = Log::start();
    for how in ["set", "delete", "try", "below", "enable", "disable"] {
        for _ in 0..2 {
            let answer = ask(&app, &format!("/static/sets/{how}")).await;
            assert_eq!((answer.text(), answer.lines("set-cookie")), ((500, ""), vec![]), "{how}");
            let errors = log.errors();
            assert_eq!(errors.len(), 1, "{how} {errors:?}");
            assert!(errors[0].contains("route=GET /static/sets/[how]"), "{errors:?}");
            assert!(errors[0].contains("static_requests.rs:"), "{errors:?}");
        }
    }
    assert_eq!(RUNS.load(Ordering::SeqCst), 12, "nothing is kept");
}

// DESIGN 2.6
#[tokio::test]
async fn the_first_use_of_the_request_below_a_cached_handler_makes_it_a_500() {
    static RUNS: AtomicUsize = AtomicUsize::new(0);
    #[route("/stored/[how]", revalidate = 60)]
    async fn GET(how: String) -> NextResponse {
        RUNS.fetch_add(1, Ordering::SeqCst);
        match &*how {
            "cookies" => assert!(cookies().set("a", "1").get("a").is_none()),
            "headers" => assert!(headers().is_empty()),
            "below" => assert_eq!(spawn(async { headers().len() }).await.unwrap(), 0),
            "connection" => connection().await,
            "enable" => draft_mode().enable(),
            "stream" => {
                let pieces = futures_util::stream::once(async { headers().len().to_string() });
                return NextResponse::stream(pieces);
            }
            _ => {
                assert_eq!(try_cookies().unwrap_err(), ContextError::CachedHandler);
                assert_eq!(try_headers().unwrap_err(), ContextError::CachedHandler);
                assert!(!draft_mode().is_enabled());
                return NextResponse::new("stored");
            }
        }
        NextResponse::new("text")
    }
    let app: Router = routes![GET].cache(HandClock::default()).into_router();
    let log = Log::start();
    for (how, function) in [
        ("cookies", "`cookies()`"),
        ("headers", "`headers()`"),
        ("below", "`headers()`"),
        ("connection", "`connection()`"),
        ("enable", "`draft_mode().enable()`"),
        ("stream", "`headers()`"),
    ] {
        for _ in 0..2 {
            let answer = ask(&app, &format!("/stored/{how}")).await;
            assert_eq!((answer.text(), answer.lines("set-cookie")), ((500, ""), vec![]), "{how}");
            let errors = log.errors();
            assert_eq!(errors.len(), 1, "{how} {errors:?}");
            assert!(errors[0].contains("route=GET /stored/[how]"), "{errors:?}");
            assert!(errors[0].contains(&format!("{function} was called below a handler whose answer may be stored")));
            assert!(errors[0].contains("static_requests.rs:"), "{errors:?}");
        }
    }
    assert_eq!(RUNS.load(Ordering::SeqCst), 12, "none of them is kept");
    // What asks first whether there is a request may be stored.
    for state in ["MISS", "HIT"] {
        let answer = ask(&app, "/stored/asks").await;
        assert_eq!((answer.text(), answer.header("x-nextjs-cache")), ((200, "stored"), state));
    }
    assert_eq!(log.errors(), [""; 0]);
}

// A2
#[tokio::test]
async fn what_is_given_to_after_runs_once_the_answer_is_made() {
    static AUDITS: AtomicUsize = AtomicUsize::new(0);
    #[route("/stored-after", revalidate = 60)]
    async fn GET() -> &'static str {
        after(async { _ = AUDITS.fetch_add(1, Ordering::SeqCst) });
        "text"
    }
    let app: Router = routes![GET].cache(HandClock::default()).into_router();
    for _ in 0..3 {
        assert_eq!(ask(&app, "/stored-after").await.text(), (200, "text"));
        wait_for_after().await;
        assert_eq!(AUDITS.load(Ordering::SeqCst), 1, "a hit runs nothing");
    }
}
