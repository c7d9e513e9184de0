use crate::server::{Server, text};

#[tokio::test]
async fn a_get_without_a_value_answers_200_and_nothing() {
    let server = Server::start().await;
    for path in ["/convention/api", "/convention/dynamic"] {
        assert_eq!(text(server.get(path)).await, (200, String::new()), "{path}");
    }
}

#[tokio::test]
async fn it_is_not_stored_whether_it_says_so_or_not() {
    let server = Server::start().await;
    for path in ["/convention/api", "/convention/dynamic"] {
        let response = server.get(path).send().await.unwrap();
        assert!(!response.headers().contains_key("x-nextjs-cache"), "{path}: {:?}", response.headers());
    }
}
