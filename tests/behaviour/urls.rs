//! The descriptor beside each handler: `PATTERN`, `url`, `try_url` (DESIGN 2.1).

use axum::Router;
use proptest::prelude::*;
use route_runtime::{NextResponse, route, routes};
use route_tests::get;

#[route("/")]
mod root {
    pub async fn PUT() {}
}

#[route("/url/[slug]")]
mod item {
    pub async fn GET(slug: String) -> String {
        slug
    }
}

#[route("/url-two/[first]/x y/[second]/é")]
mod two {
    use super::*;
    pub async fn GET(first: String, second: String) -> NextResponse {
        NextResponse::json(&(first, second))
    }
}

#[route("/url-rest/[...rest]")]
mod rest {
    use super::*;
    pub async fn GET(rest: Vec<String>) -> NextResponse {
        NextResponse::json(&rest)
    }
}

#[route("/url-optional/[id]/[[...rest]]")]
mod optional {
    use super::*;
    pub async fn GET(id: String, rest: Option<Vec<String>>) -> NextResponse {
        NextResponse::json(&(id, rest))
    }
}

fn app() -> Router {
    routes![item::route, two::route, rest::route, optional::route].into_router()
}

#[test]
fn a_descriptor_has_the_pattern_in_nexts_syntax() {
    assert_eq!(root::PUT::PATTERN, "/");
    assert_eq!(item::GET::PATTERN, "/url/[slug]");
    assert_eq!(two::GET::PATTERN, "/url-two/[first]/x y/[second]/é");
    assert_eq!(optional::route::PATTERN, "/url-optional/[id]/[[...rest]]");
}

#[test]
fn a_url_is_percent_encoded() {
    for (value, url) in [
        ("a b", "/url/a%20b"),
        ("a/b", "/url/a%2Fb"),
        ("é", "/url/%C3%A9"),
        ("100%", "/url/100%25"),
        ("%41", "/url/%2541"),
        ("?#[]@!$&'()*+,;=", "/url/%3F%23%5B%5D%40!%24%26'()*%2B%2C%3B%3D"),
        ("-_.~", "/url/-_.~"),
        ("...", "/url/..."),
        ("\0\n", "/url/%00%0A"),
        ("\\", "/url/%5C"),
    ] {
        assert_eq!(item::GET::url(value), url);
        assert_eq!(item::GET::try_url(value).as_deref(), Ok(url));
    }
}

#[test]
fn a_url_takes_whatever_displays_and_whatever_iterates() {
    assert_eq!(root::PUT::url(), "/");
    assert_eq!(item::GET::url(7_u64), "/url/7");
    assert_eq!(two::GET::url(true, 'é'), "/url-two/true/x%20y/%C3%A9/%C3%A9");
    assert_eq!(rest::GET::url(["a", "b c"]), "/url-rest/a/b%20c");
    assert_eq!(rest::GET::url(1..=3), "/url-rest/1/2/3");
    assert_eq!(rest::route::url(vec!["a".to_owned()]), "/url-rest/a");
    assert_eq!(optional::GET::url("x", Some(vec!["a"])), "/url-optional/x/a");
    assert_eq!(optional::GET::url("x", None::<[&str; 0]>), "/url-optional/x");
    assert_eq!(optional::GET::url("x", Some::<[&str; 0]>([])), "/url-optional/x");
}

#[test]
fn try_url_refuses_what_no_url_can_carry() {
    let (empty, dots, none) = (
        "is empty, or holds an empty segment",
        "is `.` or `..`, which clients take out of a path",
        "has no segments, and its catch-all needs one",
    );
    for (refused, param, why) in [
        (item::GET::try_url(""), "slug", empty),
        (item::GET::try_url("."), "slug", dots),
        (item::GET::try_url(".."), "slug", dots),
        (two::GET::try_url("", "a"), "first", empty),
        (two::GET::try_url("a", ""), "second", empty),
        (two::GET::try_url("..", ""), "first", dots),
        (rest::GET::try_url([""; 0]), "rest", none),
        (rest::GET::try_url([""]), "rest", empty),
        (rest::GET::try_url(["a", "", "b"]), "rest", empty),
        (rest::GET::try_url(["a", ".."]), "rest", dots),
        (optional::GET::try_url("a", Some([""])), "rest", empty),
        (optional::GET::try_url("", None::<[&str; 0]>), "id", empty),
    ] {
        let error = refused.expect_err(param);
        assert_eq!((error.param(), error.to_string()), (param, format!("the parameter `{param}` {why}")));
    }
}

/// Any text, more often one that a path could be confused by.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => any::<String>(),
        2 => "[a-z/.%?#& +\\\\é]{0,4}",
        1 => proptest::sample::select(&["", ".", "..", "/", "%2F", "%", "%zz", "é", "[id]", "{id}", "\u{fffd}", "\0"][..])
            .prop_map(str::to_owned),
    ]
}

fn no_url_carries(value: &String) -> bool {
    ["", ".", ".."].contains(&&**value)
}

thread_local!(static RUNTIME: tokio::runtime::Runtime = tokio::runtime::Builder::new_current_thread().build().unwrap());

/// The JSON that the route of this path answers.
fn answered(path: &str) -> serde_json::Value {
    thread_local!(static APP: Router = app());
    let answer = APP.with(|app| RUNTIME.with(|runtime| runtime.block_on(get(app, path))));
    assert_eq!(answer.status, 200, "{path}");
    serde_json::from_str(&answer.body).unwrap()
}

proptest! {
    #![proptest_config(crate::properties::config())]

    #[test]
    fn a_url_leads_back_to_the_same_parameters(
        first in value(),
        second in value(),
        values in prop::collection::vec(value(), 0..=4),
        some in any::<bool>(),
    ) {
        match two::GET::try_url(&first, &second) {
            Ok(url) => {
                prop_assert_eq!(&url, &two::GET::url(&first, &second));
                prop_assert_eq!(answered(&url), serde_json::json!([first, second]), "{}", url);
            }
            Err(error) => prop_assert!(no_url_carries(&first) || no_url_carries(&second), "{}", error),
        }
        match rest::GET::try_url(&values) {
            Ok(url) => prop_assert_eq!(answered(&url), serde_json::json!(values), "{}", url),
            Err(error) => prop_assert!(values.is_empty() || values.iter().any(no_url_carries), "{}", error),
        }
        let values = (some && !values.is_empty()).then_some(values);
        match optional::GET::try_url(&first, values.as_ref()) {
            Ok(url) => prop_assert_eq!(answered(&url), serde_json::json!([first, values]), "{}", url),
            Err(error) => {
                let refused = no_url_carries(&first) || values.iter().flatten().any(no_url_carries);
                prop_assert!(refused, "{}", error);
            }
        }
    }
}
