use crate::server::{API_KEY, Server, json};
use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

#[tokio::test]
async fn the_answer_is_the_upstreams_json_made_for_each_request() {
    let asked = Arc::new(AtomicU32::new(0));
    let next = move || Json(json!({ "nth": asked.fetch_add(1, Ordering::Relaxed) + 1 }));
    let with_a_key = {
        let next = next.clone();
        get(async move |headers: HeaderMap| {
            assert_eq!(headers["api-key"], API_KEY);
            next()
        })
    };
    let upstream = Router::new().route("/items", with_a_key).route("/blog", get(async move || next()));
    let server = Server::with_upstream(upstream).await;
    let mut nth = 0;
    for path in ["/revalidating-cached-data/items", "/revalidating-cached-data/blog"] {
        for _ in 0..2 {
            nth += 1;
            assert_eq!(json(server.get(path)).await, (200, json!({ "nth": nth })), "{path}");
        }
    }
}
