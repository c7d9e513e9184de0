use crate::server::{Server, header, text};

#[tokio::test]
async fn a_function_below_the_handler_sets_a_cookie() {
    let server = Server::start().await;
    let response = server.post("/cookies/theme").send().await.unwrap();
    assert_eq!(header(&response, "set-cookie"), "theme=dark; Path=/");
    assert_eq!(response.text().await.unwrap(), "Hello, Next.js!");
}

#[tokio::test]
async fn a_response_sets_the_cookie_that_was_sent() {
    let server = Server::start().await;
    let cases = [
        ("token=a1", 200, "token=a1; Path=/", "Hello, Next.js!"),
        ("other=1; token=a%20b", 200, "token=a%20b; Path=/", "Hello, Next.js!"),
        // What the client has put into the value stays a value.
        ("token=a%3B%20Domain%3Devil.example", 200, "token=a%3B%20Domain%3Devil.example; Path=/", "Hello, Next.js!"),
        ("other=1", 400, "", "there is no cookie `token`"),
    ];
    for (cookie, status, set, body) in cases {
        let response = server.get("/cookies/set-cookie").header("cookie", cookie).send().await.unwrap();
        assert_eq!((response.status().as_u16(), header(&response, "set-cookie")), (status, set), "{cookie}");
        assert!(response.text().await.unwrap().contains(body), "{cookie}");
    }
}

#[tokio::test]
async fn the_request_has_its_cookies() {
    let server = Server::start().await;
    for (cookie, token) in [("token=a%20b; x=1", "a b"), ("x=1", "")] {
        let request = server.get("/cookies/request").header("cookie", cookie);
        assert_eq!(text(request).await, (200, token.to_owned()), "{cookie}");
    }
}
