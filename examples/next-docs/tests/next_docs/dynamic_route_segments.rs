use crate::server::{Server, text};

#[tokio::test]
async fn the_segment_is_the_parameter() {
    let server = Server::start().await;
    // The table of the document, and what it does not say.
    for (slug, status, expected) in [
        ("a", 200, "a"),
        ("b", 200, "b"),
        ("c", 200, "c"),
        ("red%20shoes%2Fboots", 200, "red shoes/boots"),
        // The slash at the end is taken off, as in Next.js, and then there is no segment.
        ("", 308, "/dynamic-route-segments/items"),
        ("../items", 404, ""),
        ("a/b", 404, ""),
    ] {
        let path = format!("/dynamic-route-segments/items/{slug}");
        assert_eq!(text(server.get(&path)).await, (status, expected.to_owned()), "{path}");
    }
}
