//! DESIGN 2.3: several tables, and a host app with routes, state and layers of its own.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::routing::{get as axum_get, put as axum_put};
use route_runtime::{RouteKind, Routes, page, route, routes};
use route_tests::{get, send};
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use tower_http::set_header::SetResponseHeaderLayer;

#[route("/merged/[id]", scope = merging)]
mod item {
    pub async fn GET(id: String) -> String {
        format!("get {id}")
    }
}

#[route("/merged/[id]", scope = merging_too)]
mod item_of_another_module {
    pub async fn PUT(id: String) -> String {
        format!("put {id}")
    }
}

#[route("/merged", scope = merging)]
mod list {
    pub async fn GET() -> &'static str {
        "list"
    }
}

/// What a panic says, and where.
fn panic_of(work: impl FnOnce()) -> (String, String) {
    thread_local!(static PLACE: RefCell<String> = const { RefCell::new(String::new()) });
    // Once, because the hook is one for all tests.
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
            PLACE.with_borrow_mut(|seen| *seen = place.unwrap_or_default());
            before(info);
        }));
    });
    let panic = catch_unwind(AssertUnwindSafe(work)).expect_err("a panic");
    let message = match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => (*panic.downcast_ref::<&str>().expect("a text")).to_owned(),
    };
    (message, PLACE.with_borrow(String::clone))
}

#[tokio::test]
async fn two_tables_unite_their_methods_on_a_common_path() {
    for routes in [
        routes![item::route].merge(routes![item_of_another_module::route, list::route]),
        routes![item_of_another_module::route].merge(routes![list::route]).merge(routes![item::route]),
    ] {
        assert_eq!(routes.routes().len(), 3);
        let app: Router = routes.into_router();
        assert_eq!(get(&app, "/merged/1").await.text(), (200, "get 1"));
        assert_eq!(send(&app, "PUT", "/merged/1", "").await.text(), (200, "put 1"));
        assert_eq!(get(&app, "/merged").await.text(), (200, "list"));
        for (method, status) in [("OPTIONS", 204), ("POST", 405)] {
            let answer = send(&app, method, "/merged/1", "").await;
            assert_eq!((answer.status, answer.allow()), (status, Some("GET, HEAD, OPTIONS, PUT")));
        }
    }
}

/// T15, T18 to T20 by `merge` are in `conflicts`.
#[tokio::test]
async fn a_catch_all_of_one_table_is_lowered_past_the_dynamic_segment_of_another() {
    #[route(GET "/both/[id]")]
    async fn id() -> &'static str {
        "id"
    }
    #[route(GET "/both/[...rest]")]
    async fn rest() -> &'static str {
        "rest"
    }
    let app: Router = routes![rest].merge(routes![id]).into_router();
    assert_eq!(get(&app, "/both/1").await.text(), (200, "id"));
    assert_eq!(get(&app, "/both/1/2").await.text(), (200, "rest"));
}

#[tokio::test]
async fn a_host_route_of_other_methods_may_share_the_pattern_and_allow_lists_ours() {
    async fn hosts() -> &'static str {
        "host"
    }
    let before: Router = Router::new().route("/merged/{id}", axum_put(hosts)).merge(routes![item::route]);
    let after: Router = routes![item::route].into_router().route("/merged/{id}", axum_put(hosts));
    for app in [before, after] {
        assert_eq!(get(&app, "/merged/1").await.text(), (200, "get 1"));
        assert_eq!(send(&app, "PUT", "/merged/1", "").await.text(), (200, "host"));
        for (method, status) in [("OPTIONS", 204), ("POST", 405), ("PROPFIND", 405)] {
            let answer = send(&app, method, "/merged/1", "").await;
            let seen = (answer.text(), answer.allow(), answer.headers.get_all("allow").iter().count());
            assert_eq!(seen, ((status, ""), Some("GET, HEAD, OPTIONS"), 1), "{method}");
        }
    }
}

#[test]
fn a_host_route_of_the_same_method_is_axums_panic() {
    let (message, _) = panic_of(|| {
        let _: Router = Router::new().route("/merged/{id}", axum_get(|| async {})).merge(routes![item::route]);
    });
    assert!(message.contains("Overlapping method route") && message.contains("GET /merged/{id}"), "{message}");
}

#[test]
fn a_host_pattern_that_axum_cannot_tell_from_ours_is_axums_panic() {
    let (message, place) = panic_of(|| {
        let _: Router = Router::new().route("/merged/{other}", axum_put(|| async {})).merge(routes![item::route]);
    });
    assert!(message.contains("/merged/{id}") && message.contains("/merged/{other}"), "{message}");
    assert!(place.starts_with(file!()), "{place}");
}

#[test]
fn two_converted_routers_that_share_a_pattern_are_refused_by_axum() {
    let (message, place) = panic_of(|| {
        let ours: Router = routes![item::route].into_router();
        let _ = ours.merge(routes![item_of_another_module::route].into_router());
    });
    assert!(message.contains("both have a fallback"), "{message}");
    assert!(place.starts_with(file!()), "{place}");
}

#[tokio::test]
async fn two_converted_routers_that_share_no_pattern_merge() {
    let app: Router = routes![item::route].into_router().merge(routes![list::route].into_router());
    assert_eq!(get(&app, "/merged/1").await.text(), (200, "get 1"));
    assert_eq!(get(&app, "/merged").await.text(), (200, "list"));
}

mod tree {
    use super::*;
    #[route(GET "/", scope = tree)]
    pub async fn root() -> &'static str {
        "root"
    }
    #[route(GET "/[id]/edit", scope = tree)]
    pub async fn edit(id: String) -> String {
        id
    }
    #[route(GET "/[...rest]", scope = tree)]
    pub async fn rest(rest: Vec<String>) -> String {
        rest.join("|")
    }
    #[route(GET "/sub/[[...all]]", scope = tree)]
    pub async fn sub(all: Option<Vec<String>>) -> String {
        format!("{all:?}")
    }
    pub fn routes<S: Clone + Send + Sync + 'static>() -> Routes<S> {
        routes![root, edit, rest, sub]
    }
}

#[tokio::test]
async fn a_table_nests_below_static_and_dynamic_prefixes() {
    let table = || -> Router { tree::routes().into_router() };
    for (prefix, app) in [
        ("", table()),
        ("/api", Router::new().nest("/api", table())),
        ("/api/v1", Router::new().nest("/api", Router::new().nest("/v1", table()))),
        ("/t/x", Router::new().nest("/t/{tenant}", table())),
        ("/a%2Fb", Router::new().nest("/{tenant}", table())),
        ("/a/b", Router::new().nest("/{x}/{y}", table())),
        ("/service", Router::new().nest_service("/service", table())),
    ] {
        let root = if prefix.is_empty() { "/" } else { prefix };
        assert_eq!(get(&app, root).await.text(), (200, "root"), "{prefix}");
        for (path, body) in [
            ("/1/edit", "1"),
            ("/a%2Fb/edit", "a/b"),
            ("/1", "1"),
            ("/1/2/3", "1|2|3"),
            ("/sub", "None"),
            ("/sub/1/2", r#"Some(["1", "2"])"#),
        ] {
            assert_eq!(get(&app, &format!("{prefix}{path}")).await.text(), (200, body), "{prefix}{path}");
        }
        for path in ["/1/", "//edit", "//1/2", "/1//2", "/sub/"] {
            assert_eq!(get(&app, &format!("{prefix}{path}")).await.text(), (404, ""), "{prefix}{path}");
        }
        let answer = send(&app, "POST", &format!("{prefix}/1"), "").await;
        assert_eq!((answer.status, answer.allow()), (405, Some("GET, HEAD, OPTIONS")), "{prefix}");
    }
}

#[tokio::test]
async fn one_table_may_stand_at_several_places() {
    let app: Router = Router::new()
        .nest("/v1", tree::routes().into_router())
        .nest("/v2", tree::routes().into_router())
        .merge(routes![list::route]);
    for path in ["/v1/1/edit", "/v2/1/edit"] {
        assert_eq!(get(&app, path).await.text(), (200, "1"), "{path}");
    }
    assert_eq!(get(&app, "/merged").await.text(), (200, "list"));
}

#[tokio::test]
async fn a_host_keeps_its_fallback_state_and_layers() {
    #[route(GET "/state", scope = merging)]
    async fn state(State(greeting): State<String>) -> String {
        greeting
    }
    async fn legacy(State(greeting): State<String>) -> String {
        format!("legacy {greeting}")
    }
    async fn lost() -> (axum::http::StatusCode, &'static str) {
        (axum::http::StatusCode::NOT_FOUND, "the host's own")
    }
    let layer = SetResponseHeaderLayer::if_not_present(header::SERVER, HeaderValue::from_static("host"));
    let app: Router = Router::new()
        .route("/legacy", axum_get(legacy))
        .merge(routes![state, item::route])
        .fallback(lost)
        .layer(layer)
        .with_state("hello".to_owned());
    for (path, answer) in [
        ("/state", (200, "hello")),
        ("/legacy", (200, "legacy hello")),
        ("/unknown", (404, "the host's own")),
        ("/state/", (404, "the host's own")),
        ("/merged/1/", (404, "the host's own")),
    ] {
        let seen = get(&app, path).await;
        assert_eq!((seen.text(), seen.header("server")), (answer, "host"), "{path}");
    }
    let answer = send(&app, "POST", "/state", "").await;
    assert_eq!((answer.status, answer.allow(), answer.header("server")), (405, Some("GET, HEAD, OPTIONS"), "host"));
}

#[tokio::test]
async fn layers_around_our_router_do_not_reach_the_host() {
    let layer = SetResponseHeaderLayer::overriding(header::SERVER, HeaderValue::from_static("ours"));
    let app: Router =
        Router::new().route("/legacy", axum_get(|| async {})).merge(routes![item::route].into_router().layer(layer));
    assert_eq!(get(&app, "/merged/1").await.header("server"), "ours");
    assert_eq!(send(&app, "POST", "/merged/1", "").await.header("server"), "ours");
    assert_eq!(get(&app, "/legacy").await.header("server"), "");
}

#[tokio::test]
async fn a_hosts_fallback_for_methods_does_not_replace_ours() {
    let app: Router =
        Router::new().merge(routes![item::route]).method_not_allowed_fallback(|| async { "the host's own" });
    let answer = send(&app, "POST", "/merged/1", "").await;
    assert_eq!((answer.text(), answer.allow()), ((405, ""), Some("GET, HEAD, OPTIONS")));
}

#[test]
fn a_merge_that_clashes_panics_where_the_user_called_it_and_names_both_places() {
    let mut line = 0;
    let (message, place) = panic_of(|| {
        line = line!() + 1;
        let _: Routes = routes![item::route].merge(routes![item::GET]);
    });
    assert_eq!(place, format!("{}:{line}", file!()));
    assert!(message.starts_with("`GET /merged/[id]` is listed twice\n"), "{message}");

    let (message, place) = panic_of(|| {
        line = line!() + 1;
        let _: Routes = routes![item::route].merge(routes![twin::GET]);
    });
    assert_eq!(place, format!("{}:{line}", file!()));
    let [(first, first_line), (second, second_line)] = [item::GET::place(), twin::GET::place()];
    for named in [format!("{first}:{first_line}"), format!("{second}:{second_line}")] {
        assert!(message.contains(&named), "{named} in {message}");
    }
    assert!(message.starts_with("two handlers for `GET /merged/[id]`\n"), "{message}");
}

#[route("/merged/[id]", scope = twin)]
mod twin {
    pub async fn GET(id: String) -> String {
        id
    }
}

impl item::GET {
    fn place() -> (&'static str, u32) {
        let routes: Routes = routes![item::GET];
        routes.routes().map(|route| (route.file(), route.line())).next().unwrap()
    }
}

impl twin::GET {
    fn place() -> (&'static str, u32) {
        let routes: Routes = routes![twin::GET];
        routes.routes().map(|route| (route.file(), route.line())).next().unwrap()
    }
}

#[test]
fn try_merge_returns_the_conflict_and_both_routes() {
    #[page("/merged/[id]", scope = try_merge)]
    async fn page(id: String) -> String {
        id
    }
    let conflict = Routes::<()>::try_merge(routes![list::route, item::route], routes![page]).unwrap_err();
    assert_eq!((conflict.first().pattern(), conflict.first().kind()), ("/merged/[id]", RouteKind::Route));
    assert_eq!((conflict.second().pattern(), conflict.second().kind()), ("/merged/[id]", RouteKind::Page));
    let message = conflict.to_string();
    assert!(message.starts_with("a route and a page on one path\n"), "{message}");
    assert!(message.contains("GET /merged/[id]  ") && message.contains("page /merged/[id]  "), "{message}");
    let error: Box<dyn std::error::Error + Send + Sync> = Box::new(conflict);
    assert_eq!(error.to_string(), message);
}
