use crate::server::{Server, text};

#[tokio::test]
async fn the_options_are_data_beside_the_route() {
    let server = Server::start().await;
    let path = "/segment-config-options/items";
    assert_eq!(text(server.get(path)).await, (200, "configured".to_owned()));

    let routes = next_docs::routes();
    let route = routes.routes().find(|route| route.pattern() == path).unwrap();
    assert_eq!(route.config().runtime(), Some("nodejs"));
    assert_eq!(route.config().preferred_region(), ["auto"]);
}
