//! `revalidate_path` and `revalidate_tag` in handlers (NEXT-SPEC V1, V2, V7, V8, F9).

use super::recorder::Recorder;
use axum::Router;
use route_runtime::{
    App, Cache, Life, MemoryStore, NextRequest, Result, RevalidateError, Rewrite, redirect, revalidate_path,
    revalidate_tag, route, routes,
};
use route_tests::{get, send};
use std::time::Duration;

#[route(POST "/path", scope = cache_invalidation)]
async fn path(mut req: NextRequest) -> Result<&'static str> {
    revalidate_path(req.text().await?).await?;
    Ok("done")
}

#[route(POST "/tag", scope = cache_invalidation)]
async fn tag(mut req: NextRequest) -> Result<&'static str> {
    let text = req.text().await?;
    let (tag, life) = text.split_once(' ').unwrap_or((&text, "max"));
    match life {
        "now" => revalidate_tag(tag, Life::NOW).await?,
        life => revalidate_tag(tag, life).await?,
    }
    Ok("done")
}

#[route(POST "/redirects", scope = cache_invalidation)]
async fn redirects() -> Result<&'static str> {
    revalidate_path("/posts").await?;
    Err(redirect("/posts"))
}

fn app(store: &Recorder) -> Router {
    let cache = Cache::new(store.clone()).with_namespace("shop");
    App::new(routes![path, tag, redirects]).cache(cache).into_router()
}

// V1, V2
#[tokio::test]
async fn what_a_handler_invalidates_is_invalidated_before_its_answer() {
    let store = Recorder::default();
    let app = app(&store);
    let cases: [(_, _, &[&str], _); 9] = [
        ("/path", "/posts", &["shop:/posts"], 0),
        ("/path", "/caf%c3%a9/", &["shop:/caf%C3%A9"], 0),
        ("/path", "/index", &["shop:/"], 0),
        // What looks like a pattern may be a path.
        ("/path", "/posts/[slug]", &["shop:/posts/[slug]", "shop:[/posts/[slug]"], 0),
        ("/path", "/(blog)/posts/[...slug]", &["shop:/(blog)/posts/[...slug]", "shop:[/posts/[...slug]"], 0),
        ("/tag", "posts", &["shop:#posts"], 31_536_000),
        ("/tag", "posts seconds", &["shop:#posts"], 60),
        ("/tag", "posts now", &["shop:#posts"], 0),
        // A profile that never expires.
        ("/tag", "posts default", &["shop:#posts"], 31_536_000),
    ];
    for (at, body, tags, serve_stale) in cases {
        assert_eq!(send(&app, "POST", at, body).await.text(), (200, "done"), "{body}");
        let expected: Vec<_> = tags.iter().map(|tag| (tag.to_string(), Duration::from_secs(serve_stale))).collect();
        assert_eq!(store.take(), expected, "{body}");
    }
}

// V1, V8
#[tokio::test]
async fn what_cannot_be_invalidated_is_a_500() {
    let store = Recorder::default();
    let app = app(&store);
    let long = "a".repeat(1024);
    for (at, body) in [
        ("/path", "posts"),
        ("/path", ""),
        ("/path", "/%zz"),
        ("/path", "/posts?page=2"),
        ("/path", "/posts#first"),
        ("/path", &format!("/{long}")),
        ("/tag", &long[..257]),
        ("/tag", "posts tomorrow"),
    ] {
        assert_eq!(send(&app, "POST", at, body.to_owned()).await.text(), (500, ""), "{body}");
    }
    assert!(store.take().is_empty());
}

// F9
#[tokio::test]
async fn a_redirect_does_not_undo_an_invalidation() {
    let store = Recorder::default();
    assert_eq!(send(&app(&store), "POST", "/redirects", "").await.status, 307);
    assert_eq!(store.take_tags(), ["shop:/posts"]);
}

#[tokio::test]
async fn an_invalidation_that_is_lost_is_told() {
    let app = app(&Recorder::that_fails());
    assert_eq!(send(&app, "POST", "/tag", "posts").await.text(), (500, ""));
    assert_eq!(send(&app, "POST", "/path", "/posts").await.text(), (500, ""));
}

// V1
#[tokio::test]
async fn a_path_is_reached_by_the_spellings_that_say_it_and_by_its_pattern() {
    #[route(GET "/invalidated/[id]", revalidate = 60)]
    async fn one(id: String) -> String {
        id
    }
    let cache = Cache::new(MemoryStore::new());
    let routes = || -> Router { routes![one].cache(cache.clone()).into_router() };
    let app = Router::new().nest("/api", routes()).merge(routes());
    const REACHED: &str = "MISS";
    const NOT: &str = "HIT";
    for (asked, revalidated, state) in [
        ("/invalidated/a", "/invalidated/a", REACHED),
        ("/invalidated/a", "/invalidated//%61/", REACHED),
        ("/invalidated/a", "/invalidated/[id]", REACHED),
        ("/invalidated/a", "/(group)/invalidated/[id]", REACHED),
        // in brackets, and no pattern
        ("/invalidated/[x]", "/invalidated/[x]", REACHED),
        ("/invalidated/[x]", "/invalidated/%5bx%5D", REACHED),
        ("/invalidated/%5Bx%5d", "/invalidated/[x]", REACHED),
        ("/invalidated/%5Bx%5d", "/invalidated/%5Bx%5D", REACHED),
        ("/invalidated/[x]", "/invalidated/[id]", REACHED),
        // below a prefix, paths have it and patterns do not
        ("/api/invalidated/a", "/api/invalidated/a", REACHED),
        ("/api/invalidated/a", "/invalidated/[id]", REACHED),
        ("/api/invalidated/a", "/invalidated/a", NOT),
        ("/api/invalidated/a", "/api/invalidated/[id]", NOT),
        // of others, or of nothing
        ("/invalidated/a", "/invalidated/b", NOT),
        ("/invalidated/a", "/invalidated/[slug]", NOT),
        ("/invalidated/a", "/invalidated", NOT),
        ("/invalidated/a", "/nothing", NOT),
    ] {
        get(&app, asked).await;
        cache.revalidate_path(revalidated).await.unwrap();
        assert_eq!(get(&app, asked).await.header("x-nextjs-cache"), state, "{asked} after {revalidated}");
    }
}

// V1: a query is no part of a key, so one in a path is a mistake
#[tokio::test]
async fn a_path_with_a_query_or_a_fragment_is_refused() {
    let cache = Cache::new(MemoryStore::new());
    for path in ["/a?x=1", "/a#x", "/?", "/[id]?x"] {
        let error = cache.revalidate_path(path).await.unwrap_err();
        assert!(matches!(&error, RevalidateError::PathWithQuery(told) if told == path), "{error}");
    }
    cache.revalidate_path("/a%3Fx%23").await.unwrap();
}

// V1
#[tokio::test]
async fn a_rewritten_request_belongs_to_the_path_that_it_was_rewritten_to() {
    #[route(GET "/invalidated/source/[id]", revalidate = 60)]
    async fn one(id: String) -> String {
        id
    }
    let cache = Cache::new(MemoryStore::new());
    let rewrite = Rewrite::new("/alias", "/invalidated/source/a");
    let app: Router = App::new(routes![one]).rewrites([rewrite]).cache(cache.clone()).into_router();
    for (revalidated, state) in [("/alias", "HIT"), ("/invalidated/source/a", "MISS")] {
        get(&app, "/alias").await;
        cache.revalidate_path(revalidated).await.unwrap();
        assert_eq!(get(&app, "/alias").await.header("x-nextjs-cache"), state, "{revalidated}");
    }
}
