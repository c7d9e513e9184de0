//! NEXT-SPEC section 18 and what stands around the routes: redirects, rewrites, headers, base path, spellings, proxies, the host.

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{Request, header};
use axum::routing::get as axum_get;
use route_runtime::{
    App, ClientIp, Condition, HeaderRule, MiddlewareNext, NextRequest, NextResponse, Redirect, Rewrite, Rewrites,
    Routes, TrailingSlash, middleware, page, route, routes,
};
use route_tests::{call, get, send};
use std::net::SocketAddr;

#[route("/a/[[...path]]", scope = app)]
mod a {
    use super::*;

    pub async fn GET(req: NextRequest, path: Option<Vec<String>>) -> String {
        format!("{} {}{}", path.unwrap_or_default().join("|"), req.next_url().pathname(), req.next_url().search())
    }
}

#[route("/static", scope = app)]
mod still {
    pub async fn GET() -> &'static str {
        "static"
    }
}

#[route("/caf\u{e9}/a,b", scope = app)]
mod cafe {
    pub async fn GET() -> &'static str {
        "coffee"
    }
}

#[route("/[page]", scope = app)]
mod dynamic {
    pub async fn GET(page: String) -> String {
        format!("page {page}")
    }
}

#[page("/", scope = app)]
async fn home() -> &'static str {
    "home"
}

fn table() -> Routes {
    routes![home, a::route, still::route, cafe::route, dynamic::route]
}

fn app() -> App {
    App::new(table())
}

/// What a GET of this path leads to: the location, or the status and body.
async fn leads(app: &Router, path: &str) -> String {
    let answer = get(app, path).await;
    match answer.status {
        301..=308 => format!("{} {}", answer.status, answer.header("location")),
        status => format!("{status} {}", answer.body),
    }
}

#[tokio::test]
async fn an_app_of_routes_answers_as_the_routes_do() {
    let app: Router = app().into_router();
    for (path, leads_to) in [
        ("/", "200 home"),
        ("/static", "200 static"),
        ("/x", "200 page x"),
        ("/a/b/c?d", "200 b|c /a/b/c?d"),
        ("/x/y", "404 "),
    ] {
        assert_eq!(leads(&app, path).await, leads_to, "{path}");
    }
    assert_eq!(send(&app, "POST", "/static", "").await.allow(), Some("GET, HEAD, OPTIONS"));
    assert_eq!(send(&app, "HEAD", "/static", "").await.text(), (200, ""));
}

#[tokio::test]
async fn O13_O14_O15_a_path_is_redirected_to_its_one_spelling() {
    #[middleware]
    async fn stands_before() {}

    // S10: the same as from the routes alone.
    let undecodable = r#"400 {"type":"about:blank","title":"Bad Request","status":400,"code":"undecodable_path","detail":"the path holds an escape that does not decode to UTF-8"}"#;
    for app in [app().into_router(), app().middleware(stands_before).into_router()] {
        for (path, leads_to) in [
            ("/static/", "308 /static"),
            ("/static/?a=b", "308 /static?a=b"),
            ("//static", "308 /static"),
            ("/a//x", "308 /a/x"),
            ("/a/x/", "308 /a/x"),
            ("//", "308 /"),
            ("/caf%c3%a9/a,b", "308 /caf%C3%A9/a,b"),
            ("/caf%C3%A9/a%2Cb", "308 /caf%C3%A9/a,b"),
            ("/caf%C3%A9/a,b", "200 coffee"),
            ("/nothing/here%2C", "404 "),
            ("//example.com/x", "308 /example.com/x"),
            ("/%2e%2e//example.com/x", "308 /example.com/x"),
            ("/x/%zz", undecodable),
            ("/x/%ff", undecodable),
            ("/x/%00", undecodable),
        ] {
            // Below the tree of `/[page]` two segments are nobody's.
            assert_eq!(leads(&app, path).await, leads_to, "{path}");
        }
    }
}

#[tokio::test]
async fn O13_P19_trailing_slashes_as_configured() {
    let always: Router = app().trailing_slash(TrailingSlash::Always).into_router();
    for (path, leads_to) in [
        ("/", "200 home"),
        ("/static", "308 /static/"),
        ("/static/", "200 static"),
        ("/static?a", "308 /static/?a"),
        ("/a/b/?c", "200 b /a/b/?c"),
        ("/a/node.json", "200 node.json /a/node.json"),
        ("/a/node.json/", "308 /a/node.json"),
        ("//static", "308 /static/"),
    ] {
        assert_eq!(leads(&always, path).await, leads_to, "{path}");
    }
    let keep: Router = app().trailing_slash(TrailingSlash::Keep).into_router();
    for (path, leads_to) in
        [("/static", "200 static"), ("/static/", "200 static"), ("/a/b/", "200 b /a/b/"), ("//static/", "308 /static/")]
    {
        assert_eq!(leads(&keep, path).await, leads_to, "{path}");
    }
}

#[tokio::test]
async fn O4_O5_O7_redirects_come_before_middleware_and_routes() {
    #[middleware]
    async fn teapot() -> NextResponse {
        NextResponse::new("teapot").with_status(418)
    }

    let app: Router = app()
        .redirects(const { [Redirect::permanent("/static", "/new"), Redirect::new("/old/:slug*", "/a/:slug*")] })
        .redirects([Redirect::new("/static", "/never").has([Condition::header("x-a")])])
        .middleware(teapot)
        .into_router();
    for (path, leads_to) in [
        ("/static", "308 /new"),
        ("/static?q=1", "308 /new?q=1"),
        ("/old/x/y?q=1", "307 /a/x/y?q=1"),
        ("/STATIC", "308 /new"),
        ("/other", "418 teapot"),
    ] {
        assert_eq!(leads(&app, path).await, leads_to, "{path}");
    }
    let answer = get(&app, "/static").await;
    assert_eq!((answer.header("refresh"), answer.body.as_str()), ("0;url=/new", "/new"));
}

#[tokio::test]
async fn an_open_redirect_is_none() {
    let app: Router = app()
        .redirects(
            const { [Redirect::new("/out/:path*", "/:path*"), Redirect::new("/to/:host/:path*", "/:host/:path*")] },
        )
        .into_router();
    for path in [
        "/out//evil.com",
        "/out/%2Fevil.com",
        "/out/%2F%2Fevil.com",
        "/out/%5Cevil.com",
        "/out/\\evil.com",
        "/out/%09/evil.com",
        "/out/https:%2F%2Fevil.com",
        "/out/https://evil.com",
        "/to/%2F/evil.com",
        "/to/./evil.com",
        "/to/%2e/evil.com",
        "/to/%0d%0aset-cookie:a=b/x",
        "//evil.com",
        "/\\evil.com",
        "///evil.com/..",
        "/%5C%5Cevil.com/",
    ] {
        let answer = get(&app, path).await;
        if (300..400).contains(&answer.status) {
            let base = url::Url::parse("http://localhost/").unwrap();
            let location = answer.header("location");
            assert_eq!(base.join(location).unwrap().host_str(), Some("localhost"), "{path} leads to {location}");
            assert!(!answer.headers.contains_key("set-cookie"), "{path}");
        }
    }
}

#[tokio::test]
async fn O1_O2_O3_H6_headers_are_on_every_answer_of_their_paths() {
    let app: Router = app()
        .headers([
            HeaderRule::new("/:path*").header("x-all", "1").header("set-cookie", "config=1"),
            HeaderRule::new("/static").header("x-all", "2").header("set-cookie", "config=2"),
            HeaderRule::new("/a/:slug").header("x-slug", "is :slug"),
        ])
        .redirects([Redirect::new("/old", "/new")])
        .into_router();
    let answer = get(&app, "/static").await;
    assert_eq!((answer.header("x-all"), answer.lines("set-cookie")), ("2", vec!["config=1", "config=2"]));
    assert_eq!(get(&app, "/a/b%20c").await.header("x-slug"), "is b%20c");
    for path in ["/old", "/x/y", "/"] {
        assert_eq!(get(&app, path).await.header("x-all"), "1", "{path}");
    }
}

#[tokio::test]
async fn C11_O17_headers_of_the_configuration_come_before_those_of_the_handler_and_win() {
    #[route("/answer", scope = app)]
    async fn GET() -> NextResponse {
        let mut answer = NextResponse::new("").with_header("cache-control", "no-store").with_header("vary", "cookie");
        answer.cookies_mut().set("own", "1");
        answer
    }
    let app: Router = App::new(routes![GET])
        .headers([HeaderRule::new("/answer")
            .header("set-cookie", "config=1")
            .header("cache-control", "s-maxage=30")
            .header("vary", "origin")])
        .into_router();
    let answer = get(&app, "/answer").await;
    assert_eq!(answer.lines("set-cookie"), ["config=1", "own=1; Path=/"]);
    assert_eq!((answer.lines("cache-control"), answer.lines("vary")), (vec!["s-maxage=30"], vec!["origin", "cookie"]));
}

#[tokio::test]
async fn P2_O8_O10_rewrites_have_three_places() {
    let rewrites = || {
        Rewrites::new()
            .before([Rewrite::new("/static", "/a/before")])
            .after([Rewrite::new("/:page", "/a/after/:page").has([Condition::query("after")])])
            .fallback([Rewrite::new("/x/:path*", "/a/fallback/:path*"), Rewrite::new("/a/:path*", "/never")])
    };
    let app: Router = app().rewrites(rewrites()).into_router();
    for (path, leads_to) in [
        // Before the static route; the handler sees the path that it was rewritten to.
        ("/static", "200 before /a/before"),
        // After static routes, before dynamic ones.
        ("/page", "200 page page"),
        ("/page?after=1", "200 after|page /a/after/page?after=1"),
        // After all routes.
        ("/x/1/2", "200 fallback|1|2 /a/fallback/1/2"),
        ("/a/1", "200 1 /a/1"),
        ("/y/1", "404 "),
    ] {
        assert_eq!(leads(&app, path).await, leads_to, "{path}");
    }
    // A static route comes before what is after it.
    let app: Router = self::app().rewrites([Rewrite::new("/static", "/a/after")]).into_router();
    assert_eq!(leads(&app, "/static").await, "200 static");
}

#[tokio::test]
async fn P2_headers_redirects_middleware_rewrites_routes() {
    #[middleware]
    async fn tell(req: NextRequest) -> MiddlewareNext {
        NextResponse::next().with_header("x-middleware", req.next_url().pathname())
    }

    let app: Router = app()
        .rewrites(Rewrites::new().before([Rewrite::new("/start", "/a/rewritten")]))
        .redirects([Redirect::new("/a/rewritten", "/never"), Redirect::new("/redirected", "/start")])
        .headers([
            HeaderRule::new("/start").header("x-config", "1"),
            HeaderRule::new("/redirected").header("x-config", "2"),
        ])
        .middleware(tell)
        .into_router();
    let answer = get(&app, "/start").await;
    assert_eq!(answer.text(), (200, "rewritten /a/rewritten"));
    assert_eq!((answer.header("x-config"), answer.header("x-middleware")), ("1", "/start"));
    let answer = get(&app, "/redirected").await;
    assert_eq!((answer.status, answer.header("x-config"), answer.header("x-middleware")), (307, "2", ""));
}

#[tokio::test]
async fn O11_P8_Q13_a_base_path_is_in_front_of_everything() {
    #[middleware(matcher = "/a/:path*")]
    async fn tell(req: NextRequest) -> MiddlewareNext {
        let url = req.next_url();
        NextResponse::next().with_header("x-seen", format!("{} {}", url.base_path(), url.pathname()))
    }
    #[middleware(matcher = "/go")]
    async fn go(req: NextRequest) -> MiddlewareNext {
        let mut url = req.next_url().clone();
        url.set_pathname("/a/gone");
        NextResponse::rewrite(url)
    }

    let app: Router = app()
        .base_path("/docs")
        .middleware(tell)
        .middleware(go)
        .redirects([
            Redirect::new("/old", "/new"),
            Redirect::new("/outside", "/docs/a").without_base_path(),
            Redirect::new("/far", "https://example.com/x"),
        ])
        .headers([HeaderRule::new("/a").header("x-config", "1")])
        .rewrites([Rewrite::new("/rewritten", "/a/from")])
        .into_router();
    for (path, leads_to) in [
        ("/docs", "200 home"),
        ("/docs/", "308 /docs"),
        ("/docs/a/b", "200 b /a/b"),
        ("/docs/old", "307 /docs/new"),
        ("/docs/far", "307 https://example.com/x"),
        ("/docs/rewritten", "200 from /a/from"),
        ("/docs/go", "200 gone /a/gone"),
        ("/outside", "307 /docs/a"),
        ("/docs/outside", "200 page outside"),
        ("/docs/caf%c3%a9/a%2Cb", "308 /docs/caf%C3%A9/a%2Cb"),
        ("/docs/caf%C3%A9/a%2Cb", "308 /docs/caf%C3%A9/a,b"),
        ("/", "404 "),
        ("/a/b", "404 "),
        ("/docsx", "404 "),
    ] {
        assert_eq!(leads(&app, path).await, leads_to, "{path}");
    }
    let answer = get(&app, "/docs/a").await;
    assert_eq!((answer.header("x-seen"), answer.header("x-config")), ("/docs /a", "1"));
    assert_eq!(get(&app, "/a").await.header("x-config"), "");
}

#[tokio::test]
async fn what_is_not_sound_is_said_with_the_entry() {
    let cases = [
        (app().base_path("docs"), "the base path `docs` does not begin with a slash"),
        (app().base_path("/docs/"), "help: write `/docs`"),
        (app().trusted_proxies(["10.0.0.0/8", "10.0.0.0/99"]), "`10.0.0.0/99`"),
        (app().public_url("https://example.com/shop"), "`/shop`"),
        (app().headers([HeaderRule::new("/a").header("not a name", "1")]), "not a name"),
    ];
    for (app, part) in cases {
        let error = app.try_into_router().unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    }
    assert!(Redirect::try_new("old", "/new").unwrap_err().to_string().contains("`old`"));
}

#[tokio::test]
async fn the_fallback_answers_what_no_route_takes_and_sees_the_path_as_it_was_sent() {
    let host = Router::new()
        .route("/legacy/{id}", axum_get(async |Path(id): Path<String>| format!("legacy {id}")))
        .route("/legacy/{id}/", axum_get(async |Path(id): Path<String>| format!("legacy {id}, with a slash")))
        .fallback(async |req: Request<Body>| format!("host {}", req.uri()));
    let bare: Router = app().fallback(host.clone()).into_router();
    let based: Router =
        app().base_path("/docs").trailing_slash(TrailingSlash::Keep).fallback(host.clone()).into_router();
    for (app, path, leads_to) in [
        (&bare, "/legacy/7", "200 legacy 7"),
        (&bare, "/x/y?z", "200 host /x/y?z"),
        (&bare, "/static", "200 static"),
        (&based, "/legacy/7", "200 legacy 7"),
        (&based, "/legacy/7/", "200 legacy 7, with a slash"),
        (&based, "/docs/x/y/?z", "200 host /docs/x/y/?z"),
        (&based, "/docs/static", "200 static"),
    ] {
        assert_eq!(leads(app, path).await, leads_to, "{path}");
    }
    let rewritten: Router = app()
        .rewrites(Rewrites::new().fallback([Rewrite::new("/old/:id", "/legacy/:id")]))
        .fallback(host)
        .into_router();
    assert_eq!(leads(&rewritten, "/old/7").await, "200 legacy 7");
}

#[tokio::test]
async fn an_app_is_nested_and_merged_into_a_host() {
    #[middleware(matcher = "/a/:path*")]
    async fn tell(req: NextRequest) -> MiddlewareNext {
        NextResponse::next().with_header("x-seen", req.next_url().pathname())
    }
    let ours = || {
        app()
            .middleware(tell)
            .redirects([Redirect::new("/old", "/a")])
            .rewrites([Rewrite::new("/rewritten", "/a/from")])
            .into_router()
    };

    let merged: Router = Router::new().route("/legacy/here", axum_get(async || "legacy")).merge(ours());
    for (path, leads_to) in [
        ("/legacy/here", "200 legacy"),
        ("/static", "200 static"),
        ("/old", "307 /a"),
        ("/x/y", "404 "),
        ("/static/", "308 /static"),
    ] {
        assert_eq!(leads(&merged, path).await, leads_to, "{path}");
    }

    let nested: Router = Router::new()
        .nest("/shop", ours())
        .fallback(async || "the host's")
        .route("/legacy", axum_get(async || "legacy"));
    for (path, leads_to) in [
        ("/legacy", "200 legacy"),
        ("/elsewhere", "200 the host's"),
        ("/shop/static", "200 static"),
        ("/shop", "200 home"),
        ("/shop/a/b", "200 b /a/b"),
        ("/shop/static/", "308 /shop/static"),
        ("/shop/caf%C3%A9/a%2Cb", "308 /shop/caf%C3%A9/a,b"),
        ("/shop/rewritten", "200 from /a/from"),
        ("/shop/x/y", "404 "),
    ] {
        assert_eq!(leads(&nested, path).await, leads_to, "{path}");
    }
    assert_eq!(get(&nested, "/shop/a/b").await.header("x-seen"), "/a/b");
    assert_eq!(leads(&nested, "/shop/old").await, "307 /shop/a");
}

#[tokio::test]
async fn a_host_with_a_fallback_gives_it_to_the_app_or_merges_the_routes() {
    let host = || Router::new().route("/legacy", axum_get(async || "legacy")).fallback(async || "the host's");
    let inside: Router = App::new(routes![still::route]).fallback(host()).into_router();
    let beside: Router = host().merge(routes![still::route]);
    for app in [&inside, &beside] {
        assert_eq!(leads(app, "/legacy").await, "200 legacy");
        assert_eq!(leads(app, "/static").await, "200 static");
        assert_eq!(leads(app, "/x/y").await, "200 the host's");
    }
}

#[tokio::test]
async fn an_app_without_a_fallback_leaves_the_rest_to_the_host() {
    #[middleware(matcher = "/a/:path*")]
    async fn tell() -> MiddlewareNext {
        NextResponse::next().with_header("x-seen", "1")
    }
    let ours = || app().middleware(tell).without_fallback();
    let host = || Router::new().fallback(async || "the host's");
    for (app, front) in [
        (host().merge(ours().into_router()), ""),
        (host().nest("/shop", ours().into_router()), "/shop"),
        (host().merge(app().without_fallback().into_router()), ""),
    ] {
        for (path, leads_to) in [
            ("/static", "200 static"),
            ("/a/b", "200 b /a/b"),
            ("/x/y", "200 the host's"),
            ("/static/", "200 the host's"),
        ] {
            assert_eq!(leads(&app, &format!("{front}{path}")).await, leads_to, "{front}{path}");
        }
    }
    let nested: Router = host().nest("/shop", ours().into_router());
    assert_eq!(get(&nested, "/shop/a/b").await.header("x-seen"), "1");

    let error = app().base_path("/docs").without_fallback().try_into_router().unwrap_err();
    assert!(error.to_string().contains("help: nest it"), "{error}");
    let error = App::<u8>::new(Routes::new()).without_fallback().try_into_router().unwrap_err();
    assert!(error.to_string().contains("`with_state`"), "{error}");
}

#[tokio::test]
async fn each_state_has_an_app_of_its_own() {
    #[middleware(matcher = "/greeting")]
    async fn tell(State(name): State<&'static str>) -> MiddlewareNext {
        NextResponse::next().with_header("x-name", name)
    }
    #[route("/greeting", scope = app)]
    async fn GET(State(name): State<&'static str>) -> String {
        format!("hello {name}")
    }

    let router: Router<&'static str> = App::new(routes![GET])
        .middleware(tell)
        .fallback(Router::new().fallback(async |State(name): State<&'static str>| format!("{name}'s fallback")))
        .into_router();
    let [ada, bob] = ["ada", "bob"].map(|name| router.clone().with_state::<()>(name));
    let at_once: Router = App::new(routes![GET]).middleware(tell).with_state("eve").into_router();
    for _ in 0..2 {
        for (app, name) in [(&ada, "ada"), (&bob, "bob"), (&at_once, "eve")] {
            let answer = get(app, "/greeting").await;
            assert_eq!((answer.text(), answer.header("x-name")), ((200, &*format!("hello {name}")), name));
        }
    }
    assert_eq!(get(&ada, "/x").await.body, "ada's fallback");
}

#[tokio::test]
async fn axum_routes_with_layers_of_their_own_stand_beside() {
    let beside = Router::new()
        .route("/beside/{id}", axum_get(async |Path(id): Path<u64>| format!("beside {id}")))
        .layer(tower_http::set_header::SetResponseHeaderLayer::overriding(
            header::SERVER,
            header::HeaderValue::from_static("beside"),
        ));
    let app: Router = app().merge(beside).redirects([Redirect::new("/old", "/beside/1")]).into_router();
    let answer = get(&app, "/beside/7").await;
    assert_eq!((answer.body.as_str(), answer.header("server")), ("beside 7", "beside"));
    assert_eq!(get(&app, "/static").await.header("server"), "");
}

#[test]
#[should_panic(expected = "both have a fallback")]
fn a_fallback_beside_the_routes_is_refused_and_not_lost() {
    let _ = app().merge(Router::new().fallback(async || "lost"));
}

#[tokio::test]
async fn Q12_Q14_the_origin_is_the_one_that_a_trusted_proxy_tells() {
    #[route("/origin", scope = app)]
    async fn GET(req: NextRequest, ip: ClientIp) -> String {
        format!("{} {}", req.next_url().origin(), ip.0)
    }
    let send = async |app: &Router, peer: &str, headers: &[(&'static str, &'static str)]| {
        let mut request = Request::get("/origin").header("host", "inside:3000").body(Body::empty()).unwrap();
        request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse().unwrap());
        }
        call(app, request).await.body
    };
    let forwarded =
        [("x-forwarded-for", "6.6.6.6, 1.2.3.4"), ("x-forwarded-proto", "https"), ("x-forwarded-host", "shop.example")];

    let trusting: Router = App::new(routes![GET]).trusted_proxies(["10.0.0.0/8"]).into_router();
    assert_eq!(send(&trusting, "10.0.0.1:5", &forwarded).await, "https://shop.example 1.2.3.4");
    assert_eq!(send(&trusting, "8.8.8.8:5", &forwarded).await, "http://inside:3000 8.8.8.8");
    assert_eq!(send(&trusting, "10.0.0.1:5", &[]).await, "http://inside:3000 10.0.0.1");
    let nobody: Router = App::new(routes![GET]).into_router();
    assert_eq!(send(&nobody, "10.0.0.1:5", &forwarded).await, "http://inside:3000 10.0.0.1");
    let public: Router = App::new(routes![GET]).public_url("https://public.example").into_router();
    assert_eq!(send(&public, "8.8.8.8:5", &forwarded).await, "https://public.example 8.8.8.8");
}

#[test]
fn an_app_prints_its_routes() {
    assert_eq!(app().to_string(), table().to_string());
}
