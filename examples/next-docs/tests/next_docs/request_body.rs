use crate::server::{Server, json};
use serde_json::json;

#[tokio::test]
async fn json_comes_back_and_what_is_none_is_400() {
    let server = Server::start().await;
    let sent = json!({ "name": "Ada", "tags": [1, null, "é"] });
    let echoed = json(server.post("/request-body/items").json(&sent)).await;
    assert_eq!(echoed, (200, json!({ "res": sent })));

    for body in ["", "{", "name=Ada"] {
        let (status, problem) = json(server.post("/request-body/items").body(body)).await;
        assert_eq!((status, &problem["code"]), (400, &json!("malformed_json")), "{body}");
    }
}
