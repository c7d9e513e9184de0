//! What a table says of itself: as data, and printed as `next build` prints it.

use expect_test::expect;
use route_runtime::{RouteKind, Routes, SegmentKind, page, route, routes};
use std::time::Duration;

mod shop {
    use super::*;

    #[page("/", scope = table)]
    pub async fn home() {}

    #[route("/health", scope = table)]
    pub async fn GET() {}

    #[route("/(shop)/items/[slug]", scope = table)]
    pub mod item {
        pub async fn PUT() {}
        pub async fn GET() {}
        pub async fn DELETE() {}
    }

    #[page("/café/[[...rest]]", scope = table)]
    pub async fn cafe() {}

    #[route(POST "/files/[folder]/[...path]", scope = table, runtime = "edge", preferred_region = ["fra1", "cdg1"],
            max_duration = 2 * 30, body_limit = "10mb")]
    pub async fn upload() {}
}

fn table() -> Routes {
    routes![shop::item::route, shop::{home, GET, upload, cafe}]
}

#[test]
fn a_table_is_printed_as_next_build_prints_it() {
    expect![[r#"
        Route (app)
        ┌ ƒ /                          page
        ├ ƒ /café/[[...rest]]          page
        ├ ƒ /files/[folder]/[...path]  POST
        ├ ƒ /health                    GET
        └ ƒ /items/[slug]              DELETE, GET, PUT

        ƒ  (Dynamic)  runs for each request"#]]
    .assert_eq(&table().to_string());
}

mod cached {
    use route_runtime::{page, route};

    #[page("/", scope = cached_table, revalidate = 3600)]
    pub async fn home() {}

    #[route("/about", scope = cached_table, revalidate = false)]
    pub async fn GET() {}

    #[route("/about", scope = cached_table)]
    pub async fn POST() {}

    #[route(GET "/dynamic", scope = cached_table, dynamic = "force-dynamic")]
    pub async fn dynamic() {}

    #[route("/items/[slug]", scope = cached_table, revalidate = 90)]
    pub mod items {
        pub async fn GET() {}
        pub async fn PUT() {}
    }

    #[route(GET "/posts/[slug]", scope = cached_table, generate_static_params = slugs)]
    pub async fn posts() {}

    async fn slugs() -> Vec<String> {
        Vec::new()
    }
}

#[test]
fn G1_what_is_stored_has_a_sign_of_its_own() {
    use cached::{GET, POST, dynamic, home, items, posts};

    let table: Routes = routes![GET, POST, dynamic, home, items::route, posts];
    expect![[r#"
        Route (app)                   Revalidate
        ┌ ○ /              page       1h
        ├ ○ /about         GET, POST
        ├ ƒ /dynamic       GET
        ├ ● /items/[slug]  GET, PUT   90s
        └ ● /posts/[slug]  GET

        ○  (Static)   one answer, which is stored
        ●  (SSG)      an answer is stored for each value of its parameters
        ƒ  (Dynamic)  runs for each request"#]]
    .assert_eq(&table.to_string());
}

#[test]
fn a_table_of_one_kind_explains_one_sign() {
    expect![[r#"
        Route (app)
        ─ ƒ /health  GET

        ƒ  (Dynamic)  runs for each request"#]]
    .assert_eq(&Routes::<()>::to_string(&routes![shop::GET]));
    expect![[r#"
        Route (app)
        ─ ƒ /files/[folder]/[...path]  POST

        ƒ  (Dynamic)  runs for each request"#]]
    .assert_eq(&Routes::<()>::to_string(&routes![shop::upload]));
    expect![[r#"
        Route (app)
    "#]]
    .assert_eq(&Routes::<()>::to_string(&routes![]));
}

#[test]
fn the_routes_are_data_in_the_order_in_which_they_are_listed() {
    let table = table();
    let seen: Vec<_> = table
        .routes()
        .map(|route| (route.method().to_string(), route.pattern(), route.kind(), route.is_dynamic()))
        .collect();
    let expected = [
        ("PUT", "/items/[slug]", RouteKind::Route, true),
        ("GET", "/items/[slug]", RouteKind::Route, true),
        ("DELETE", "/items/[slug]", RouteKind::Route, true),
        ("GET", "/", RouteKind::Page, false),
        ("GET", "/health", RouteKind::Route, false),
        ("POST", "/files/[folder]/[...path]", RouteKind::Route, true),
        ("GET", "/café/[[...rest]]", RouteKind::Page, true),
    ];
    let expected = expected.map(|(method, pattern, kind, dynamic)| (method.to_owned(), pattern, kind, dynamic));
    assert_eq!(seen, expected);
    assert_eq!(table.routes().len(), 7);
    let lines: Vec<_> = table.routes().map(|route| route.line()).collect();
    assert!(table.routes().all(|route| route.file() == file!()), "{table:?}");
    assert_eq!(lines[0], lines[1], "one attribute");
    assert!(lines[3] < lines[4] && lines[4] < lines[0] && lines[0] < lines[6] && lines[6] < lines[5], "{lines:?}");
}

#[test]
fn a_route_knows_its_segments_and_options() {
    let table = table();
    let upload = table.routes().find(|route| route.method() == "POST").unwrap();
    let segments: Vec<_> = upload.segments().iter().map(|segment| (segment.kind(), segment.text())).collect();
    assert_eq!(
        segments,
        [(SegmentKind::Static, "files"), (SegmentKind::Dynamic, "folder"), (SegmentKind::CatchAll, "path")]
    );
    let config = upload.config();
    assert_eq!((config.runtime(), config.preferred_region()), (Some("edge"), &["fra1", "cdg1"][..]));
    assert_eq!((config.max_duration(), config.body_limit()), (Some(Duration::from_secs(60)), Some(10 << 20)));

    let cafe = table.routes().last().unwrap();
    assert_eq!(cafe.segments()[0].text(), "caf%C3%A9", "as a client sends it");
    assert_eq!(cafe.segments()[1].kind(), SegmentKind::OptionalCatchAll);
    let config = cafe.config();
    assert_eq!((config.runtime(), config.preferred_region()), (None, &[][..]));
    assert_eq!((config.max_duration(), config.body_limit()), (None, None));
}
