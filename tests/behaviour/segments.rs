//! Section 2: what segments match and what parameters hold (S).

use axum::Router;
use route_runtime::{NextResponse, RouteInfo, route, routes};
use route_tests::{Answer, get, send};
use serde_json::{Value, json};

#[route("/items/[slug]")]
mod items {
    pub async fn GET(slug: String) -> String {
        slug
    }
}

#[route("/items/[slug]/edit")]
mod edit {
    pub async fn GET(slug: String) -> String {
        format!("edit {slug}")
    }
}

#[route("/blog/[...slug]")]
mod blog {
    use super::*;
    pub async fn GET(slug: Vec<String>) -> NextResponse {
        NextResponse::json(&slug)
    }
}

#[route("/docs/[[...slug]]")]
mod docs {
    use super::*;
    pub async fn GET(params: Params) -> NextResponse {
        NextResponse::json(&params)
    }
}

#[route("/basic/[tenantID]/[...resource]")]
mod basic {
    use super::*;
    #[allow(non_snake_case)]
    pub async fn GET(params: Params) -> NextResponse {
        NextResponse::json(&params)
    }
}

#[route("/static")]
mod fixed {
    use super::*;
    pub async fn GET(params: Params) -> NextResponse {
        NextResponse::json(&params)
    }
}

#[route("/[first]/below/[...rest]")]
mod first {
    use super::*;
    pub async fn GET(first: String, rest: Vec<String>) -> NextResponse {
        NextResponse::json(&(first, rest))
    }
}

fn app() -> Router {
    routes![first::route, items::route, edit::route, blog::route, docs::route, basic::route, fixed::route].into_router()
}

/// The app where it stands, and below a static and a dynamic prefix.
fn everywhere() -> [(&'static str, Router); 5] {
    [
        ("", app()),
        ("/api", Router::new().nest("/api", app())),
        ("/t/a%2Fb", Router::new().nest("/t/{tenant}", app())),
        // A prefix may use the names of our segments.
        ("/t/x", Router::new().nest("/t/{slug}", app())),
        ("/a/b/c", Router::new().nest("/a/{b}", Router::new().nest("/c", app()))),
    ]
}

fn json(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{answer:?}");
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn S1_a_dynamic_segment_is_one_segment_that_is_not_empty() {
    for (prefix, app) in everywhere() {
        assert_eq!(get(&app, &format!("{prefix}/items/a")).await.text(), (200, "a"));
        for path in ["/items", "/items/", "/items//", "/items//a", "/items/a/b", "//items/a", "/items//edit"] {
            let answer = get(&app, &format!("{prefix}{path}")).await;
            assert_eq!((answer.text(), answer.allow()), ((404, ""), None), "{prefix}{path}");
        }
    }
}

#[tokio::test]
async fn S2_a_catch_all_is_one_segment_or_more() {
    for (prefix, app) in everywhere() {
        for (path, slug) in
            [("/blog/1", json!(["1"])), ("/blog/1/2", json!(["1", "2"])), ("/blog/1/2/3", json!(["1", "2", "3"]))]
        {
            assert_eq!(json(&get(&app, &format!("{prefix}{path}")).await), slug, "{prefix}{path}");
        }
        for path in ["/blog", "/blog/", "/blog//", "/blog//1", "/blog/1/", "/blog/1//2", "/blog/1/2/"] {
            let answer = get(&app, &format!("{prefix}{path}")).await;
            assert_eq!((answer.text(), answer.allow()), ((404, ""), None), "{prefix}{path}");
        }
    }
}

/// axum's `nest` takes an empty segment behind its prefix for a part of the prefix.
#[tokio::test]
async fn S1_S2_an_empty_first_segment_is_none_below_a_prefix() {
    for (prefix, app) in everywhere() {
        assert_eq!(json(&get(&app, &format!("{prefix}/a/below/b")).await), json!(["a", ["b"]]));
        for path in ["//below/b", "//a/below/b", "//below/below/b", "/below/below", "//below"] {
            for method in ["GET", "OPTIONS", "POST"] {
                let answer = send(&app, method, &format!("{prefix}{path}"), "").await;
                assert_eq!((answer.text(), answer.allow()), ((404, ""), None), "{method} {prefix}{path}");
            }
        }
    }
}

#[tokio::test]
async fn S3_an_optional_catch_all_is_none_where_the_path_ends_before_it() {
    for (prefix, app) in everywhere() {
        for (path, slug) in [("/docs", json!(null)), ("/docs/1", json!(["1"])), ("/docs/1/2", json!(["1", "2"]))] {
            assert_eq!(json(&get(&app, &format!("{prefix}{path}")).await), json!({ "slug": slug }), "{prefix}{path}");
        }
        for path in ["/docs/", "/docs//", "/docs/1/", "/docs//1", "/doc", "/docsx"] {
            let answer = get(&app, &format!("{prefix}{path}")).await;
            assert_eq!((answer.text(), answer.allow()), ((404, ""), None), "{prefix}{path}");
        }
    }
}

#[tokio::test]
async fn S5_a_trailing_slash_is_404_for_every_kind_of_segment() {
    for (prefix, app) in everywhere() {
        for path in ["/items/a/", "/items/a/edit/", "/blog/a/", "/docs/", "/docs/a/", "/basic/a/b/", "/static/"] {
            for method in ["GET", "HEAD", "OPTIONS", "POST", "PURGE"] {
                let answer = send(&app, method, &format!("{prefix}{path}"), "").await;
                assert_eq!((answer.text(), answer.allow()), ((404, ""), None), "{method} {prefix}{path}");
            }
        }
    }
}

#[tokio::test]
async fn S6_paths_are_compared_by_case() {
    let app = app();
    for path in ["/Items/a", "/ITEMS/a", "/Static", "/Blog/a", "/Docs"] {
        assert_eq!(get(&app, path).await.status, 404, "{path}");
    }
    assert_eq!(get(&app, "/items/A").await.text(), (200, "A"));
}

#[tokio::test]
async fn S7_parameters_are_percent_decoded() {
    for (prefix, app) in everywhere() {
        for (raw, decoded) in [
            ("%3F%2C%3D%2C%2F%2C%26%2C%D1%88", "?,=,/,&,ш"),
            ("%D1%88", "ш"),
            ("%d1%88", "ш"),
            ("a%20b", "a b"),
            ("%2541", "%41"),
            ("%25", "%"),
            ("%00", "\0"),
            ("%2E%2E", ".."),
            ("%7Bid%7D", "{id}"),
            ("a.b~c!$&'()*,;=:@", "a.b~c!$&'()*,;=:@"),
        ] {
            assert_eq!(get(&app, &format!("{prefix}/items/{raw}")).await.text(), (200, decoded), "{prefix} {raw}");
            let edit = get(&app, &format!("{prefix}/items/{raw}/edit")).await;
            assert_eq!(edit.text(), (200, &*format!("edit {decoded}")), "{prefix} {raw}");
            assert_eq!(json(&get(&app, &format!("{prefix}/blog/x/{raw}")).await), json!(["x", decoded]));
        }
    }
}

#[tokio::test]
async fn S8_a_path_is_split_before_it_is_decoded() {
    for (prefix, app) in everywhere() {
        assert_eq!(json(&get(&app, &format!("{prefix}/blog/a%2Fb/d")).await), json!(["a/b", "d"]));
        assert_eq!(json(&get(&app, &format!("{prefix}/docs/%2F/%2f")).await), json!({ "slug": ["/", "/"] }));
        assert_eq!(get(&app, &format!("{prefix}/items/a%2Fedit")).await.text(), (200, "a/edit"));
        assert_eq!(get(&app, &format!("{prefix}/items%2Fa")).await.status, 404);
    }
}

#[tokio::test]
async fn S9_a_plus_is_a_plus() {
    for (prefix, app) in everywhere() {
        assert_eq!(get(&app, &format!("{prefix}/items/a+b")).await.text(), (200, "a+b"));
        assert_eq!(get(&app, &format!("{prefix}/items/a%2Bb")).await.text(), (200, "a+b"));
        assert_eq!(json(&get(&app, &format!("{prefix}/blog/+/a+b")).await), json!(["+", "a+b"]));
    }
}

#[tokio::test]
async fn S10_an_escape_that_does_not_decode_is_400() {
    for (prefix, app) in everywhere() {
        for raw in ["%", "%4", "%zz", "%A0", "%E0%A4%A", "a%", "%C3/%A9", "%ED%A0%80", "%+1"] {
            for path in ["/blog", "/docs", "/basic/x"] {
                for method in ["GET", "HEAD", "OPTIONS", "POST"] {
                    let answer = send(&app, method, &format!("{prefix}{path}/{raw}"), "").await;
                    assert_eq!((answer.status, answer.allow()), (400, None), "{method} {prefix}{path}/{raw}");
                }
            }
        }
        let answer = get(&app, &format!("{prefix}/items/%A0")).await;
        assert_eq!((answer.status, answer.header("content-type")), (400, "application/problem+json"));
        assert_eq!(json_body(&answer)["code"], "undecodable_path");
    }
    // Where no route matches, the path is not looked at.
    assert_eq!(get(&app(), "/unknown/%zz").await.status, 404);
}

fn json_body(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

#[tokio::test]
async fn S11_the_params_of_a_static_route_are_empty() {
    assert_eq!(json(&get(&app(), "/static").await), json!({}));
    assert_eq!(fixed::Params {}, fixed::Params {});
}

#[tokio::test]
async fn S12_params_are_there_when_the_handler_starts() {
    let params = docs::Params { slug: Some(vec!["a".to_owned()]) };
    let response = docs::GET(params.clone()).await;
    assert_eq!(response.status(), 200);
    assert_eq!(format!("{params:?}"), r#"Params { slug: Some(["a"]) }"#);
}

#[tokio::test]
async fn S13_a_path_has_several_parameters() {
    for (prefix, app) in everywhere() {
        let answer = get(&app, &format!("{prefix}/basic/vercel/some/other/resource")).await;
        assert_eq!(json(&answer), json!({ "tenantID": "vercel", "resource": ["some", "other", "resource"] }));
        assert_eq!(get(&app, &format!("{prefix}/basic/vercel")).await.status, 404);
        assert_eq!(get(&app, &format!("{prefix}/basic//some")).await.status, 404);
    }
}

#[tokio::test]
async fn S14_params_is_the_twin_of_route_context() {
    #[route("/context/[id]/[...rest]")]
    mod generated {
        use super::*;
        pub async fn GET(Params { id, rest }: Params) -> NextResponse {
            let (id, rest): (String, Vec<String>) = (id, rest);
            NextResponse::json(&(id, rest))
        }
        pub async fn POST(params: Params, id: String) -> String {
            format!("{id} {}", params.id == id)
        }
        // The arguments by name, in another order than in the path.
        pub async fn PUT(rest: Vec<u8>, id: u64) -> String {
            format!("{rest:?} {id}")
        }
    }
    #[route("/typed/[id]/[[...rest]]")]
    mod own {
        pub struct Params {
            pub rest: Option<Vec<i8>>,
            pub id: u64,
        }
        pub async fn GET(params: Params) -> String {
            format!("{} {:?}", params.id, params.rest)
        }
    }
    let app: Router = routes![generated::route, own::route].into_router();
    assert_eq!(json(&get(&app, "/context/7/a/b").await), json!(["7", ["a", "b"]]));
    assert_eq!(send(&app, "POST", "/context/7/a", "").await.text(), (200, "7 true"));
    assert_eq!(send(&app, "PUT", "/context/7/1/2", "").await.text(), (200, "[1, 2] 7"));
    assert_eq!(send(&app, "PUT", "/context/7/1/x", "").await.status, 400);
    assert_eq!(get(&app, "/typed/7").await.text(), (200, "7 None"));
    assert_eq!(get(&app, "/typed/7/1/-2").await.text(), (200, "7 Some([1, -2])"));
    for path in ["/typed/x", "/typed/-7", "/typed/7/1/x"] {
        assert_eq!(json_body(&get(&app, path).await)["code"], "invalid_parameter", "{path}");
    }
    use std::collections::HashSet;
    let params = generated::Params { id: "7".to_owned(), rest: vec![] };
    assert_eq!(HashSet::from([params.clone(), params]).len(), 1);
}

#[tokio::test]
async fn S15_a_route_group_is_no_part_of_the_url() {
    #[route("/grouped/(a)/endpoint/(b)/nested")]
    mod grouped {
        pub async fn GET() -> &'static str {
            PATTERN
        }
        const PATTERN: &str = "nested";
    }
    #[route(GET "/(shop)")]
    async fn root() -> &'static str {
        "root"
    }
    let app: Router = routes![grouped::route, root].into_router();
    assert_eq!(get(&app, "/grouped/endpoint/nested").await.text(), (200, "nested"));
    assert_eq!(get(&app, "/").await.text(), (200, "root"));
    for path in ["/grouped/(a)/endpoint/(b)/nested", "/(shop)", "/grouped/endpoint"] {
        assert_eq!(get(&app, path).await.status, 404, "{path}");
    }
    assert_eq!(grouped::GET::PATTERN, "/grouped/endpoint/nested");
    assert_eq!(root::PATTERN, "/");
}

#[tokio::test]
async fn S17_folders_called_route_or_page_are_literals() {
    #[route(GET "/route/foo/route")]
    async fn route_foo() -> &'static str {
        "route"
    }
    #[route(GET "/page")]
    async fn page_page() -> &'static str {
        "page"
    }
    let app: Router = routes![route_foo, page_page].into_router();
    assert_eq!(get(&app, "/route/foo/route").await.text(), (200, "route"));
    assert_eq!(get(&app, "/page").await.text(), (200, "page"));
    assert_eq!(get(&app, "/route/foo").await.status, 404);
}

#[tokio::test]
async fn S18_S19_an_escaped_underscore_is_routable() {
    #[route(GET "/%5Froutable-folder")]
    async fn routable() -> &'static str {
        "routed"
    }
    let app: Router = routes![routable].into_router();
    assert_eq!(get(&app, "/_routable-folder").await.text(), (200, "routed"));
    assert_eq!(get(&app, "/%5Froutable-folder").await.status, 404, "another spelling of the path");
}

#[tokio::test]
async fn S22_names_with_dashes_and_keywords_are_arguments() {
    #[route("/names/[foo-bar]/[type]/[...self-made]")]
    mod names {
        use super::*;
        pub async fn GET(foo_bar: String, r#type: u8, self_made: Vec<String>) -> String {
            format!("{foo_bar} {} {self_made:?}", r#type)
        }
        pub async fn POST(params: Params) -> NextResponse {
            assert_eq!((&*params.foo_bar, &*params.r#type, params.self_made.len()), ("a", "1", 2));
            NextResponse::json(&params)
        }
    }
    #[route("/names/[id9]/[名前]")]
    mod unicode {
        pub async fn GET(id9: String, 名前: String) -> String {
            format!("{id9} {名前}")
        }
    }
    let app: Router = routes![names::route].into_router();
    assert_eq!(get(&app, "/names/a/1/b/c").await.text(), (200, r#"a 1 ["b", "c"]"#));
    let params = json(&send(&app, "POST", "/names/a/1/b/c", "").await);
    assert_eq!(params, json!({ "foo-bar": "a", "type": "1", "self-made": ["b", "c"] }), "the names of the path");
    assert_eq!(names::GET::url("a", 1, ["b"]), "/names/a/1/b");
    let app: Router = routes![unicode::route].into_router();
    assert_eq!(get(&app, "/names/a/b").await.text(), (200, "a b"));
}

#[tokio::test]
async fn S23_dots_in_literals_are_literal() {
    #[route(GET "/api/hello.json")]
    async fn hello() -> &'static str {
        "hello"
    }
    #[route(GET "/data/[slug]/data.json")]
    async fn data(slug: String) -> String {
        slug
    }
    let app: Router = routes![hello, data].into_router();
    assert_eq!(get(&app, "/api/hello.json").await.text(), (200, "hello"));
    assert_eq!(get(&app, "/data/x/data.json").await.text(), (200, "x"));
    for path in ["/api/helloxjson", "/api/hello", "/data/x/dataxjson", "/data/data.json"] {
        assert_eq!(get(&app, path).await.status, 404, "{path}");
    }
}

/// Files need no extension here: a path is written in the attribute, with or without one.
#[tokio::test]
async fn S24_a_file_extension_is_part_of_the_path() {
    #[route(GET "/route.ts")]
    async fn with_extension() -> &'static str {
        "with"
    }
    let app: Router = routes![with_extension].into_router();
    assert_eq!(get(&app, "/route.ts").await.text(), (200, "with"));
    assert_eq!(get(&app, "/route").await.status, 404);
}

#[tokio::test]
async fn S25_a_static_sibling_wins_over_a_dynamic_one() {
    #[route("/siblings/[id]")]
    mod dynamic {
        pub async fn GET(id: String) -> String {
            format!("dynamic {id}")
        }
        pub async fn POST(id: String) -> String {
            id
        }
    }
    #[route("/siblings/new")]
    mod fixed {
        pub async fn GET() -> &'static str {
            "static"
        }
    }
    for routes in [routes![dynamic::route, fixed::route], routes![fixed::route, dynamic::route]] {
        let app: Router = routes.into_router();
        assert_eq!(get(&app, "/siblings/new").await.text(), (200, "static"));
        assert_eq!(get(&app, "/siblings/news").await.text(), (200, "dynamic news"));
        assert_eq!(get(&app, "/siblings/%6Eew").await.text(), (200, "dynamic new"));
        // The path is the static one's with all its methods: a route is chosen before a method (R1).
        assert_eq!(send(&app, "POST", "/siblings/new", "").await.allow(), Some("GET, HEAD, OPTIONS"));
    }
}

#[tokio::test]
async fn a_literal_matches_the_spelling_that_clients_send() {
    #[route(GET "/café")]
    async fn cafe() -> &'static str {
        "café"
    }
    #[route(GET "/a b/[id]/%5Bx%5D")]
    async fn spaces(id: String) -> String {
        id
    }
    #[route(GET "/%2Fslash")]
    async fn slash() -> &'static str {
        "slash"
    }
    let app: Router = routes![cafe, spaces, slash].into_router();
    for (path, status) in [
        ("/caf%C3%A9", 200),
        ("/caf%c3%a9", 404),
        ("/caf%C3%a9", 404),
        ("/%63af%C3%A9", 404),
        ("/cafe", 404),
        ("/a%20b/1/[x]", 200),
        ("/a%20b/1/%5Bx%5D", 404),
        ("/a+b/1/[x]", 404),
        ("/%2Fslash", 200),
        ("/%2fslash", 404),
        ("//slash", 404),
    ] {
        let answer = get(&app, path).await;
        assert_eq!((answer.status, answer.allow()), (status, None), "{path}");
    }
}

#[tokio::test]
async fn an_empty_segment_is_404_for_every_method_and_says_nothing_of_methods() {
    let routes = routes![items::route, edit::route, blog::route, docs::route, basic::route, fixed::route];
    assert!(routes.routes().any(RouteInfo::is_dynamic));
    let app: Router = routes.into_router();
    for path in
        ["//", "///", "/items//edit", "/items///edit", "//items", "/docs//a//b", "/basic//a", "/basic/a//b", "//docs"]
    {
        for method in ["GET", "HEAD", "OPTIONS", "POST", "TRACE"] {
            let answer = send(&app, method, path, "").await;
            assert_eq!((answer.text(), answer.allow()), ((404, ""), None), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn a_literal_that_begins_like_axums_old_parameters_needs_a_host_without_their_check() {
    #[route(GET "/%3Aid/%2Arest")]
    async fn colon() -> &'static str {
        "colon"
    }
    let app: Router = routes![colon].into_router();
    assert_eq!(get(&app, "/:id/*rest").await.text(), (200, "colon"));
    assert_eq!(get(&app, "/1/2").await.status, 404);
    let host: Router = Router::new().without_v07_checks().merge(routes![colon]);
    assert_eq!(get(&host, "/:id/*rest").await.text(), (200, "colon"));
    let host: Router = Router::new().without_v07_checks().nest("/api", routes![colon].into_router());
    assert_eq!(get(&host, "/api/:id/*rest").await.text(), (200, "colon"));
}
