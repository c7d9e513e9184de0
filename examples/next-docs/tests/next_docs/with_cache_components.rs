use crate::server::{Server, header, json};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::timeout;

#[tokio::test]
async fn a_static_answer_is_the_same_for_all() {
    let server = Server::start().await;
    for state in ["MISS", "HIT"] {
        let answer = server.get("/with-cache-components/api/project-info").send().await.unwrap();
        assert_eq!(header(&answer, "x-nextjs-cache"), state);
        assert_eq!(answer.json::<Value>().await.unwrap(), json!({ "projectName": "Next.js" }));
    }
}

#[tokio::test]
async fn a_random_number_is_another_each_time() {
    let server = Server::start().await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        let (_, answer) = json(server.get("/with-cache-components/api/random-number")).await;
        let number = answer["randomNumber"].as_f64().unwrap();
        assert!((0.0..1.0).contains(&number) && !seen.contains(&number), "{number} after {seen:?}");
        seen.push(number);
    }
}

#[tokio::test]
async fn runtime_data_is_of_the_request() {
    let server = Server::start().await;
    let path = "/with-cache-components/api/user-agent";
    let request = server.get(path).header("user-agent", "curl/8");
    assert_eq!(json(request).await, (200, json!({ "userAgent": "curl/8" })));
    assert_eq!(json(server.get(path)).await, (200, json!({ "userAgent": null })));
}

#[tokio::test]
async fn products_come_from_the_database_once_an_hour() {
    let asked = Arc::new(AtomicU32::new(0));
    let products = get(async move || Json(json!([asked.fetch_add(1, Ordering::Relaxed) + 1])));
    let server = Server::with_upstream(Router::new().route("/products", products)).await;
    let path = "/with-cache-components/api/products";
    for seconds in [0, 3599] {
        server.clock.advance(Duration::from_secs(seconds));
        assert_eq!(json(server.get(path)).await, (200, json!([1])));
    }
    server.clock.advance(Duration::from_secs(2));
    timeout(Duration::from_secs(10), async { while json(server.get(path)).await.1 != json!([2]) {} })
        .await
        .expect("new products");
}
