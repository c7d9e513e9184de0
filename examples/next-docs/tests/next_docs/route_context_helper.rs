use crate::server::{Server, json};
use serde_json::json;

#[tokio::test]
async fn params_are_made_from_the_path() {
    let server = Server::start().await;
    for (id, expected) in [("7", "7"), ("a%20b", "a b")] {
        let path = format!("/route-context-helper/users/{id}");
        assert_eq!(json(server.get(&path)).await, (200, json!({ "id": expected })));
    }
}

#[tokio::test]
async fn params_of_ones_own_are_typed() {
    let server = Server::start().await;
    let answer = json(server.get("/route-context-helper/orders/7/lines/2")).await;
    assert_eq!(answer, (200, json!({ "id": 7, "line": 2 })));
    for (id, line) in [("x", "2"), ("7", "256")] {
        let path = format!("/route-context-helper/orders/{id}/lines/{line}");
        assert_eq!(json(server.get(&path)).await.0, 400, "{path}");
    }
}
