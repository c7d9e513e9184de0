use crate::server::{API_KEY, Server, json, text};
use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

#[tokio::test]
async fn the_answer_is_what_the_upstream_says_to_the_key_made_for_each_request() {
    let asked = Arc::new(AtomicU32::new(0));
    let items = get(async move |headers: HeaderMap| {
        assert_eq!(headers["api-key"], API_KEY);
        assert_eq!(headers["content-type"], "application/json");
        Json(json!([asked.fetch_add(1, Ordering::Relaxed) + 1]))
    });
    let server = Server::with_upstream(Router::new().route("/items", items)).await;
    for time in [1, 2] {
        assert_eq!(json(server.get("/caching/items")).await, (200, json!({ "data": [time] })));
    }
}

#[tokio::test]
async fn an_upstream_that_does_not_speak_json_is_a_500_without_details() {
    let server = Server::with_upstream(Router::new().route("/items", get(async || "secrets"))).await;
    assert_eq!(text(server.get("/caching/items")).await, (500, String::new()));
}
