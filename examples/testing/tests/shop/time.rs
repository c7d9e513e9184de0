//! What is stored for a minute, without waiting for one: the client has a clock that the test turns.

use crate::doubles::Asked;
use route_runtime::testing::Client;
use std::time::Duration;
use testing::{Orders, Shop, app};

#[tokio::test]
async fn the_list_is_good_for_a_minute() {
    let catalog = Asked::default();
    let client = Client::new(app(Shop::new(catalog.clone(), Orders::default())));
    let list = async |from: &str, price: u32| {
        let answer = client.get("/products").await.assert_status(200).assert_header("x-nextjs-cache", from);
        assert_eq!(answer.text(), format!(r#"[{{"slug":"tea","price":{price}}}]"#));
    };

    list("MISS", 1).await;
    client.advance(Duration::from_secs(59));
    list("HIT", 1).await;

    // The old one, once more, while a new one is made.
    client.advance(Duration::from_secs(2));
    list("STALE", 1).await;
    client.settle().await;
    list("HIT", 2).await;
    assert_eq!(catalog.times(), 2);
}
