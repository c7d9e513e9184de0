use crate::server::{Server, header, listen};
use reqwest::{Client, RequestBuilder, Response};

/// What of an answer a browser looks at: the status, the origin, methods and headers that are allowed, and `Vary`.
fn allowed(response: &Response) -> [String; 5] {
    let header = |name: &str| header(response, name).to_owned();
    [
        response.status().as_u16().to_string(),
        header("access-control-allow-origin"),
        header("access-control-allow-methods"),
        header("access-control-allow-headers"),
        header("vary"),
    ]
}

async fn send(request: RequestBuilder, origin: &str) -> Response {
    request.header("origin", origin).send().await.unwrap()
}

async fn preflight(request: RequestBuilder, origin: &str) -> Response {
    send(request.header("access-control-request-method", "GET"), origin).await
}

#[tokio::test]
async fn P21_a_middleware_answers_the_preflight_and_echoes_allowed_origins() {
    let server = Server::start().await;
    let methods = "GET, POST, PUT, DELETE, OPTIONS";
    let headers = "Content-Type, Authorization";
    for (origin, echoed) in [
        ("https://acme.com", "https://acme.com"),
        ("https://my-app.org", "https://my-app.org"),
        ("https://acme.com.evil.example", ""),
        ("http://acme.com", ""),
        ("null", ""),
    ] {
        let answer = preflight(server.request("OPTIONS", "/api/products"), origin).await;
        assert_eq!(allowed(&answer), ["200", echoed, methods, headers, "origin"], "{origin}");
        assert_eq!(answer.text().await.unwrap(), "{}");

        let answer = send(server.get("/api/products"), origin).await;
        assert_eq!(allowed(&answer), ["200", echoed, methods, headers, "origin"], "{origin}");
        let answer = send(server.request("DELETE", "/api/products"), origin).await;
        assert_eq!(allowed(&answer), ["405", echoed, methods, headers, "origin"], "{origin}");
    }
    assert_eq!(allowed(&send(server.get("/some-page"), "https://acme.com").await), ["200", "", "", "", ""]);
}

#[tokio::test]
async fn D1_a_layer_around_some_routes_is_for_those_alone() {
    let server = Server::start().await;
    let vary = "origin, access-control-request-method, access-control-request-headers";
    for (origin, echoed) in [("https://acme.com", "https://acme.com"), ("https://evil.example", "")] {
        let answer = preflight(server.request("OPTIONS", "/fonts/inter"), origin).await;
        assert_eq!(allowed(&answer), ["200", echoed, "GET,HEAD", "", vary], "{origin}");
        let answer = send(server.get("/fonts/inter"), origin).await;
        assert_eq!(allowed(&answer), ["200", echoed, "", "", vary], "{origin}");
        assert_eq!(answer.text().await.unwrap(), "the font inter");
    }
    let answer = preflight(server.request("OPTIONS", "/some-page"), "https://acme.com").await;
    assert_eq!(allowed(&answer), ["204", "", "", "", ""]);
    assert_eq!(header(&answer, "allow"), "GET, HEAD, OPTIONS");
}

#[tokio::test]
async fn D1_a_layer_around_a_whole_app_is_around_its_404_too() {
    let base = listen(middleware::cors::whole_app()).await;
    let client = Client::builder().no_proxy().build().unwrap();
    let vary = "origin, access-control-request-method, access-control-request-headers";
    for (path, status) in [("/status", "200"), ("/nothing", "404")] {
        let url = format!("{base}{path}");
        let answer = preflight(client.request("OPTIONS".parse().unwrap(), &url), "https://any.example").await;
        assert_eq!(allowed(&answer), ["200", "*", "*", "", vary], "{path}");
        let answer = send(client.get(&url), "https://any.example").await;
        assert_eq!(allowed(&answer), [status, "*", "", "", vary], "{path}");
    }
}
