use crate::server::{Server, header};
use serde_json::{Value, json};

#[tokio::test]
async fn a_request_has_a_url_and_cookies_and_a_response_sets_cookies() {
    let server = Server::start().await;
    for (cookie, theme) in [("theme=dark", json!("dark")), ("other=1", json!(null))] {
        let response = server.get("/extended-apis/api?a=b").header("cookie", cookie).send().await.unwrap();
        assert_eq!(header(&response, "set-cookie"), "seen=1; Path=/");
        assert_eq!(header(&response, "content-type"), "application/json");
        let body: Value = response.json().await.unwrap();
        assert_eq!(body, json!({ "path": "/extended-apis/api", "theme": theme }));
    }
}
