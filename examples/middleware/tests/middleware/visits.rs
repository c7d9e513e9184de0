use crate::server::{Server, leads};
use std::time::Duration;

/// The log has room for one visit, and nobody reads it at first.
#[tokio::test]
async fn P18_an_answer_does_not_wait_for_the_log() {
    let mut server = Server::start().await;
    for (method, path, leads_to) in [
        ("GET", "/some-page?secret=1", "200 some page"),
        ("POST", "/api/subscribe", "204 "),
        ("GET", "/account/orders", "307 /login"),
        ("GET", "/nowhere", "200 the old site: nowhere"),
    ] {
        assert_eq!(leads(server.request(method, path)).await, leads_to, "{path}");
    }
    let mut visits = Vec::new();
    for _ in 0..4 {
        let visit = tokio::time::timeout(Duration::from_secs(20), server.visited.recv()).await;
        visits.push(visit.expect("a visit").unwrap());
    }
    visits.sort();
    assert_eq!(visits, ["GET /account/orders", "GET /nowhere", "GET /some-page", "POST /api/subscribe"]);
}
