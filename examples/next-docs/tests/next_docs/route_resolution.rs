use crate::server::{Server, header};

#[tokio::test]
async fn pages_and_routes_share_a_folder_and_the_static_one_wins() {
    let server = Server::start().await;
    let cases = [
        ("GET", "/route-resolution", 200, "<h1>Hello, Next.js!</h1>"),
        ("GET", "/route-resolution/ada", 200, "<h1>Hello, user!</h1>"),
        ("POST", "/route-resolution/api", 200, ""),
        // Each takes over all methods of its path.
        ("POST", "/route-resolution", 405, ""),
        ("POST", "/route-resolution/ada", 405, ""),
        ("GET", "/route-resolution/api", 405, ""),
    ];
    for (method, path, status, body) in cases {
        let response = server.request(method, path).send().await.unwrap();
        assert_eq!(response.status(), status, "{method} {path}");
        let is_page = header(&response, "content-type") == "text/html; charset=utf-8";
        assert_eq!(is_page, !body.is_empty(), "{method} {path}");
        assert_eq!(response.text().await.unwrap(), body, "{method} {path}");
    }
}
