use crate::server::{Server, text};

#[tokio::test]
async fn the_runtime_is_data_and_both_run_here() {
    let server = Server::start().await;
    let routes = next_docs::routes();
    for runtime in ["edge", "nodejs"] {
        let path = format!("/edge-and-nodejs-runtimes/{runtime}");
        assert_eq!(text(server.get(&path)).await, (200, runtime.to_owned()));
        let route = routes.routes().find(|route| route.pattern() == path).unwrap();
        assert_eq!(route.config().runtime(), Some(runtime));
    }
}
