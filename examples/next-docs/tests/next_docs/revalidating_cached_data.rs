use crate::server::{API_KEY, Server, json};
use axum::http::HeaderMap;
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::timeout;

#[tokio::test]
async fn the_answer_is_the_upstreams_json_made_anew_after_a_minute() {
    for path in ["/revalidating-cached-data/items", "/revalidating-cached-data/blog"] {
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
        let nth = async || {
            let (status, answer) = json(server.get(path)).await;
            assert_eq!(status, 200);
            answer["nth"].as_u64().unwrap()
        };
        for seconds in [0, 30, 29] {
            server.clock.advance(Duration::from_secs(seconds));
            assert_eq!(nth().await, 1, "{path}");
        }
        server.clock.advance(Duration::from_secs(2));
        assert_eq!(nth().await, 1, "{path}: the old one, while the next is made");
        timeout(Duration::from_secs(10), async { while nth().await == 1 {} }).await.expect("the next one");
        assert_eq!(nth().await, 2, "{path}");
    }
}
