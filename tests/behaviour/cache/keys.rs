//! Which requests share an answer (NEXT-SPEC I1, DESIGN 2.7).

use super::hand_clock::HandClock;
use axum::Router;
use axum::extract::{OriginalUri, State};
use route_runtime::{App, AssumeStatic, Cache, NextRequest, Routes, route, routes};
use route_tests::get;

/// What a handler has made of a path, and what was kept for another.
async fn all_differ(app: &Router, paths: &[(&str, &str)]) {
    for state in ["MISS", "HIT"] {
        for (path, body) in paths {
            let answer = get(app, path).await;
            assert_eq!((answer.text(), answer.header("x-nextjs-cache")), ((200, *body), state), "{path}");
        }
    }
}

mod posts {
    use super::*;

    #[route(GET "/cached/keys/[slug]", revalidate = 60)]
    pub(super) async fn post(slug: String, AssumeStatic(OriginalUri(uri)): AssumeStatic<OriginalUri>) -> String {
        format!("{slug} at {uri}")
    }

    #[route(GET "/cached/keys/[slug]", revalidate = 60, scope = second)]
    pub(super) async fn second(slug: String) -> String {
        format!("{slug} of the second")
    }

    #[route(GET "/cached/rest/[...path]", revalidate = 60)]
    pub(super) async fn rest(path: Vec<String>) -> String {
        format!("{path:?}")
    }
}

// I1
#[tokio::test]
async fn the_query_is_no_part_of_a_key() {
    let app: Router = routes![posts::post].cache(HandClock::default()).into_router();
    for (path, state) in
        [("/cached/keys/a?page=1", "MISS"), ("/cached/keys/a?page=2", "HIT"), ("/cached/keys/a", "HIT")]
    {
        let answer = get(&app, path).await;
        assert_eq!((answer.text(), answer.header("x-nextjs-cache")), ((200, "a at /cached/keys/a"), state), "{path}");
    }
    all_differ(&app, &[("/cached/keys/b", "b at /cached/keys/b"), ("/cached/keys/A", "A at /cached/keys/A")]).await;
}

#[tokio::test]
async fn one_table_nested_under_two_prefixes_has_two_answers() {
    let clock = HandClock::default();
    let one: Router = routes![posts::post].cache(clock.clone()).into_router();
    let app = Router::new().nest("/a", one.clone()).nest("/b", one.clone()).merge(one);
    all_differ(
        &app,
        &[
            ("/a/cached/keys/x", "x at /a/cached/keys/x"),
            ("/b/cached/keys/x", "x at /b/cached/keys/x"),
            ("/cached/keys/x", "x at /cached/keys/x"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_path_that_a_table_sees_in_part_is_not_one_that_another_sees_whole() {
    // `/cached/rest/cached/rest/x` is `cached/rest/x` at the root, and `x` below the prefix.
    let clock = HandClock::default();
    let routes = || -> Router { routes![posts::rest].cache(clock.clone()).into_router() };
    let (root, nested) = (routes(), Router::new().nest("/cached/rest", routes()));
    for state in ["MISS", "HIT"] {
        for (app, body) in [(&root, r#"["cached", "rest", "x"]"#), (&nested, r#"["x"]"#)] {
            let answer = get(app, "/cached/rest/cached/rest/x").await;
            assert_eq!((answer.text(), answer.header("x-nextjs-cache")), ((200, body), state));
        }
    }
}

#[tokio::test]
async fn two_scopes_have_two_answers() {
    let clock = HandClock::default();
    let [first, second]: [Router; 2] =
        [routes![posts::post], routes![posts::second]].map(|routes: Routes| routes.cache(clock.clone()).into_router());
    for state in ["MISS", "HIT"] {
        for (app, body) in [(&first, "x at /cached/keys/x"), (&second, "x of the second")] {
            let answer = get(app, "/cached/keys/x").await;
            assert_eq!((answer.text(), answer.header("x-nextjs-cache")), ((200, body), state));
        }
    }
}

// O11
#[tokio::test]
async fn an_app_below_a_base_path_keeps_its_answers() {
    let app: Router = App::new(routes![posts::post]).base_path("/docs").cache(HandClock::default()).into_router();
    all_differ(&app, &[("/docs/cached/keys/x", "x at /docs/cached/keys/x")]).await;
    assert_eq!(get(&app, "/cached/keys/x").await.status, 404);
}

#[tokio::test]
async fn one_path_in_two_spellings_is_one_answer() {
    let app: Router = routes![posts::post].cache(HandClock::default()).into_router();
    for (path, state) in [
        ("/cached/keys/caf%c3%a9", "MISS"),
        ("/cached/keys/caf%C3%A9", "HIT"),
        ("/cached/keys/c%61f%C3%A9", "HIT"),
        ("/cached/keys/%63af%c3%a9?x", "HIT"),
    ] {
        let answer = get(&app, path).await;
        let expected = "café at /cached/keys/caf%C3%A9";
        assert_eq!((answer.text(), answer.header("x-nextjs-cache")), ((200, expected), state), "{path}");
    }
}

#[tokio::test]
async fn no_path_is_answered_with_the_answer_of_one_that_is_like_it() {
    let app: Router = routes![posts::rest].cache(HandClock::default()).into_router();
    for (path, status) in [
        ("/cached/rest//a", 404),
        ("/cached/rest/a/", 404),
        ("/cached/rest/a//b", 404),
        ("/cached/rest/%ff", 400),
        ("/cached/rest/%", 400),
    ] {
        for _ in 0..2 {
            let answer = get(&app, path).await;
            assert_eq!((answer.status, answer.header("x-nextjs-cache")), (status, ""), "{path}");
        }
    }
    all_differ(
        &app,
        &[
            ("/cached/rest/a/b", r#"["a", "b"]"#),
            ("/cached/rest/a\\b", r#"["a\\b"]"#),
            ("/cached/rest/a%2Fb", r#"["a/b"]"#),
            ("/cached/rest/x/../b", r#"["x", "..", "b"]"#),
            ("/cached/rest/y/../b", r#"["y", "..", "b"]"#),
            ("/cached/rest/b", r#"["b"]"#),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_rewritten_path_is_the_one_that_is_kept() {
    use axum::extract::Request;
    let routes: Router = routes![posts::rest].cache(HandClock::default()).into_router();
    // A host that sends other paths to a route, and leaves the client's in its place.
    let app = Router::new().fallback(move |mut request: Request| {
        let path = request.uri().query().unwrap_or_default().to_owned();
        *request.uri_mut() = path.parse().unwrap();
        async move { tower::ServiceExt::oneshot(routes, request).await }
    });
    all_differ(&app, &[("/one?/cached/rest/a", r#"["a"]"#), ("/one?/cached/rest/b", r#"["b"]"#)]).await;
}

// G5: the request has nothing that is not in the key
#[tokio::test]
async fn a_handler_sees_the_spelling_that_all_who_share_its_answer_have() {
    #[route(GET "/cached/spelling/[slug]", dynamic = "force-static")]
    async fn spelling(req: NextRequest) -> String {
        req.url()
    }
    let app: Router = routes![spelling].cache(HandClock::default()).into_router();
    for path in ["/cached/spelling/%61%c3%a9", "/cached/spelling/a%C3%A9"] {
        let answer = get(&app, path).await;
        assert_eq!(answer.body, "http://localhost:3000/cached/spelling/a%C3%A9");
    }
}

#[tokio::test]
async fn two_tables_to_which_no_cache_was_given_do_not_answer_each_other() {
    #[route(GET "/cached/tenant", revalidate = 60)]
    async fn tenant(State(tenant): State<&'static str>) -> String {
        tenant.to_owned()
    }
    let routes = || -> Routes<&'static str> { routes![tenant] };
    let [one, other] = ["one", "other"].map(|tenant| routes().into_router().with_state(tenant));
    let app: Router = App::new(routes()).with_state("app").into_router();
    for state in ["MISS", "HIT"] {
        for (app, tenant) in [(&one, "one"), (&other, "other"), (&app, "app")] {
            let answer = get(app, "/cached/tenant").await;
            assert_eq!((&*answer.body, answer.header("x-nextjs-cache")), (tenant, state));
        }
    }
    // What was made ahead is found, by the table and by its clone, and one path is invalidated in all of them.
    let table = routes();
    table.prerender_with(&"ahead").await.unwrap();
    for table in [table.clone(), table] {
        let app = table.into_router().with_state("ahead");
        assert_eq!(get(&app, "/cached/tenant").await.header("x-nextjs-cache"), "HIT");
    }
    Cache::global().revalidate_path("/cached/tenant").await.unwrap();
    for app in [one, other] {
        assert_eq!(get(&app, "/cached/tenant").await.header("x-nextjs-cache"), "MISS");
    }
}

// A client may send what has no spelling that a path can have
#[tokio::test]
async fn a_path_whose_spelling_is_too_long_is_answered_past_the_cache() {
    let app: Router = routes![posts::rest].cache(HandClock::default()).into_router();
    let path = format!("/cached/rest/{}", "\"".repeat(30_000));
    for _ in 0..2 {
        let answer = get(&app, &path).await;
        assert_eq!((answer.status, answer.header("x-nextjs-cache")), (200, ""));
        assert_eq!(answer.body.len(), r#"[""]"#.len() + 60_000, "each quote is shown with a backslash");
    }
}

#[tokio::test]
async fn below_a_prefix_that_does_not_decode_a_route_answers_past_the_cache() {
    let routes: Router = routes![posts::second].cache(HandClock::default()).into_router();
    let app = Router::new().nest("/{tenant}", routes);
    let answer = get(&app, "/%ff/cached/keys/a").await;
    assert_eq!((answer.status, answer.header("x-nextjs-cache")), (200, ""));
}
