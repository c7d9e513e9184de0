//! Where `Cache::current()` is the cache of the app or of the table that is answering.

use super::recorder::Recorder;
use axum::Router;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::get as axum_get;
use route_runtime::{
    App, Cache, Middleware, NextRequest, NextResponse, Result, after, cookies, middleware, revalidate_tag, route,
    routes, spawn, wait_for_after,
};
use route_tests::{get, send};
use std::convert::Infallible;
use std::time::Duration;

/// The namespace of the cache that is current, which tells the caches apart.
fn here() -> String {
    Cache::current().namespace().to_owned()
}

/// The same after somebody else has had the thread.
async fn later() -> String {
    tokio::task::yield_now().await;
    here()
}

fn cache(namespace: &str) -> Cache {
    Cache::new(Recorder::default()).with_namespace(namespace)
}

#[route(GET "/handler", scope = cache_places)]
async fn handler() -> String {
    format!("{} {}", here(), later().await)
}

#[route(GET "/spawned", scope = cache_places)]
async fn spawned() -> Result<String> {
    Ok(format!("{} {}", spawn(later()).await?, spawn(async { spawn(later()).await }).await??))
}

#[route(GET "/shared", scope = cache_places)]
async fn shared() -> Result<String> {
    cookies().set("a", "1");
    Ok(format!("{} {}", later().await, spawn(later()).await?))
}

#[route(GET "/stream", scope = cache_places)]
async fn stream() -> NextResponse {
    let stream = futures_util::stream::unfold(0, |chunk| async move {
        (chunk < 2).then_some((Ok::<_, Infallible>(format!("{} ", later().await)), chunk + 1)).filter(|_| true)
    });
    NextResponse::stream(stream)
}

struct Extracted(String);

impl<S: Sync> FromRequestParts<S> for Extracted {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(later().await))
    }
}

#[route(GET "/extracted", scope = cache_places)]
async fn extracted(Extracted(cache): Extracted) -> String {
    cache
}

#[route(GET "/after", scope = cache_places)]
async fn afterwards() -> &'static str {
    after(async {
        later().await;
        revalidate_tag("sent", "max").await
    });
    "sent"
}

#[route(GET "/tokio", scope = cache_places)]
async fn outside() -> Result<String> {
    Ok(tokio::spawn(later()).await?)
}

#[middleware(matcher = "/guarded")]
async fn guard(_: NextRequest) -> Middleware {
    NextResponse::new(format!("{} {}", here(), later().await)).into()
}

const PLACES: [(&str, &str); 5] = [
    ("/handler", "shop shop"),
    ("/spawned", "shop shop"),
    ("/shared", "shop shop"),
    ("/stream", "shop shop "),
    ("/extracted", "shop"),
];

#[tokio::test]
async fn an_app_has_its_cache_in_all_that_its_handlers_do() {
    let routes = || routes![handler, spawned, shared, stream, extracted, outside];
    let plain: Router = App::new(routes()).cache(cache("shop")).into_router();
    let nested = Router::new().nest("/below", plain.clone());
    let guarded = App::new(routes()).middleware(guard).cache(cache("shop")).into_router();
    for (path, cache) in PLACES {
        assert_eq!(get(&plain, path).await.text(), (200, cache), "{path}");
        assert_eq!(get(&nested, &format!("/below{path}")).await.text(), (200, cache), "nested: {path}");
        assert_eq!(get(&guarded, path).await.text(), (200, cache), "with middleware: {path}");
    }
    assert_eq!(get(&guarded, "/guarded").await.text(), (200, "shop shop"));
    assert_ne!(get(&plain, "/tokio").await.body, "shop", "a task of tokio is no part of the request");
}

#[tokio::test]
async fn a_table_has_its_cache_in_all_that_its_handlers_do() {
    let table: Router = routes![handler, spawned, shared, stream, extracted].cache(cache("shop")).into_router();
    for (path, cache) in PLACES {
        assert_eq!(get(&table, path).await.text(), (200, cache), "{path}");
    }
}

#[tokio::test]
async fn what_runs_after_the_answer_has_its_cache() {
    let store = Recorder::default();
    let app: Router = App::new(routes![afterwards]).cache(store.clone()).cache_namespace("shop").into_router();
    assert_eq!(get(&app, "/after").await.body, "sent");
    wait_for_after().await;
    assert_eq!(store.take_tags(), ["shop:#sent"]);
}

#[tokio::test]
async fn layers_the_fallback_and_routes_of_axum_have_the_cache_of_their_app() {
    async fn layer(request: Request, next: Next) -> Response {
        let before = here();
        let mut response = next.run(request).await;
        response.headers_mut().insert("x-layer", format!("{before} {}", later().await).parse().unwrap());
        response
    }

    let app = App::new(routes![handler])
        .merge(Router::new().route("/axum", axum_get(later)).layer(from_fn(layer)))
        .fallback(Router::new().fallback(later))
        .cache(cache("shop"))
        .into_router();
    let answer = get(&app, "/axum").await;
    assert_eq!((&*answer.body, answer.header("x-layer")), ("shop", "shop shop"));
    assert_eq!(get(&app, "/elsewhere").await.body, "shop");
}

#[tokio::test]
async fn tables_that_are_merged_keep_their_caches() {
    #[route(GET "/own", scope = cache_places)]
    async fn own() -> String {
        here()
    }
    #[route(GET "/other", scope = cache_places)]
    async fn other() -> String {
        here()
    }
    #[route(GET "/none", scope = cache_places)]
    async fn none() -> String {
        here()
    }

    let tables = || routes![own].cache(cache("shop")).merge(routes![other].cache(cache("blog"))).merge(routes![none]);
    for (router, otherwise) in [
        (tables().into_router(), None),
        (App::new(tables()).cache(cache("app")).into_router(), Some("app")),
        (tables().cache(cache("last")).into_router(), Some("last")),
    ] {
        let router: Router = router;
        assert_eq!(get(&router, "/own").await.body, "shop");
        assert_eq!(get(&router, "/other").await.body, "blog");
        let body = get(&router, "/none").await.body;
        match otherwise {
            Some(cache) => assert_eq!(body, cache),
            None => assert_eq!(body, Cache::global().namespace()),
        }
    }
}

#[tokio::test]
async fn an_app_that_another_calls_has_its_own_cache() {
    let inner: Router = App::new(routes![spawned, stream]).cache(cache("inner")).into_router();
    let outer = App::new(routes![])
        .fallback(Router::new().fallback(async move |request: Request| {
            let path = request.uri().path().to_owned();
            let body = get(&inner, &path).await.body;
            format!("{body} in {}", later().await)
        }))
        .cache(cache("outer"))
        .into_router();
    assert_eq!(get(&outer, "/spawned").await.body, "inner inner in outer");
    assert_eq!(get(&outer, "/stream").await.body, "inner inner  in outer");
}

#[tokio::test]
async fn two_requests_on_one_thread_have_each_its_own_cache() {
    let [shop, blog] = ["shop", "blog"].map(|name| App::new(routes![handler]).cache(cache(name)).into_router()).map(
        |app: Router| async move {
            for _ in 0..20 {
                tokio::task::yield_now().await;
                assert_eq!(send(&app, "GET", "/handler", "").await.status, 200);
            }
            get(&app, "/handler").await.body
        },
    );
    assert_eq!(tokio::join!(shop, blog), ("shop shop".to_owned(), "blog blog".to_owned()));
}

#[tokio::test]
async fn a_namespace_is_the_one_that_is_asked_for_else_the_caches_else_that_of_the_crate() {
    let app = |cache: Cache, asked: Option<&str>| {
        let app = App::new(routes![handler]).cache(cache);
        let router: Router = match asked {
            Some(asked) => app.cache_namespace(asked).into_router(),
            None => app.into_router(),
        };
        router
    };
    let plain = || Cache::new(Recorder::default());
    let krate = module_path!().split("::").next().unwrap();
    for (cache, asked, namespace) in [
        (plain(), None, krate),
        (plain(), Some("asked"), "asked"),
        (cache("own"), None, "own"),
        (cache("own"), Some("asked"), "asked"),
    ] {
        let router = app(cache.clone(), asked);
        assert_eq!(get(&router, "/handler").await.body, format!("{namespace} {namespace}"));
        let known = if asked.is_some() && cache.namespace() == "own" { "own" } else { namespace };
        assert_eq!(cache.namespace(), known, "a clone that the program has kept is the same cache");
    }
    let table: Router = routes![handler].cache(Recorder::default()).into_router();
    assert_eq!(get(&table, "/handler").await.body, format!("{krate} {krate}"));
    let named: Router = App::new(routes![handler]).cache_namespace("alone").into_router();
    assert_eq!(get(&named, "/handler").await.body, "alone alone", "a namespace in the global cache");
}

#[tokio::test]
async fn an_app_whose_state_comes_later_has_its_cache() {
    let app: Router<u8> = App::new(routes![handler]).cache(cache("shop")).into_router();
    assert_eq!(get(&app.with_state(1), "/handler").await.body, "shop shop");
    let app = App::<u8>::new(routes![handler]).cache(cache("shop")).with_state(1).into_router();
    assert_eq!(get(&app, "/handler").await.body, "shop shop");
}

#[tokio::test]
async fn a_panic_leaves_no_cache_behind() {
    #[route(GET "/panics", scope = cache_places)]
    async fn panics() -> &'static str {
        panic!("on purpose")
    }

    let before = here();
    let app: Router = App::new(routes![panics])
        .fallback(Router::new().fallback(async || -> &'static str { panic!("on purpose, beside the routes") }))
        .cache(cache("shop"))
        .into_router();
    assert_eq!(get(&app, "/panics").await.status, 500);
    let panicked = tokio::spawn(async move { get(&app, "/elsewhere").await.status }).await;
    assert!(panicked.unwrap_err().is_panic());
    assert_eq!(here(), before);
    tokio::time::sleep(Duration::ZERO).await;
    assert_eq!(here(), before);
}
