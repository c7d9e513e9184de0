//! Sections 3 and 4: what cannot stand in one table (T15, T18 to T20, X1 to X4). Within one `routes!` the compiler says so
//! (`tests/ui`); here the tables meet at run time, under the same rules.

use route_runtime::{Routes, page, route, routes};

/// A route or a page for each path, each in a scope of its own, as a function that gives its table.
macro_rules! tables {
    ($($name:ident $method:ident $path:literal),+ $(,)?) => {
        $(fn $name() -> Routes {
            tables!(@ $name $method $path)
        })+
    };
    (@ $name:ident page $path:literal) => {{
        #[page($path, scope = $name)]
        async fn handler() {}
        routes![handler]
    }};
    (@ $name:ident $method:ident $path:literal) => {{
        #[route($method $path, scope = $name)]
        async fn handler() {}
        routes![handler]
    }};
}

tables! {
    blog_id GET "/blog/[id]",
    blog_cid GET "/blog/[cid]",
    blog_cid_put PUT "/blog/[cid]",
    blog_cid_comments GET "/blog/[cid]/comments",
    blog_id_comments GET "/blog/[id]/comments",
    blog_rest GET "/blog/[...rest]",
    blog_id_rest GET "/blog/[...id]",
    blog_more GET "/blog/[...more]",
    blog_more_put PUT "/blog/[...more]",
    blog_optional GET "/blog/[[...rest]]",
    blog_optional_more POST "/blog/[[...more]]",
    blog GET "/blog",
    blog_post POST "/blog",
    blog_page page "/blog",
    blog_group_page page "/(a)/blog",
    blog_id_page page "/blog/[id]",
    other_id GET "/other/[id]",
    root GET "/",
    root_page page "/",
    root_optional GET "/[[...all]]",
    root_catch_all GET "/[...all]",
    root_catch_all_one GET "/[...one]",
    root_user page "/[user]",
    api GET "/api",
    cafe GET "/café",
    cafe_escaped GET "/caf%c3%a9",
    deep GET "/a/[b]/c/[d]",
    deep_other GET "/a/[b]/c/[e]/f",
    deep_elsewhere GET "/x/[b]/c/[e]",
}

type Table = fn() -> Routes;

/// Each pair clashes, whichever comes first, and the message begins with these words.
fn check_refused(pairs: &[(Table, Table, &str)]) {
    for (first, second, words) in pairs {
        for (first, second) in [(first, second), (second, first)] {
            let (a, b) = (first().routes().next().unwrap(), second().routes().next().unwrap());
            let conflict = first().try_merge(second()).expect_err(words);
            let message = conflict.to_string();
            assert!(message.starts_with(words), "{a} with {b}: {message}");
            assert_eq!((conflict.first(), conflict.second()), (a, b));
            for route in [a, b] {
                let line = format!("  {route}  {}:{}", route.file(), route.line());
                assert!(message.lines().any(|seen| seen == line), "{line:?} in {message}");
            }
        }
    }
}

fn check_accepted(pairs: &[(Table, Table)]) {
    for (first, second) in pairs {
        for (first, second) in [(first, second), (second, first)] {
            let table = first().try_merge(second()).unwrap();
            // And axum has nothing to refuse.
            let _: axum::Router = table.into_router();
        }
    }
}

#[test]
fn T15_one_dynamic_position_has_one_name() {
    check_refused(&[
        (blog_id, blog_cid_put, "different names for one dynamic segment, "),
        (blog_id, blog_cid_comments, "different names for one dynamic segment, "),
        (blog_rest, blog_more_put, "different names for one dynamic segment, "),
        (blog_optional, blog_optional_more, "different names for one dynamic segment, "),
        (deep, deep_other, "different names for one dynamic segment, "),
    ]);
    for (first, second, words) in [
        (blog_id(), blog_cid_put(), "`[id]` and `[cid]`\n"),
        (blog_cid_put(), blog_id(), "`[cid]` and `[id]`\n"),
        (blog_rest(), blog_more_put(), "`[...rest]` and `[...more]`\n"),
        (blog_optional(), blog_optional_more(), "`[[...rest]]` and `[[...more]]`\n"),
        (deep(), deep_other(), "`[d]` and `[e]`\n"),
    ] {
        let message = first.try_merge(second).unwrap_err().to_string();
        assert!(message.contains(words), "{words:?} in {message}");
        assert!(message.ends_with("help: give the segment the same name in both paths"), "{message}");
    }
    check_accepted(&[
        (blog_id, blog_id_comments),
        (blog_id, blog_rest),
        (blog_id, blog_id_rest),
        (blog_id, other_id),
        (deep, deep_elsewhere),
    ]);
}

#[test]
fn T18_T19_a_required_and_an_optional_catch_all_exclude_each_other_in_either_order() {
    check_refused(&[
        (root_catch_all, root_optional, "a required and an optional catch-all cannot stand side by side\n"),
        (root_catch_all_one, root_optional, "a required and an optional catch-all cannot stand side by side\n"),
        (blog_rest, blog_optional, "a required and an optional catch-all cannot stand side by side\n"),
        (blog_more, blog_optional_more, "a required and an optional catch-all cannot stand side by side\n"),
    ]);
    check_accepted(&[(root_catch_all, blog_optional), (root_optional, blog_rest)]);
}

#[test]
fn T20_an_optional_catch_all_excludes_a_route_of_the_path_above_it() {
    check_refused(&[
        (root, root_optional, "an optional catch-all also matches the path above it"),
        (root_page, root_optional, "an optional catch-all also matches the path above it"),
        (blog, blog_optional, "an optional catch-all also matches the path above it"),
        (blog_post, blog_optional, "an optional catch-all also matches the path above it"),
        (blog_page, blog_optional, "an optional catch-all also matches the path above it"),
    ]);
    check_accepted(&[(root, blog_optional), (blog, root_optional), (blog, blog_rest), (root, root_catch_all)]);
}

#[test]
fn X1_X2_a_page_excludes_every_route_of_its_path() {
    check_refused(&[
        (blog, blog_page, "a route and a page on one path\n"),
        (blog_post, blog_page, "a route and a page on one path\n"),
        (blog_post, blog_group_page, "a route and a page on one path\n"),
        (root, root_page, "a route and a page on one path\n"),
        (blog_id, blog_id_page, "a route and a page on one path\n"),
        (blog_cid_put, blog_id_page, "a route and a page on one path\n"),
        (blog_page, blog_group_page, "two pages on one path\n"),
    ]);
}

#[test]
fn X3_a_page_and_routes_below_it_stand_side_by_side() {
    check_accepted(&[(root_page, api), (root_user, api), (blog_page, blog_id), (blog_page, blog_rest)]);
}

#[test]
fn X4_one_method_has_one_handler_whatever_the_spelling_of_the_path() {
    check_refused(&[
        (blog_id, blog_cid, "two handlers for `GET /blog/["),
        (blog_rest, blog_more, "two handlers for `GET /blog/[..."),
        (cafe, cafe_escaped, "two handlers for `GET /café`\n"),
    ]);
    check_accepted(&[(blog, blog_post)]);
    let conflict = blog().try_merge(blog()).unwrap_err();
    assert!(conflict.to_string().starts_with("`GET /blog` is listed twice\n"), "{conflict}");
    let conflict = blog_page().try_merge(blog_page()).unwrap_err();
    assert!(conflict.to_string().starts_with("`page /blog` is listed twice\n"), "{conflict}");
}
