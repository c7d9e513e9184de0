use crate::server::{Server, header};

#[tokio::test]
async fn the_answer_and_its_preflight_allow_every_origin() {
    let server = Server::start().await;
    let preflight = server
        .request("OPTIONS", "/cors/api")
        .header("origin", "https://example.com")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization");
    let get = server.get("/cors/api").header("origin", "https://example.com");
    for (request, status, body) in [(preflight, 204, ""), (get, 200, "Hello, Next.js!")] {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(header(&response, "access-control-allow-origin"), "*");
        assert_eq!(header(&response, "access-control-allow-methods"), "GET, POST, PUT, DELETE, OPTIONS");
        assert_eq!(header(&response, "access-control-allow-headers"), "Content-Type, Authorization");
        assert_eq!(response.text().await.unwrap(), body);
    }
}
