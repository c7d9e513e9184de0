use crate::server::{Server, json};
use serde_json::json;
use std::time::{SystemTime, UNIX_EPOCH};

#[tokio::test]
async fn the_answer_to_a_get_depends_on_the_request() {
    let server = Server::start().await;
    // The upstream is asked for the id as it is, whatever is in it.
    for (id, expected) in [("7", "7"), ("8", "8"), ("1%262%23", "1&2#")] {
        let path = format!("/opting-out-of-caching/products/api?id={id}");
        let product = json!({ "id": expected, "name": "Red shoes" });
        assert_eq!(json(server.get(&path)).await, (200, json!({ "product": product })));
    }
}

#[tokio::test]
async fn a_post_sends_the_time_that_it_is() {
    let server = Server::start().await;
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
    let before = now();
    let (status, answer) = json(server.post("/opting-out-of-caching/items")).await;
    let time = answer["stored"]["time"].as_u64().unwrap();
    assert!(status == 200 && (before..=now()).contains(&time.into()), "{answer}");
}

#[tokio::test]
async fn a_handler_that_says_so_is_asked_each_time() {
    let server = Server::start().await;
    let first = json(server.get("/opting-out-of-caching/time")).await.1["time"].as_u64().unwrap();
    while json(server.get("/opting-out-of-caching/time")).await.1["time"].as_u64().unwrap() == first {}
}
