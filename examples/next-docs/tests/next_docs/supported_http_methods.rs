use crate::server::{Server, header, text};

const ALL: &str = "/supported-http-methods/all";
const ONE: &str = "/supported-http-methods/one";

#[tokio::test]
async fn each_of_the_seven_methods_has_its_own_function() {
    let server = Server::start().await;
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        assert_eq!(text(server.request(method, ALL)).await, (200, method.to_owned()));
    }
    let head = server.request("HEAD", ALL).send().await.unwrap();
    assert_eq!((head.status().as_u16(), header(&head, "x-answered-by")), (200, "HEAD"));
}

#[tokio::test]
async fn a_method_that_the_route_lacks_is_405_and_head_and_options_come_by_themselves() {
    let server = Server::start().await;
    let cases = [
        ("GET", 200, ""),
        ("HEAD", 200, ""),
        ("OPTIONS", 204, "GET, HEAD, OPTIONS"),
        ("POST", 405, "GET, HEAD, OPTIONS"),
        ("DELETE", 405, "GET, HEAD, OPTIONS"),
        ("TRACE", 405, "GET, HEAD, OPTIONS"),
        ("BREW", 405, "GET, HEAD, OPTIONS"),
    ];
    for (method, status, allow) in cases {
        let response = server.request(method, ONE).send().await.unwrap();
        assert_eq!((response.status().as_u16(), header(&response, "allow")), (status, allow), "{method}");
    }
}
