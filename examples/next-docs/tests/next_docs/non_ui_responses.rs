use crate::server::{Server, header};

#[tokio::test]
async fn the_feed_is_xml() {
    let server = Server::start().await;
    let response = server.get("/non-ui-responses/rss.xml").send().await.unwrap();
    assert_eq!((response.status().as_u16(), header(&response, "content-type")), (200, "text/xml"));
    let feed = response.text().await.unwrap();
    assert!(feed.starts_with(r#"<?xml version="1.0" encoding="UTF-8" ?>"#), "{feed}");
    assert!(feed.contains("<title>Next.js Documentation</title>") && feed.ends_with("</rss>"), "{feed}");
}

#[tokio::test]
async fn a_feed_without_a_type_is_plain_text() {
    let server = Server::start().await;
    let response = server.get("/non-ui-responses/feed").send().await.unwrap();
    assert_eq!(header(&response, "content-type"), "text/plain;charset=UTF-8");
    assert!(response.text().await.unwrap().ends_with("</rss>"));
}
