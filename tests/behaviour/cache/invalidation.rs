//! `revalidate_path` and `revalidate_tag` in handlers (NEXT-SPEC V1, V2, V7, V8, F9).

use super::recorder::Recorder;
use axum::Router;
use route_runtime::{App, Cache, Life, NextRequest, Result, redirect, revalidate_path, revalidate_tag, route, routes};
use route_tests::send;
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
    for (at, body, tag, serve_stale) in [
        ("/path", "/posts", "shop:/posts", 0),
        ("/path", "/caf%c3%a9/", "shop:/caf%C3%A9", 0),
        ("/path", "/index", "shop:/", 0),
        ("/path", "/posts/[slug]", "shop:[/posts/[slug]", 0),
        ("/path", "/(blog)/posts/[...slug]", "shop:[/posts/[...slug]", 0),
        ("/tag", "posts", "shop:#posts", 31_536_000),
        ("/tag", "posts seconds", "shop:#posts", 60),
        ("/tag", "posts now", "shop:#posts", 0),
        // A profile that never expires.
        ("/tag", "posts default", "shop:#posts", 31_536_000),
    ] {
        assert_eq!(send(&app, "POST", at, body).await.text(), (200, "done"), "{body}");
        assert_eq!(store.take(), [(tag.to_owned(), Duration::from_secs(serve_stale))], "{body}");
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
    assert_eq!(send(&app(&store), "POST", "/redirects", "").await.status, 303);
    assert_eq!(store.take_tags(), ["shop:/posts"]);
}

#[tokio::test]
async fn an_invalidation_that_is_lost_is_told() {
    let app = app(&Recorder::that_fails());
    assert_eq!(send(&app, "POST", "/tag", "posts").await.text(), (500, ""));
    assert_eq!(send(&app, "POST", "/path", "/posts").await.text(), (500, ""));
}
