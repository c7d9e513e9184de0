use crate::server::{Server, header, text};
use route_runtime::{Dynamic, FetchCache, Revalidate};

#[tokio::test]
async fn the_options_are_data_beside_the_route() {
    let server = Server::start().await;
    let path = "/segment-config-options/items";
    assert_eq!(text(server.get(path)).await, (200, "configured".to_owned()));
    let again = server.get(path).send().await.unwrap();
    assert_eq!((header(&again, "x-nextjs-cache"), header(&again, "cache-control")), ("HIT", "s-maxage=31536000"));

    let routes = next_docs::routes();
    let route = routes.routes().find(|route| route.pattern() == path).unwrap();
    assert_eq!(route.config().runtime(), Some("nodejs"));
    assert_eq!(route.config().preferred_region(), ["auto"]);
    assert_eq!((route.config().dynamic(), route.config().revalidate()), (Dynamic::Auto, Some(Revalidate::Never)));
    assert_eq!((route.config().fetch_cache(), route.config().dynamic_params()), (FetchCache::Auto, true));
}
