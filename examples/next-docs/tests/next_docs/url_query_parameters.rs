use crate::server::{Server, json};
use serde_json::json;

#[tokio::test]
async fn the_query_has_parameters() {
    let server = Server::start().await;
    let cases = [
        ("?query=hello", json!("hello")),
        ("?query=hello+world%21&query=2", json!("hello world!")),
        ("?query", json!("")),
        ("?other=1", json!(null)),
        ("", json!(null)),
    ];
    for (search, query) in cases {
        let path = format!("/url-query-parameters/api/search{search}");
        assert_eq!(json(server.get(&path)).await, (200, json!({ "query": query })), "{path}");
    }
}
