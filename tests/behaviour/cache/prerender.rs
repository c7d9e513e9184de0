//! `generate_static_params`, `dynamic_params` and `prerender` (NEXT-SPEC G7 to G9, I12, V13).

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use super::moody::Moody;
use axum::Router;
use axum::body::Body;
use axum::extract::{OriginalUri, Request, State};
use route_runtime::{
    App, AssumeStatic, Life, MemoryStore, NextResponse, Prerendered, Result, Routes, TrailingSlash, cache_life, cached,
    cookies, draft_mode, page, redirect, revalidate_path, revalidate_tag, route, routes,
};
use route_tests::{Log, call, get, send};
use tokio::sync::Semaphore;

/// What the routes below are made from, and how often they were asked.
#[derive(Clone)]
struct World(Arc<Inner>);

struct Inner {
    listed: Mutex<Result<Vec<String>, String>>,
    lists: AtomicU32,
    /// What a list waits for.
    gate: Semaphore,
    runs: AtomicU32,
    running: AtomicU32,
    most_running: AtomicU32,
}

impl World {
    fn with(listed: &[&str]) -> Self {
        Self(Arc::new(Inner {
            listed: Mutex::new(Ok(listed.iter().map(|slug| (*slug).to_owned()).collect())),
            lists: AtomicU32::new(0),
            gate: Semaphore::new(Semaphore::MAX_PERMITS),
            runs: AtomicU32::new(0),
            running: AtomicU32::new(0),
            most_running: AtomicU32::new(0),
        }))
    }

    fn that_waits(listed: &[&str]) -> Self {
        let world = Self::with(listed);
        world.0.gate.forget_permits(Semaphore::MAX_PERMITS);
        world
    }

    fn lists_now(&self, listed: std::result::Result<&[&str], &str>) {
        let owned = |slugs: &[&str]| slugs.iter().map(|slug| (*slug).to_owned()).collect();
        *self.0.listed.lock().unwrap() = listed.map(owned).map_err(str::to_owned);
    }

    /// How often the list was made, and how often a handler has run.
    fn counts(&self) -> (u32, u32) {
        (self.0.lists.load(SeqCst), self.0.runs.load(SeqCst))
    }

    async fn list(&self) -> std::result::Result<Vec<String>, String> {
        self.0.lists.fetch_add(1, SeqCst);
        self.0.gate.acquire().await.unwrap().forget();
        self.0.listed.lock().unwrap().clone()
    }

    fn run(&self) -> u32 {
        self.0.runs.fetch_add(1, SeqCst) + 1
    }
}

/// Only what is listed.
#[route("/closed/[slug]", scope = prerender, dynamic_params = false, tags = ["closed"])]
mod closed {
    use super::*;

    pub(super) async fn GET(Params { slug }: Params, State(world): State<World>) -> String {
        format!("{slug} {}", world.run())
    }

    pub(super) async fn POST(Params { slug }: Params, State(world): State<World>) -> String {
        format!("posted {slug} {}", world.run())
    }

    pub(super) async fn generate_static_params(State(world): State<World>) -> Result<Vec<Params>, String> {
        Ok(world.list().await?.into_iter().map(|slug| Params { slug }).collect())
    }
}

/// What is listed, and all the rest when it is asked for.
#[route(GET "/open/[slug]", scope = prerender, revalidate = 60, generate_static_params = |State(world): State<World>| slugs(world))]
async fn open(slug: String, State(world): State<World>) -> String {
    format!("{slug} {}", world.run())
}

async fn slugs(world: World) -> Result<Vec<String>, String> {
    world.list().await
}

fn closed_app(world: &World) -> Router {
    let routes: Routes<World> = routes![closed::route];
    routes.cache(MemoryStore::new()).into_router().with_state(world.clone())
}

/// Lets what goes on beside the test go on.
async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

// G7
#[tokio::test]
async fn a_path_that_is_not_listed_is_an_empty_404_and_no_handler_runs() {
    let world = World::with(&["tea"]);
    let app = closed_app(&world);
    for method in ["GET", "HEAD", "POST", "OPTIONS", "DELETE"] {
        let answer = send(&app, method, "/closed/coffee", "").await;
        assert_eq!((answer.text(), answer.header("x-nextjs-cache"), answer.allow()), ((404, ""), "", None), "{method}");
    }
    assert_eq!(world.counts(), (1, 0));
    for (method, status, body) in [
        ("GET", 200, "tea 1"),
        ("HEAD", 200, ""),
        ("POST", 200, "posted tea 2"),
        ("OPTIONS", 204, ""),
        ("DELETE", 405, ""),
    ] {
        assert_eq!(send(&app, method, "/closed/tea", "").await.text(), (status, body), "{method}");
    }
    assert_eq!(world.counts(), (1, 2));
}

// G7
#[tokio::test]
async fn a_handler_with_options_of_its_own_is_not_closed_by_the_one_beside_it() {
    #[route(GET "/beside/[slug]", scope = prerender, dynamic_params = false, generate_static_params = |State(world): State<World>| slugs(world))]
    async fn beside(slug: String) -> String {
        slug
    }
    #[route(PUT "/beside/[slug]", scope = prerender)]
    async fn put(slug: String) -> String {
        format!("put {slug}")
    }
    let routes: Routes<World> = routes![beside, put];
    let app = routes.cache(MemoryStore::new()).into_router().with_state(World::with(&["tea"]));
    assert_eq!(get(&app, "/beside/coffee").await.text(), (404, ""));
    assert_eq!(send(&app, "PUT", "/beside/coffee", "").await.text(), (200, "put coffee"));
    let other = send(&app, "DELETE", "/beside/coffee", "").await;
    assert_eq!((other.status, other.allow()), (405, Some("GET, HEAD, OPTIONS, PUT")));
}

// G7
#[tokio::test]
async fn what_is_listed_is_found_in_every_spelling() {
    let world = World::with(&["a b", "café", "a,b", "x/y", "50%"]);
    let app = closed_app(&world);
    for (path, status) in [
        ("/closed/a%20b", 200),
        ("/closed/%61%20b", 200),
        ("/closed/caf%C3%A9", 200),
        ("/closed/caf%c3%a9", 200),
        ("/closed/a%2Cb", 200),
        ("/closed/a,b", 200),
        ("/closed/a%2cb?q=1", 200),
        ("/closed/x%2Fy", 200),
        ("/closed/x%2fy", 200),
        ("/closed/50%25", 200),
        ("/closed/A%20b", 404),
        ("/closed/a+b", 404),
        ("/closed/cafe", 404),
        ("/closed/x/y", 404),
        ("/closed/a%2520b", 404),
        ("/closed/", 404),
        ("/closed/a,b/", 404),
        ("/closed", 404),
        // no path at all, as without a list
        ("/closed/%ff", 400),
        ("/closed/%", 400),
    ] {
        assert_eq!(get(&app, path).await.status, status, "{path}");
    }
}

// G7
#[tokio::test]
async fn a_list_holds_below_a_prefix_and_a_base_path() {
    let world = World::with(&["tea"]);
    let routes = || -> Routes<World> { routes![closed::route].cache(MemoryStore::new()) };
    let state = || world.clone();
    let slashed = App::new(routes()).trailing_slash(TrailingSlash::Always).with_state(state());
    for (app, front, end) in [
        (Router::new().nest("/api/v1", routes().into_router().with_state(state())), "/api/v1", ""),
        (App::new(routes()).base_path("/docs").with_state(state()).into_router(), "/docs", ""),
        (slashed.into_router(), "", "/"),
        (App::new(routes()).into_router().with_state(state()), "", ""),
        (Router::new().nest("/api", App::new(routes()).with_state(state()).into_router()), "/api", ""),
    ] {
        let found = get(&app, &format!("{front}/closed/tea{end}")).await;
        assert_eq!((found.status, &found.body[..3]), (200, "tea"), "{front}");
        let app: Router = app;
        assert_eq!(get(&app, &format!("{front}/closed/coffee{end}")).await.text(), (404, ""), "{front}");
    }
}

// G9
#[tokio::test]
async fn a_list_is_made_once_and_no_revalidation_makes_it_anew() {
    let (world, store) = (World::with(&["tea"]), Moody::new());
    let routes: Routes<World> = routes![closed::route];
    let cache = route_runtime::Cache::new(store.clone());
    let app = routes.cache(cache.clone()).into_router().with_state(world.clone());
    assert_eq!(get(&app, "/closed/tea").await.body, "tea 1");
    world.lists_now(Ok(&["coffee"]));
    cache.revalidate_path("/closed/tea").await.unwrap();
    cache.revalidate_path("/closed/[slug]").await.unwrap();
    cache.revalidate_tag("closed", Life::NOW).await.unwrap();
    store.advance(365 * 86_400);
    assert_eq!(get(&app, "/closed/tea").await.body, "tea 2", "made anew");
    assert_eq!(get(&app, "/closed/coffee").await.status, 404);
    assert_eq!(world.counts(), (1, 2));
}

// G7, G9
#[tokio::test]
async fn however_many_wait_for_a_list_it_is_made_once() {
    let world = World::that_waits(&["tea"]);
    let app = closed_app(&world);
    let requests: Vec<_> = (0..100)
        .map(|index| {
            let app = app.clone();
            let path = if index % 2 == 0 { "/closed/tea" } else { "/closed/coffee" };
            tokio::spawn(async move { get(&app, path).await.status })
        })
        .collect();
    settle().await;
    // Whoever was first goes away.
    requests[0].abort();
    world.0.gate.add_permits(1);
    let mut statuses = Vec::new();
    for request in requests.into_iter().skip(1) {
        statuses.push(request.await.unwrap());
    }
    assert_eq!(statuses.iter().filter(|&&status| status == 200).count(), 49);
    assert_eq!(statuses.iter().filter(|&&status| status == 404).count(), 50);
    assert_eq!(world.counts().0, 1);
}

// G7
#[tokio::test]
async fn a_list_that_fails_is_a_logged_500_for_all_who_wait_and_is_tried_again() {
    let world = World::that_waits(&[]);
    world.lists_now(Err("the database is away"));
    let reported: Arc<Mutex<Vec<String>>> = Arc::default();
    let app = App::new(routes![closed::route])
        .cache(MemoryStore::new())
        .on_request_error({
            let reported = Arc::clone(&reported);
            move |error| {
                let route = error.route().map(ToString::to_string);
                reported.lock().unwrap().push(format!("{route:?} {}: {}", error.path(), error.error()));
            }
        })
        .with_state(world.clone())
        .into_router();
    let log = Log::start();
    let (one, two, ()) = tokio::join!(get(&app, "/closed/tea"), get(&app, "/closed/tea"), async {
        settle().await;
        world.0.gate.add_permits(1);
    });
    assert_eq!((one.text(), two.text()), ((500, ""), (500, "")));
    let logged = log.take();
    assert_eq!(logged.matches("the paths of a route were not listed").count(), 1, "{logged}");
    assert!(logged.contains("GET /closed/[slug]"), "{logged}");
    assert!(logged.contains("the database is away"), "{logged}");
    let told = std::mem::take(&mut *reported.lock().unwrap());
    assert_eq!(told, [r#"Some("GET /closed/[slug]") /closed/tea: the database is away"#], "once");

    world.lists_now(Ok(&["tea"]));
    world.0.gate.add_permits(1);
    assert_eq!(get(&app, "/closed/tea").await.text(), (200, "tea 1"));
    assert_eq!((world.counts(), reported.lock().unwrap().len()), ((2, 1), 0));
}

// G7
#[tokio::test]
async fn a_list_that_panics_or_reads_the_request_is_a_failure_too() {
    static GOES_WRONG: AtomicBool = AtomicBool::new(true);
    #[route(GET "/panics/[slug]", scope = prerender, dynamic_params = false, generate_static_params = panics)]
    async fn panicking(slug: String) -> String {
        slug
    }
    async fn panics() -> Vec<&'static str> {
        assert!(!GOES_WRONG.load(SeqCst), "out of tea");
        vec!["tea"]
    }
    #[route(GET "/reads/[slug]", scope = prerender, dynamic_params = false, generate_static_params = reads)]
    async fn reading(slug: String) -> String {
        slug
    }
    async fn reads() -> Vec<String> {
        if GOES_WRONG.load(SeqCst) {
            cookies().get("slugs");
        }
        vec!["tea".to_owned()]
    }

    let app: Router = routes![panicking, reading].cache(MemoryStore::new()).into_router();
    for (path, message) in [
        ("/panics/tea", "`generate_static_params` of `/panics/[slug]` panicked: out of tea"),
        ("/reads/tea", "`generate_static_params` of `/reads/[slug]` reads the request"),
    ] {
        let log = Log::start();
        assert_eq!(get(&app, path).await.text(), (500, ""), "{path}");
        let logged = log.take();
        assert!(logged.contains(message), "{logged}");
    }
    GOES_WRONG.store(false, SeqCst);
    assert_eq!(get(&app, "/panics/tea").await.text(), (200, "tea"));
    assert_eq!(get(&app, "/reads/tea").await.text(), (200, "tea"));
}

// G7: Next.js lets a draft see what is not listed
#[tokio::test]
async fn a_client_in_draft_mode_sees_what_is_not_listed() {
    #[route(GET "/closed-drafts/enable", scope = prerender)]
    async fn enable() {
        draft_mode().enable();
    }
    let enable: Router = routes![enable].into_router();
    let cookie = get(&enable, "/closed-drafts/enable").await.header("set-cookie").split(';').next().unwrap().to_owned();
    let app = closed_app(&World::with(&[]));
    let ask = |cookie: String| {
        let request = Request::get("/closed/new").header("cookie", cookie).body(Body::empty()).unwrap();
        let app = app.clone();
        async move { call(&app, request).await.status }
    };
    assert_eq!((ask(cookie).await, ask("a=1".to_owned()).await), (200, 404));
}

// G8
#[tokio::test]
async fn what_is_not_listed_is_made_at_its_first_request_and_kept() {
    let world = World::with(&["tea"]);
    let routes: Routes<World> = routes![open];
    let routes = routes.cache(MemoryStore::new());
    routes.prerender_with(&world).await.unwrap();
    let app = routes.into_router().with_state(world.clone());
    for (path, state, body) in
        [("/open/tea", "HIT", "tea 1"), ("/open/coffee", "MISS", "coffee 2"), ("/open/coffee", "HIT", "coffee 2")]
    {
        let answer = get(&app, path).await;
        assert_eq!((answer.text(), answer.header("x-nextjs-cache")), ((200, body), state), "{path}");
    }
    assert_eq!(world.counts(), (1, 2));
}

// G8: no request needs the list of a route that answers everything
#[tokio::test]
async fn a_list_of_what_is_open_is_made_for_prerendering_alone() {
    let world = World::with(&["tea"]);
    let routes: Routes<World> = routes![open];
    let app = routes.cache(MemoryStore::new()).into_router().with_state(world.clone());
    assert_eq!(get(&app, "/open/tea").await.status, 200);
    assert_eq!(world.counts(), (0, 1));
}

// G9
#[tokio::test]
async fn an_empty_list_makes_everything_on_demand_or_nothing() {
    let world = World::with(&[]);
    let routes: Routes<World> = routes![open, closed::route];
    let routes = routes.cache(MemoryStore::new());
    let report = routes.prerender_with(&world).await.unwrap();
    assert_eq!((report.paths().count(), report.made(), world.counts()), (0, 0, (2, 0)));
    let app = routes.into_router().with_state(world.clone());
    assert_eq!(get(&app, "/open/tea").await.status, 200);
    assert_eq!(get(&app, "/closed/tea").await.status, 404);
}

// G9, I12
#[tokio::test]
async fn what_was_prerendered_is_served_from_the_cache_and_nothing_else_has_run() {
    static OTHERS: AtomicU32 = AtomicU32::new(0);
    #[page("/", scope = prerender, revalidate = false)]
    async fn home(State(world): State<World>) -> String {
        format!("home {}", world.run())
    }
    #[page("/café/menu", scope = prerender, dynamic = "force-static")]
    async fn menu(State(world): State<World>) -> String {
        format!("menu {}", world.run())
    }
    #[route(GET "/now", scope = prerender)]
    async fn now() {
        OTHERS.fetch_add(1, SeqCst);
    }
    #[route(GET "/demand/[id]", scope = prerender, revalidate = 60)]
    async fn demand(id: String) -> String {
        OTHERS.fetch_add(1, SeqCst);
        id
    }

    let world = World::with(&["tea", "a b", "tea"]);
    let routes = routes![home, menu, now, demand, open, closed::route].cache(MemoryStore::new());
    let report = routes.prerender_with(&world).concurrency(1).await.unwrap();
    let paths = ["/", "/caf%C3%A9/menu", "/open/tea", "/open/a%20b", "/closed/tea", "/closed/a%20b"];
    assert_eq!(report.paths().collect::<Vec<_>>(), paths);
    assert_eq!((report.made(), report.failures().len(), world.counts()), (6, 0, (2, 6)));
    assert_eq!(OTHERS.load(SeqCst), 0);

    let app = routes.into_router().with_state(world.clone());
    for path in paths {
        let answer = get(&app, path).await;
        assert_eq!((answer.status, answer.header("x-nextjs-cache")), (200, "HIT"), "{path}");
    }
    assert_eq!(world.counts(), (2, 6), "the lists, too, are those that were made");
}

// I12
#[tokio::test]
async fn answers_are_kept_where_requests_look_for_them() {
    #[page("/", scope = prerender_places, revalidate = 60)]
    async fn home(AssumeStatic(OriginalUri(uri)): AssumeStatic<OriginalUri>) -> String {
        uri.to_string()
    }
    #[route(GET "/items/[id]", scope = prerender_places, revalidate = 60, generate_static_params = async || ["a", "é"])]
    async fn item(id: String, AssumeStatic(OriginalUri(uri)): AssumeStatic<OriginalUri>) -> String {
        format!("{id} {uri}")
    }
    let routes = || -> Routes { routes![home, item].cache(MemoryStore::new()) };
    let app = || -> App { App::new(routes![home, item]).cache(MemoryStore::new()) };
    let nest = |under: &str, router: Router| Router::new().nest(under, router);

    let mut places: Vec<(&str, Prerendered, Router)> = Vec::new();
    let table = routes();
    places.push(("alone", table.prerender().await.unwrap(), table.into_router()));
    for under in ["/api", "/api/v1"] {
        let table = routes();
        places.push((under, table.prerender().under(under).await.unwrap(), nest(under, table.into_router())));
    }
    let plain = app();
    places.push(("app", plain.prerender().await.unwrap(), plain.into_router()));
    let based = app().base_path("/docs");
    places.push(("base path", based.prerender().await.unwrap(), based.into_router()));
    let slashed = app().trailing_slash(TrailingSlash::Always);
    places.push(("slashes", slashed.prerender().await.unwrap(), slashed.into_router()));
    let both = app().base_path("/docs").trailing_slash(TrailingSlash::Always);
    places.push(("both", both.prerender().await.unwrap(), both.into_router()));
    let nested = app();
    places.push(("nested", nested.prerender().under("/api").await.unwrap(), nest("/api", nested.into_router())));
    let all = app().base_path("/docs").trailing_slash(TrailingSlash::Always);
    places.push(("all", all.prerender().under("/api").await.unwrap(), nest("/api", all.into_router())));
    let named = app().cache_namespace("shop");
    places.push(("namespace", named.prerender().await.unwrap(), named.into_router()));

    for (place, report, router) in places {
        assert_eq!((report.paths().count(), report.made()), (3, 3), "{place}");
        for path in report.paths() {
            let answer = get(&router, path).await;
            assert_eq!((answer.status, answer.header("x-nextjs-cache")), (200, "HIT"), "{place}: {path}");
            assert!(answer.body.ends_with(path), "{place}: {path} is {}", answer.body);
        }
    }
}

// V1
#[tokio::test]
async fn what_was_prerendered_below_a_base_path_is_invalidated_by_its_path() {
    let world = World::with(&["tea"]);
    let cache = route_runtime::Cache::new(MemoryStore::new());
    let app = App::new(routes![open]).cache(cache.clone()).base_path("/docs").with_state(world.clone());
    app.prerender().await.unwrap();
    let router = app.into_router();
    cache.revalidate_path("/open/tea").await.unwrap();
    assert_eq!(get(&router, "/docs/open/tea").await.body, "tea 2");
}

// I12
#[tokio::test]
async fn what_is_there_and_fresh_is_not_made_again() {
    let (world, store) = (World::with(&["tea", "coffee"]), Moody::new());
    let routes = || -> Routes<World> { routes![open].cache(store.clone()) };
    // Programs that start one after the other, with one store.
    for (passes, made, runs) in [(0, 2, 2), (59, 0, 2), (400 * 86_400, 2, 4)] {
        store.advance(passes);
        let report = routes().prerender_with(&world).await.unwrap();
        assert_eq!((report.paths().count(), report.made(), world.counts().1), (2, made, runs), "{passes}");
    }
    // Stale: it is served, as to everybody, and made anew beside.
    store.advance(61);
    let report = routes().prerender_with(&world).await.unwrap();
    settle().await;
    assert_eq!((report.paths().count(), world.counts().1), (2, 6));
}

// G9: Next's build fails
#[tokio::test]
async fn what_fails_is_told_and_does_not_stop_the_rest() {
    static AWAY: AtomicBool = AtomicBool::new(true);
    #[route(GET "/fails/[slug]", scope = prerender, revalidate = 60, generate_static_params = async || ["a", "b", "c", "d"])]
    async fn fails(slug: String) -> Result<String> {
        match (&*slug, AWAY.load(SeqCst)) {
            ("b", true) => Err(std::io::Error::other("no disk").into()),
            ("c", true) => panic!("on purpose"),
            _ => Ok(slug),
        }
    }
    #[route(GET "/unlisted/[slug]", scope = prerender, revalidate = 60, generate_static_params = |State(world): State<World>| slugs(world))]
    async fn unlisted(slug: String) -> String {
        slug
    }
    #[page("/static", scope = prerender, revalidate = 60)]
    async fn fixed(State(_): State<World>) -> Result<&'static str> {
        if AWAY.load(SeqCst) { Err("away".into()) } else { Ok("there") }
    }

    let world = World::with(&[]);
    world.lists_now(Err("no database"));
    let routes = routes![fails, unlisted, fixed].cache(MemoryStore::new());
    let error = routes.prerender_with(&world).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "3 of 5 paths could not be prerendered\
         \n  `generate_static_params` of `/unlisted/[slug]`: no database\
         \n  `/fails/b` (GET /fails/[slug]): no disk\
         \n  `/fails/c` (GET /fails/[slug]): panicked: on purpose\
         \n  `/static`: away"
    );
    assert!(error.failures()[1].error().downcast_ref::<std::io::Error>().is_some());
    assert_eq!(error.failures()[0].route().unwrap().pattern(), "/unlisted/[slug]");
    assert_eq!(error.failures()[0].path(), None);
    assert_eq!(error.report().paths().collect::<Vec<_>>(), ["/fails/a", "/fails/d"]);
    assert!(error.report().to_string().contains("● /fails/[slug]"), "{}", error.report());

    AWAY.store(false, SeqCst);
    world.lists_now(Ok(&["x"]));
    let report = routes.prerender_with(&world).await.unwrap();
    assert_eq!((report.paths().count(), report.made()), (6, 4), "what was made stays");
}

// V13
#[tokio::test]
async fn what_is_not_kept_for_long_is_not_static() {
    #[cached(life = "seconds")]
    async fn ticker() -> u32 {
        7
    }
    #[page("/short", scope = prerender, revalidate = 600)]
    async fn short() -> String {
        ticker().await.to_string()
    }
    #[page("/shorter", scope = prerender, revalidate = 600)]
    async fn never() -> &'static str {
        cache_life(Life::NOW);
        "now"
    }
    #[page("/expires", scope = prerender, revalidate = 600)]
    async fn expires() -> &'static str {
        cache_life(Life::custom(300, 60, 299));
        "soon"
    }
    #[page("/lasts", scope = prerender, revalidate = 600)]
    async fn lasts() -> &'static str {
        cache_life(Life::custom(30, 60, 300));
        "long enough"
    }
    #[page("/often", scope = prerender, revalidate = 1)]
    async fn often() -> &'static str {
        "each second"
    }
    #[page("/cookies", scope = prerender, revalidate = 600)]
    async fn sets_cookies() -> NextResponse {
        let mut answer = NextResponse::new("hello");
        answer.cookies_mut().set("a", "1");
        answer
    }
    let routes: Routes = routes![short, never, expires, lasts, often, sets_cookies].cache(MemoryStore::new());
    for _ in 0..2 {
        let report = routes.prerender().await.unwrap();
        assert_eq!(report.paths().collect::<Vec<_>>(), ["/lasts", "/often"]);
        assert_eq!(
            report.to_string(),
            "\
Route (app)         Revalidate  Expire
┌ ƒ /cookies  page
├ ƒ /expires  page
├ ○ /lasts    page  1m          5m
├ ○ /often    page  1s          1y
├ ƒ /short    page
└ ƒ /shorter  page

○  (Static)   prerendered, one answer
ƒ  (Dynamic)  runs for each request"
        );
    }
}

#[tokio::test]
async fn the_report_prints_the_table_of_next_build() {
    #[page("/", scope = prerender_table, revalidate = 3600)]
    async fn home() {}
    #[page("/about", scope = prerender_table, revalidate = false)]
    async fn about() {}
    #[route(GET "/health", scope = prerender_table)]
    async fn health() {}
    #[route(POST "/items/[id]", scope = prerender_table)]
    async fn post(id: u32) -> String {
        id.to_string()
    }
    #[route(GET "/items/[id]", scope = prerender_table, revalidate = 60, generate_static_params = async || [1, 2, 3, 4, 5])]
    async fn item(id: u32) -> String {
        if id == 2 {
            cache_life(Life::custom(300, 30, 3600));
        }
        id.to_string()
    }
    #[route(GET "/four/[id]", scope = prerender_table, dynamic_params = false, generate_static_params = async || [1, 2, 3, 4])]
    async fn four(id: u32) -> String {
        id.to_string()
    }
    #[route(GET "/zoo/[id]", scope = prerender_table, revalidate = 60)]
    async fn zoo(id: u32) -> String {
        id.to_string()
    }
    #[route(GET "/zoo/[id]/food", scope = prerender_table, revalidate = 60, generate_static_params = async || [9])]
    async fn food(id: u32) -> String {
        id.to_string()
    }

    let routes: Routes = routes![home, about, health, post, item, four, zoo, food].cache(MemoryStore::new());
    let report = routes.prerender().await.unwrap();
    let expected = "\
Route (app)                       Revalidate  Expire
┌ ○ /                  page       1h          1y
├ ○ /about             page
├ ● /four/[id]         GET
├   ├ /four/1
├   ├ /four/2
├   ├ /four/3
├   └ /four/4
├ ƒ /health            GET
├ ● /items/[id]        GET, POST  1m          1y
├   ├ /items/1                    1m          1y
├   ├ /items/2                    30s         1h
├   ├ /items/3                    1m          1y
├   └ [+2 more paths]
├ ● /zoo/[id]          GET        1m          1y
└ ● /zoo/[id]/food     GET        1m          1y
    └ /zoo/9/food                 1m          1y

○  (Static)   prerendered, one answer
●  (SSG)      prerendered for the parameters that are listed
ƒ  (Dynamic)  runs for each request";
    assert_eq!(report.to_string(), expected, "\n{report}");
    let nothing: Routes = routes![health];
    assert_eq!(
        nothing.prerender().await.unwrap().to_string(),
        "Route (app)\n─ ƒ /health  GET\n\nƒ  (Dynamic)  runs for each request"
    );
}

#[tokio::test]
async fn so_many_are_made_at_the_same_time_as_was_said_and_no_more() {
    #[route(GET "/slow/[id]", scope = prerender, revalidate = 60, generate_static_params = |State(world): State<World>| slugs(world))]
    async fn slow(id: String, State(world): State<World>) -> String {
        let running = world.0.running.fetch_add(1, SeqCst) + 1;
        world.0.most_running.fetch_max(running, SeqCst);
        settle().await;
        world.0.running.fetch_sub(1, SeqCst);
        id
    }
    let slugs: Vec<String> = (0..20).map(|id| id.to_string()).collect();
    let slugs: Vec<&str> = slugs.iter().map(|slug| &**slug).collect();
    let cores = std::thread::available_parallelism().unwrap().get() as u32;
    for (limit, most) in [(Some(0), 1), (Some(1), 1), (Some(5), 5), (Some(100), 20), (None, cores.min(20))] {
        let world = World::with(&slugs);
        let routes = routes![slow].cache(MemoryStore::new());
        let work = routes.prerender_with(&world);
        let work = if let Some(limit) = limit { work.concurrency(limit) } else { work };
        let report = work.await.unwrap();
        assert_eq!((report.made(), world.0.most_running.load(SeqCst)), (20, most), "{limit:?}");
        let paths: Vec<String> = slugs.iter().map(|slug| format!("/slow/{slug}")).collect();
        assert_eq!(report.paths().collect::<Vec<_>>(), paths, "in the order of the list");
    }
}

#[tokio::test]
async fn a_listed_path_that_another_route_takes_is_left_to_that() {
    static RUNS: AtomicU32 = AtomicU32::new(0);
    #[route(GET "/pick/new", scope = prerender)]
    async fn new() -> &'static str {
        RUNS.fetch_add(1, SeqCst);
        "new"
    }
    #[route(GET "/pick/[id]", scope = prerender, revalidate = 60, generate_static_params = async || ["new", "old"])]
    async fn pick(id: String) -> String {
        id
    }
    #[route(GET "/pick/[...rest]", scope = prerender, revalidate = 60, generate_static_params = async || [["a", "b"]])]
    async fn rest(rest: Vec<String>) -> String {
        rest.join("+")
    }
    let routes: Routes = routes![new, pick, rest].cache(MemoryStore::new());
    let report = routes.prerender().await.unwrap();
    assert_eq!(report.paths().collect::<Vec<_>>(), ["/pick/old", "/pick/a/b"]);
    assert_eq!(RUNS.load(SeqCst), 0);
    let app = routes.into_router();
    for (path, state, body) in [("/pick/old", "HIT", "old"), ("/pick/a/b", "HIT", "a+b"), ("/pick/new", "", "new")] {
        let answer = get(&app, path).await;
        assert_eq!((answer.text(), answer.header("x-nextjs-cache")), ((200, body), state), "{path}");
    }
}

// P2: a build runs no middleware and follows no redirects
#[tokio::test]
async fn redirects_of_handlers_are_kept_as_they_are() {
    #[page("/moved", scope = prerender, revalidate = 60)]
    async fn moved() -> Result {
        Err(redirect("/elsewhere"))
    }
    let routes: Routes = routes![moved].cache(MemoryStore::new());
    assert_eq!(routes.prerender().await.unwrap().made(), 1);
    let answer = get(&routes.into_router(), "/moved").await;
    assert_eq!((answer.status, answer.header("location"), answer.header("x-nextjs-cache")), (307, "/elsewhere", "HIT"));
}

#[tokio::test]
async fn a_clone_of_a_table_lists_for_the_state_that_it_is_given() {
    let [tea, coffee] = [["tea"], ["coffee"]].map(|listed| World::with(&listed));
    let routes = || -> Routes<World> { routes![closed::route] };
    let table = routes();
    let clone = table.clone().cache(MemoryStore::new()).into_router().with_state(tea);
    let other = table.cache(MemoryStore::new()).into_router().with_state(coffee);
    for (app, listed, not) in [(clone, "/closed/tea", "/closed/coffee"), (other, "/closed/coffee", "/closed/tea")] {
        assert_eq!((get(&app, listed).await.status, get(&app, not).await.status), (200, 404), "{listed}");
    }
}

#[tokio::test]
async fn a_prefix_that_is_no_path_is_an_error() {
    let routes: Routes = routes![];
    for prefix in ["api", "/a b", "/a?b", "http://example.com/a"] {
        let error = routes.prerender().under(prefix).await.unwrap_err().to_string();
        assert!(error.contains(&format!("the prefix `{prefix}` is no path")), "{error}");
    }
    for prefix in ["", "/", "/api/"] {
        assert!(routes.prerender().under(prefix).await.is_ok(), "{prefix}");
    }
}

#[tokio::test]
async fn a_revalidation_reaches_what_was_prerendered() {
    let world = World::with(&["tea"]);
    #[route(POST "/refresh", scope = prerender)]
    async fn refresh() -> Result<&'static str> {
        revalidate_tag("closed", Life::NOW).await?;
        revalidate_path("/open/[slug]").await?;
        Ok("done")
    }
    let routes = routes![closed::route, open, refresh].cache(MemoryStore::new());
    assert_eq!(routes.prerender_with(&world).concurrency(1).await.unwrap().made(), 2);
    let app = routes.into_router().with_state(world.clone());
    assert_eq!(get(&app, "/closed/tea").await.body, "tea 1");
    assert_eq!(send(&app, "POST", "/refresh", "").await.body, "done");
    assert_eq!(get(&app, "/closed/tea").await.body, "tea 3");
    assert_eq!(get(&app, "/open/tea").await.body, "tea 4");
}
