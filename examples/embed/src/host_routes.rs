//! Where a route of the host app meets one of ours: what axum refuses when the app starts, and the ways out.
//!
//! The compiler sees all `#[route]`s of a crate, but not what is given to `Router::route`. Both end up in one axum router,
//! and there, at one place of a path, a parameter has one name and no catch-all beside it. axum panics in the line that
//! breaks this rule. There is a test here for each case:
//!
//! | host | ours | |
//! | --- | --- | --- |
//! | `/items/{id}` | `/items/[slug]` | panics |
//! | GET `/items/{slug}` | GET `/items/[slug]` | panics |
//! | PUT `/items/{slug}` | GET `/items/[slug]` | works; `Allow` lists our methods only |
//! | `/items/{*rest}` | `/items/[slug]` | panics |
//! | `/items/{id}` | `/items/[...rest]` | panics |
//! | `/{*rest}` | `/items/[slug]` | works, as one begins with a literal |
//! | `/{*rest}` | `/[slug]` | panics |
//!
//! Ways out, in the order in which to try them: make the host's route a `#[route]`; give it our parameter's name, if its
//! methods are others; `nest` one of the two below a prefix; use `Router::fallback` in place of a catch-all.

use crate::{Shop, items};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::ALLOW;
use axum::response::Response;
use axum::routing::{get, put};
use route_runtime::{Routes, route, routes};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tower::ServiceExt;

/// `GET /items/[slug]`, as in the app.
fn ours() -> Routes<Shop> {
    routes![items::GET]
}

async fn host() -> &'static str {
    "the host"
}

/// The message with which axum refuses to build this app.
fn refusal(app: impl FnOnce() -> Router<Shop>) -> String {
    let panic = catch_unwind(AssertUnwindSafe(app)).expect_err("axum takes this app");
    *panic.downcast::<String>().expect("a message")
}

async fn answer(app: &Router<Shop>, method: &str, path: &str) -> Response {
    let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    app.clone().with_state(Shop { name: "us" }).oneshot(request).await.unwrap()
}

async fn text(app: &Router<Shop>, method: &str, path: &str) -> String {
    let body = to_bytes(answer(app, method, path).await.into_body(), 100).await.unwrap();
    String::from_utf8(body.into()).unwrap()
}

#[test]
fn another_name_for_the_same_parameter_is_refused() {
    let host = || Router::new().route("/items/{id}", put(host));
    let message = refusal(|| host().merge(ours()));
    assert!(message.contains("Insertion failed due to conflict"), "{message}");
    refusal(|| ours().into_router().merge(host()));
}

#[test]
fn the_same_method_is_refused() {
    let message = refusal(|| Router::new().route("/items/{slug}", get(host)).merge(ours()));
    assert!(message.contains("Overlapping method route"), "{message}");
}

#[tokio::test]
async fn way_out_the_same_name_and_other_methods() {
    let app = Router::new().route("/items/{slug}", put(host)).merge(ours());
    assert_eq!(text(&app, "GET", "/items/a").await, "a, from us\n");
    assert_eq!(text(&app, "PUT", "/items/a").await, "the host");

    let refused = answer(&app, "DELETE", "/items/a").await;
    assert_eq!(refused.status(), 405);
    assert_eq!(refused.headers()[ALLOW], "GET, HEAD, OPTIONS", "the host's PUT is not ours to list");
}

#[tokio::test]
async fn way_out_the_hosts_route_becomes_ours() {
    /// What was `.route("/items/{id}", put(host))`. Its arguments stay: any axum extractor is one.
    #[route(PUT "/items/[slug]")]
    async fn replace(slug: String, State(shop): State<Shop>) -> String {
        format!("{slug}, new in {}", shop.name)
    }

    let app = Router::new().merge(routes![items::GET, replace]);
    assert_eq!(text(&app, "PUT", "/items/a").await, "a, new in us");
    assert_eq!(answer(&app, "DELETE", "/items/a").await.headers()[ALLOW], "GET, HEAD, OPTIONS, PUT");
}

#[tokio::test]
async fn way_out_a_prefix() {
    let app = Router::new().route("/items/{id}", get(host)).nest("/shop", ours().into_router());
    assert_eq!(text(&app, "GET", "/items/a").await, "the host");
    assert_eq!(text(&app, "GET", "/shop/items/a").await, "a, from us\n");
}

#[test]
fn a_catch_all_beside_a_parameter_is_refused() {
    #[route("/items/[...rest]", scope = catch_all)]
    async fn GET(rest: Vec<String>) -> String {
        rest.join(" ")
    }

    refusal(|| Router::new().route("/items/{*rest}", get(host)).merge(ours()));
    refusal(|| Router::new().route("/items/{id}", get(host)).merge(routes![GET]));
    refusal(|| ours().into_router().merge(routes![GET]));
}

#[tokio::test]
async fn way_out_a_catch_all_and_a_parameter_that_are_both_ours() {
    #[route("/items/[...rest]", scope = both_ours)]
    async fn GET(rest: Vec<String>) -> String {
        rest.join(" ")
    }

    let app = Router::new().merge(routes![items::GET, GET]);
    assert_eq!(text(&app, "GET", "/items/a").await, "a, from us\n");
    assert_eq!(text(&app, "GET", "/items/a/b").await, "a b");
}

#[tokio::test]
async fn a_catch_all_at_the_root_goes_with_what_begins_with_a_literal() {
    #[route("/[slug]")]
    async fn GET(slug: String) -> String {
        slug
    }

    let host = || Router::new().route("/{*rest}", get(host));
    let app = host().merge(ours());
    assert_eq!(text(&app, "GET", "/items/a").await, "a, from us\n");
    assert_eq!(text(&app, "GET", "/items/a/b").await, "the host");
    assert_eq!(text(&app, "GET", "/other").await, "the host");
    refusal(|| host().merge(routes![GET]));
}

#[tokio::test]
async fn way_out_a_fallback_in_place_of_a_catch_all() {
    let app = Router::new().merge(ours()).fallback(host);
    assert_eq!(text(&app, "GET", "/items/a").await, "a, from us\n");
    for path in ["/", "/other", "/items", "/items/", "/items/a/b"] {
        assert_eq!(text(&app, "GET", path).await, "the host", "{path}");
    }
    // The path is known here, only the method is not: 405, as everywhere.
    assert_eq!(answer(&app, "PUT", "/items/a").await.status(), 405);
}
