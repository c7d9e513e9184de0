use crate::server::{API_KEY, Server, header, json, text};
use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

#[tokio::test]
async fn the_answer_is_what_the_upstream_says_to_the_key_made_once() {
    let asked = Arc::new(AtomicU32::new(0));
    let items = get(async move |headers: HeaderMap| {
        assert_eq!(headers["api-key"], API_KEY);
        assert_eq!(headers["content-type"], "application/json");
        Json(json!([asked.fetch_add(1, Ordering::Relaxed) + 1]))
    });
    let server = Server::with_upstream(Router::new().route("/items", items)).await;
    for state in ["MISS", "HIT", "HIT"] {
        let answer = server.get("/caching/items").send().await.unwrap();
        assert_eq!((header(&answer, "x-nextjs-cache"), header(&answer, "cache-control")), (state, "s-maxage=31536000"));
        assert_eq!(answer.json::<Value>().await.unwrap(), json!({ "data": [1] }));
    }
    // The query is no part of the key, and the handler does not see it.
    assert_eq!(json(server.get("/caching/items?page=2")).await, (200, json!({ "data": [1] })));
}

#[tokio::test]
async fn an_upstream_that_does_not_speak_json_is_a_502_without_details() {
    let server = Server::with_upstream(Router::new().route("/items", get(async || "secrets"))).await;
    assert_eq!(text(server.get("/caching/items")).await, (502, String::new()));
}
