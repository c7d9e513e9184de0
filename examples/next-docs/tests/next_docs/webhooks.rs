use crate::server::{API_KEY, Server, json, text};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::time::timeout;

#[tokio::test]
async fn an_event_is_a_success_and_anything_else_is_told() {
    let server = Server::start().await;
    let event = server.post("/webhooks/api").body(r#"{"type":"invoice.paid"}"#);
    assert_eq!(text(event).await, (200, "Success!".to_owned()));

    let cases = [
        ("nonsense".to_owned(), "Webhook error: expected ident at line 1 column 2"),
        ("{}".to_owned(), "Webhook error: missing field `type` at line 1 column 2"),
        (" ".repeat((2 << 20) + 1), "Webhook error: the request body is larger than this route accepts"),
    ];
    for (body, message) in cases {
        assert_eq!(text(server.post("/webhooks/api").body(body)).await, (400, message.to_owned()));
    }
}

// D3
#[tokio::test]
async fn who_knows_the_key_invalidates_a_tag() {
    let asked = Arc::new(AtomicU32::new(0));
    let blog = get(async move || Json(asked.fetch_add(1, Ordering::Relaxed) + 1));
    let server = Server::with_upstream(Router::new().route("/blog", blog)).await;
    let posts = async || json(server.get("/webhooks/posts")).await;
    assert_eq!(posts().await, (200, json!(1)));

    let path = "/webhooks/revalidate";
    let cases = [
        (format!("{path}?tag=posts"), "", 401, json!({ "error": "Invalid key" })),
        (format!("{path}?tag=posts"), "guess", 401, json!({ "error": "Invalid key" })),
        (path.to_owned(), API_KEY, 400, json!({ "error": "Missing tag" })),
        (format!("{path}?tag="), API_KEY, 400, json!({ "error": "Missing tag" })),
        (format!("{path}?tag=Posts"), API_KEY, 200, json!({ "revalidated": true })),
    ];
    for (url, key, status, expected) in cases {
        assert_eq!(json(server.post(&url).header("api-key", key)).await, (status, expected), "{url} {key}");
        assert_eq!(posts().await, (200, json!(1)), "{url} {key}");
    }

    let told = server.post(&format!("{path}?tag=posts")).header("api-key", API_KEY);
    assert_eq!(json(told).await, (200, json!({ "revalidated": true })));
    assert_eq!(posts().await, (200, json!(1)), "the old ones, while the new are fetched");
    timeout(Duration::from_secs(10), async { while posts().await.1 == json!(1) {} }).await.expect("the new ones");
    assert_eq!(posts().await, (200, json!(2)));
}
