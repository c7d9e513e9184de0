use crate::server::{Server, header};

#[tokio::test]
async fn D6_a_client_that_asks_too_often_is_told_when_to_come_back() {
    let server = Server::with(3, |app| app.trusted_proxies(["loopback"])).await;
    let ask = async |client: &str| {
        let request = server.request("POST", "/api/subscribe").header("origin", "https://acme.com");
        let answer = request.header("x-forwarded-for", client).send().await.unwrap();
        let retry_after = header(&answer, "retry-after").to_owned();
        // A script of that site may read it, whatever it is.
        assert_eq!(header(&answer, "access-control-allow-origin"), "https://acme.com");
        (answer.status().as_u16(), retry_after, answer.text().await.unwrap())
    };
    let granted = || (204, String::new(), String::new());
    let refused = || (429, "1".to_owned(), r#"{"error":"Rate limit exceeded"}"#.to_owned());

    for _ in 0..3 {
        assert_eq!(ask("192.0.2.7").await, granted());
    }
    assert_eq!(ask("192.0.2.7").await, refused());
    // What it writes itself is to the left of what the proxy has seen.
    assert_eq!(ask("198.51.100.1, 192.0.2.7").await, refused());
    assert_eq!(ask("192.0.2.8").await, granted());
}

#[tokio::test]
async fn a_client_has_one_limit_whatever_it_says_of_itself() {
    let server = Server::with(3, |app| app).await;
    let mut statuses = Vec::new();
    for client in 0..4 {
        let request = server.request("POST", "/api/subscribe").header("x-forwarded-for", format!("192.0.2.{client}"));
        statuses.push(request.send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [204, 204, 204, 429]);
    // There is no limit where the matcher does not say so.
    assert_eq!(server.get("/some-page").send().await.unwrap().status(), 200);
}
