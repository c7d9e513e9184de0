//! Who answers a path, and what of it arrives.

use crate::pair::{Pair, echo};
use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;

#[tokio::test]
async fn what_has_moved_is_ours_and_the_rest_is_the_upstreams() {
    let pair = Pair::of(echo()).await;
    for (method, path, status, body) in [
        ("GET", "/api/items/7", 200, r#"{"from":"Rust","id":7}"#),
        ("HEAD", "/api/items/7", 200, ""),
        ("POST", "/api/items/7", 405, ""),
        ("OPTIONS", "/api/items/7", 204, ""),
    ] {
        let answer = pair.request(method, path).send().await.unwrap();
        assert_eq!(answer.status(), status, "{method} {path}");
        assert_eq!(answer.text().await.unwrap(), body, "{method} {path}");
    }
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/api/items"),
        ("GET", "/api/items/7/reviews"),
        ("POST", "/old"),
        ("OPTIONS", "/old"),
        ("DELETE", "/old?a=b"),
        ("PROPFIND", "/old"),
    ] {
        let answer = pair.request(method, path).send().await.unwrap().text().await.unwrap();
        assert!(answer.starts_with(&format!("{method} {path} HTTP/1.1\n")), "{method} {path}: {answer}");
    }
}

/// `App` redirects other spellings of a path before it looks for a route, whoever has it: the upstream sees one spelling.
#[tokio::test]
async fn O13_O15_a_path_arrives_byte_for_byte_or_is_redirected_to_its_one_spelling() {
    let pair = Pair::of(echo()).await;
    for (sent, outcome) in [
        ("/a%2Fb/c%20d", "/a%2Fb/c%20d"),
        ("/caf%C3%A9", "/caf%C3%A9"),
        ("/_next/static/chunks/app/%5Bslug%5D/page.js?v=1", "/_next/static/chunks/app/%5Bslug%5D/page.js?v=1"),
        ("/a,b;c=d/@e/[f]", "/a,b;c=d/@e/[f]"),
        ("/a%2Cb", "/a%2Cb"),
        // A slash at the end is the upstream's to judge.
        ("/a/", "/a/"),
        // A query is nobody's but the upstream's.
        ("/?a=%2f&a=//&b=%zz&c[]=d|e", "/?a=%2f&a=//&b=%zz&c[]=d|e"),
        ("//a", "308 /a"),
        ("/a//b?c", "308 /a/b?c"),
        ("//example.com/a", "308 /example.com/a"),
        ("/a/../b", "308 /b"),
        ("/a%2fb", "308 /a%2Fb"),
        ("/%61", "308 /a"),
        ("/a/%zz", "400"),
        ("/a/%FF", "400"),
    ] {
        let request = format!("GET {sent} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n");
        let answer = pair.raw(&request).await;
        let status = answer.split(' ').nth(1).unwrap();
        let line = |name: &str| answer.lines().find_map(|line| line.strip_prefix(name));
        let seen = match line("GET ").and_then(|line| line.strip_suffix(" HTTP/1.1")) {
            Some(path) => path.to_owned(),
            None => format!("{status} {}", line("location: ").unwrap_or_default()).trim_end().to_owned(),
        };
        assert_eq!(seen, outcome, "{sent}");
    }
}

#[tokio::test]
async fn an_absolute_target_and_an_asterisk_are_the_upstreams_too() {
    let pair = Pair::of(echo()).await;
    for (target, arrives) in [("GET http://b.example/a?b", "GET /a?b HTTP/1.1"), ("OPTIONS *", "OPTIONS * HTTP/1.1")] {
        let answer = pair.raw(&format!("{target} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n")).await;
        assert!(answer.contains(&format!("\n{arrives}\n")), "{target}: {answer}");
    }
}

#[tokio::test]
async fn a_CONNECT_is_for_another_kind_of_proxy() {
    let pair = Pair::of(echo()).await;
    let upstream = pair.upstream;
    let answer =
        pair.raw(&format!("CONNECT {upstream} HTTP/1.1\r\nHost: {upstream}\r\nConnection: close\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 501 Not Implemented\r\n"), "{answer}");
}

#[tokio::test]
async fn a_redirect_is_handed_on() {
    let upstream = Router::new()
        .route("/old", get(async || Redirect::permanent("/new")))
        .route("/new", get(async || StatusCode::IM_A_TEAPOT.into_response()));
    let answer = Pair::of(upstream).await.get("/old").await;
    assert_eq!((answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()), (308, "/new"));
}
