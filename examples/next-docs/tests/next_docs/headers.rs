use crate::server::{Server, header, json};
use serde_json::json;

#[tokio::test]
async fn a_header_of_the_request_becomes_one_of_the_response() {
    let server = Server::start().await;
    let with = server.get("/headers/referer").header("referer", "https://example.com/a").send().await.unwrap();
    assert_eq!((with.status().as_u16(), header(&with, "referer")), (200, "https://example.com/a"));
    assert_eq!(with.text().await.unwrap(), "Hello, Next.js!");

    let without = server.get("/headers/referer").send().await.unwrap();
    assert_eq!((without.status().as_u16(), without.headers().get("referer")), (200, None));
}

#[tokio::test]
async fn a_copy_of_the_requests_headers_can_be_changed() {
    let server = Server::start().await;
    let request = server.get("/headers/request").header("x-tag", "1").header("cookie", "a=b");
    assert_eq!(json(request).await, (200, json!(["accept", "host", "x-tag"])));
}
