//! Section 3: which route a path reaches where several match (T1, T2).

use axum::Router;
use axum::extract::{MatchedPath, Path, RawPathParams};
use route_runtime::{RoutePattern, route, routes};
use route_tests::{get, send};

/// A module of handlers that answer with their pattern.
macro_rules! answer_with_the_pattern {
    ($scope:ident: $($name:ident $path:literal),+ $(,)?) => {
        mod $scope {
            use super::*;
            $(
                #[route(GET $path, scope = $scope)]
                pub async fn $name(pattern: RoutePattern) -> &'static str {
                    pattern.as_str()
                }
            )+
            pub fn app() -> Router {
                routes![$($name),+].into_router()
            }
        }
    };
}

/// Asks for each path and compares the pattern that answers; `""` is 404.
async fn check(app: &Router, table: &[(&str, &str)]) {
    for (path, pattern) in table {
        let expected = if pattern.is_empty() { (404, "") } else { (200, *pattern) };
        assert_eq!(get(app, path).await.text(), expected, "{path}");
    }
}

answer_with_the_pattern!(t1:
    fixed "/basic/endpoint",
    below_tenant "/basic/[tenantID]/endpoint",
    resource "/basic/[tenantID]/[...resource]",
);

#[tokio::test]
async fn T1_static_beats_dynamic_beats_catch_all() {
    check(
        &t1::app(),
        &[
            ("/basic/endpoint", "/basic/endpoint"),
            ("/basic/vercel/endpoint", "/basic/[tenantID]/endpoint"),
            ("/basic/vercel/endpoints", "/basic/[tenantID]/[...resource]"),
            ("/basic/vercel/endpoint/x", "/basic/[tenantID]/[...resource]"),
            ("/basic/endpoint/endpoint", "/basic/[tenantID]/endpoint"),
            ("/basic/endpoint/x", "/basic/[tenantID]/[...resource]"),
            ("/basic/vercel", ""),
            ("/basic", ""),
        ],
    )
    .await;
}

// The input set of the row, in an order of no meaning.
answer_with_the_pattern!(t2:
    rest "/[...rest]",
    posts_id "/posts/[id]",
    p3_rest "/p3/[[...rest]]",
    root_slug "/[root-slug]",
    p2_rest "/p2/[...rest]",
    blog_post "/blog/abc/post",
    p1 "/p1/[[...incl]]",
    foo "/foo/[d]/bar/baz/[f]",
    p3_id_abc "/p3/[id]/abc",
    apples "/apples/[ab]/[cd]/ef",
    p "/p/[...rest]",
    blog_abc_id "/blog/abc/[id]",
    p2_id "/p2/[id]",
    root "/",
    posts "/posts",
    comments "/blog/[id]/comments/[cid]",
    p3_id "/p3/[id]",
    blog_id "/blog/[id]",
    p2_id_abc "/p2/[id]/abc",
    blog_abc "/blog/abc",
);

#[tokio::test]
async fn T2_the_order_example_dispatches_every_path_as_next_sorts_them() {
    check(
        &t2::app(),
        &[
            ("/", "/"),
            ("/apples/1/2/ef", "/apples/[ab]/[cd]/ef"),
            ("/blog/abc", "/blog/abc"),
            ("/blog/abc/post", "/blog/abc/post"),
            ("/blog/abc/1", "/blog/abc/[id]"),
            ("/blog/1", "/blog/[id]"),
            ("/blog/1/comments/2", "/blog/[id]/comments/[cid]"),
            ("/foo/1/bar/baz/2", "/foo/[d]/bar/baz/[f]"),
            ("/p/1", "/p/[...rest]"),
            ("/p/1/2", "/p/[...rest]"),
            ("/p1", "/p1/[[...incl]]"),
            ("/p1/1/2", "/p1/[[...incl]]"),
            ("/p2/1", "/p2/[id]"),
            ("/p2/1/abc", "/p2/[id]/abc"),
            ("/p2/1/2", "/p2/[...rest]"),
            ("/p2/1/abc/2", "/p2/[...rest]"),
            ("/p3", "/p3/[[...rest]]"),
            ("/p3/1", "/p3/[id]"),
            ("/p3/1/abc", "/p3/[id]/abc"),
            ("/p3/1/2", "/p3/[[...rest]]"),
            ("/posts", "/posts"),
            ("/posts/1", "/posts/[id]"),
            ("/anything", "/[root-slug]"),
            ("/anything/else", "/[...rest]"),
            // Where a branch leads nowhere, the next one is tried.
            ("/apples", "/[root-slug]"),
            ("/apples/1", "/[...rest]"),
            ("/apples/1/2", "/[...rest]"),
            ("/apples/1/2/eff", "/[...rest]"),
            ("/apples/1/2/ef/3", "/[...rest]"),
            ("/blog", "/[root-slug]"),
            ("/blog/abc/post/1", "/[...rest]"),
            ("/blog/abc/comments/2", "/blog/[id]/comments/[cid]"),
            ("/blog/abc/comments", "/blog/abc/[id]"),
            ("/blog/1/2", "/[...rest]"),
            ("/foo/1/bar/baz", "/[...rest]"),
            ("/p", "/[root-slug]"),
            ("/p2", "/[root-slug]"),
            ("/p2/abc", "/p2/[id]"),
            ("/posts/1/2", "/[...rest]"),
            ("/p1x", "/[root-slug]"),
            // No route has an empty segment.
            ("/p1/", ""),
            ("/p2//abc", ""),
            ("/p/1/", ""),
            ("//", ""),
            ("/a//b", ""),
        ],
    )
    .await;
}

answer_with_the_pattern!(dynamic_beside_catch_all: id "/x/[id]", rest "/x/[...rest]");
answer_with_the_pattern!(longer_dynamic_beside_catch_all: edit "/x/[id]/edit", rest "/x/[...rest]");
answer_with_the_pattern!(optional_beside_dynamic: id "/x/[id]", rest "/x/[[...rest]]");
answer_with_the_pattern!(optional_beside_longer_dynamic: edit "/x/[id]/edit", rest "/x/[[...rest]]");
answer_with_the_pattern!(two_levels: deep "/x/[a]/[b]/y", rest "/x/[...rest]");
answer_with_the_pattern!(catch_all_below_dynamic: inner "/x/[a]/[...more]", rest "/x/[...rest]");
answer_with_the_pattern!(optional_below_dynamic: inner "/x/[a]/[[...more]]", rest "/x/[...rest]");
answer_with_the_pattern!(one_name_for_both: id "/x/[id]", rest "/x/[...id]");

#[tokio::test]
async fn T2_a_catch_all_takes_what_its_dynamic_siblings_leave() {
    check(
        &dynamic_beside_catch_all::app(),
        &[
            ("/x", ""),
            ("/x/1", "/x/[id]"),
            ("/x/1/2", "/x/[...rest]"),
            ("/x/1/2/3", "/x/[...rest]"),
            ("/x/1/", ""),
            ("/x//1", ""),
        ],
    )
    .await;
    check(
        &longer_dynamic_beside_catch_all::app(),
        &[
            ("/x", ""),
            ("/x/1", "/x/[...rest]"),
            ("/x/edit", "/x/[...rest]"),
            ("/x/1/edit", "/x/[id]/edit"),
            ("/x/1/edits", "/x/[...rest]"),
            ("/x/1/edit/2", "/x/[...rest]"),
            ("/x//edit", ""),
            ("/x/1/edit/", ""),
            ("/x/", ""),
        ],
    )
    .await;
    check(
        &optional_beside_dynamic::app(),
        &[("/x", "/x/[[...rest]]"), ("/x/1", "/x/[id]"), ("/x/1/2", "/x/[[...rest]]"), ("/x/", "")],
    )
    .await;
    check(
        &optional_beside_longer_dynamic::app(),
        &[
            ("/x", "/x/[[...rest]]"),
            ("/x/1", "/x/[[...rest]]"),
            ("/x/1/edit", "/x/[id]/edit"),
            ("/x/1/2", "/x/[[...rest]]"),
        ],
    )
    .await;
    check(
        &two_levels::app(),
        &[
            ("/x/1", "/x/[...rest]"),
            ("/x/1/2", "/x/[...rest]"),
            ("/x/1/2/3", "/x/[...rest]"),
            ("/x/1/2/y", "/x/[a]/[b]/y"),
            ("/x/1/2/y/4", "/x/[...rest]"),
        ],
    )
    .await;
    check(
        &catch_all_below_dynamic::app(),
        &[("/x/1", "/x/[...rest]"), ("/x/1/2", "/x/[a]/[...more]"), ("/x/1/2/3", "/x/[a]/[...more]")],
    )
    .await;
    check(
        &optional_below_dynamic::app(),
        &[("/x", ""), ("/x/1", "/x/[a]/[[...more]]"), ("/x/1/2", "/x/[a]/[[...more]]")],
    )
    .await;
    check(&one_name_for_both::app(), &[("/x/1", "/x/[id]"), ("/x/1/2", "/x/[...id]")]).await;
}

answer_with_the_pattern!(only_catch_all: rest "/[...rest]");
answer_with_the_pattern!(only_optional: rest "/[[...rest]]");
answer_with_the_pattern!(root_beside_catch_all: root "/", id "/[id]", rest "/[...rest]", file "/a/[id]/b");

#[tokio::test]
async fn T1_a_catch_all_at_the_root_takes_every_path_that_has_segments() {
    check(
        &only_catch_all::app(),
        &[("/", ""), ("/a", "/[...rest]"), ("/a/b", "/[...rest]"), ("//", ""), ("/a/", ""), ("//a", "")],
    )
    .await;
    check(
        &only_optional::app(),
        &[("/", "/[[...rest]]"), ("/a", "/[[...rest]]"), ("/a/b", "/[[...rest]]"), ("//", ""), ("/a/", "")],
    )
    .await;
    check(
        &root_beside_catch_all::app(),
        &[
            ("/", "/"),
            ("/a", "/[id]"),
            ("/a/1", "/[...rest]"),
            ("/a/1/b", "/a/[id]/b"),
            ("/a/1/c", "/[...rest]"),
            ("/b/1/b", "/[...rest]"),
        ],
    )
    .await;
}

answer_with_the_pattern!(backtracking:
    ab "/a/b",
    abc "/a/b/c",
    abx "/a/b/[x]/d",
    a_rest "/a/[...rest]",
    any_b "/[y]/b/e",
    aa "/aa/b",
    ab_rest "/ab/[[...rest]]",
);

#[tokio::test]
async fn T1_a_static_branch_that_leads_nowhere_gives_way() {
    check(
        &backtracking::app(),
        &[
            ("/a/b", "/a/b"),
            ("/a/b/c", "/a/b/c"),
            ("/a/b/c/d", "/a/b/[x]/d"),
            ("/a/b/x/d", "/a/b/[x]/d"),
            ("/a/b/c/e", "/a/[...rest]"),
            ("/a/b/e", "/a/[...rest]"),
            ("/a/bc", "/a/[...rest]"),
            ("/aa/b", "/aa/b"),
            ("/aa/b/e", "/[y]/b/e"),
            ("/aa/b/c", ""),
            ("/aaa/b/e", "/[y]/b/e"),
            ("/ab", "/ab/[[...rest]]"),
            ("/ab/b/e", "/ab/[[...rest]]"),
            ("/a", ""),
            ("/a/", ""),
            ("/a//c", ""),
        ],
    )
    .await;
}

#[tokio::test]
async fn T1_a_route_is_chosen_before_a_method() {
    #[route(POST "/chosen/new")]
    async fn new() {}
    #[route(GET "/chosen/[id]")]
    async fn id() {}
    #[route(PUT "/chosen/[...rest]")]
    async fn rest() {}
    let app: Router = routes![rest, id, new].into_router();
    for (path, allow) in [
        ("/chosen/new", "OPTIONS, POST"),
        ("/chosen/1", "GET, HEAD, OPTIONS"),
        ("/chosen/1/2", "OPTIONS, PUT"),
        ("/chosen/new/2", "OPTIONS, PUT"),
    ] {
        let answer = send(&app, "DELETE", path, "").await;
        assert_eq!((answer.status, answer.allow()), (405, Some(allow)), "{path}");
    }
}

/// What axum's own extractors of the path show, and what ours does.
type Shown = (Option<MatchedPath>, RawPathParams, RoutePattern);

fn show((matched, params, pattern): Shown) -> String {
    let params: Vec<_> = params.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{} {} {}", matched.unwrap().as_str(), params.join("&"), pattern)
}

#[tokio::test]
async fn axums_extractors_of_the_path_show_the_pattern_that_ours_is_lowered_to() {
    #[route(GET "/plain/[id]/[...rest]")]
    async fn plain(shown: Shown) -> String {
        show(shown)
    }
    #[route(POST "/plain/[id]/[...rest]")]
    async fn plain_path(Path((first, second)): Path<(u8, String)>, rest: Vec<String>) -> String {
        format!("{first} {second} {rest:?}")
    }
    #[route(GET "/contested/[id]")]
    async fn contested(shown: Shown) -> String {
        show(shown)
    }
    #[route(GET "/contested/[...rest]")]
    async fn contested_rest(shown: Shown, rest: Vec<String>) -> String {
        format!("{} {rest:?}", show(shown))
    }
    #[route(GET "/optional/[[...rest]]")]
    async fn optional(shown: Shown) -> String {
        show(shown)
    }
    let app: Router = routes![plain, plain_path, contested, contested_rest, optional].into_router();
    let nested: Router = Router::new().nest("/t/{tenant}", app.clone());
    for (path, shown) in [
        ("/plain/1/a/b", "/plain/{id}/{*rest} id=1&rest=a/b /plain/[id]/[...rest]"),
        ("/contested/1", "/contested/{id} id=1 /contested/[id]"),
        ("/contested/1/2/3", r#"/contested/{id}/{*rest} id=1&rest=2/3 /contested/[...rest] ["1", "2", "3"]"#),
        ("/optional", "/optional  /optional/[[...rest]]"),
        ("/optional/1", "/optional/{*rest} rest=1 /optional/[[...rest]]"),
    ] {
        assert_eq!(get(&app, path).await.text(), (200, shown), "{path}");
        let (matched, rest) = shown.split_once(' ').unwrap();
        let separator = if rest.starts_with(' ') { "" } else { "&" };
        let below = format!("/t/{{tenant}}{matched} tenant=x{separator}{rest}");
        assert_eq!(get(&nested, &format!("/t/x{path}")).await.text(), (200, &*below), "{path}");
    }
    assert_eq!(send(&app, "POST", "/plain/1/a/b", "").await.text(), (200, r#"1 a/b ["a", "b"]"#));
    assert_eq!(send(&app, "POST", "/plain/x/a/b", "").await.status, 400);
}
