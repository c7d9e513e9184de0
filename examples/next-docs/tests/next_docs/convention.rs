use crate::server::{Server, text};

#[tokio::test]
async fn a_get_without_a_value_answers_200_and_nothing() {
    let server = Server::start().await;
    assert_eq!(text(server.get("/convention/api")).await, (200, String::new()));
}
