//! Which headers arrive, and what the upstream is told of the client.

use crate::pair::{Pair, echo};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::MockConnectInfo;
use axum::http::{HeaderName, Request, Response, Version};
use axum::routing::get;
use futures_util::stream;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use std::convert::Infallible;
use std::net::SocketAddr;
use strangler::proxy;

/// The lines that the upstream has seen, without those that say what is accepted.
async fn seen(answer: reqwest::Response) -> Vec<String> {
    let text = answer.text().await.unwrap();
    text.lines().skip(1).take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_request_is_handed_on_without_what_is_for_one_hop() {
    let pair = Pair::of(echo()).await;
    let answer = pair
        .request("POST", "/old")
        .header("connection", "x-hop")
        .header("x-hop", "1")
        .header("keep-alive", "timeout=5")
        .header("te", "trailers")
        .header("proxy-authorization", "Basic YQ==")
        .header("authorization", "Basic Yg==")
        .header("x-a", "1")
        .header("x-a", "2")
        .body("body")
        .send()
        .await
        .unwrap();
    let host = pair.address;
    assert_eq!(
        seen(answer).await,
        [
            "accept: \"*/*\"",
            "authorization: \"Basic Yg==\"",
            "content-length: \"4\"",
            &format!("host: \"{host}\""),
            "x-a: \"1\"",
            "x-a: \"2\"",
            "x-forwarded-for: \"127.0.0.1\"",
            &format!("x-forwarded-host: \"{host}\""),
            "x-forwarded-proto: \"http\"",
        ],
    );
}

#[tokio::test]
async fn an_answer_is_handed_on_without_what_is_for_one_hop() {
    let upstream = Router::new().fallback(async || {
        Response::builder()
            .status(418)
            .header("connection", "x-hop, close")
            .header("x-hop", "1")
            .header("keep-alive", "timeout=5")
            .header("proxy-authenticate", "Basic")
            .header("www-authenticate", "Basic")
            .header("set-cookie", "a=1; Path=/")
            .header("set-cookie", "b=2; HttpOnly")
            .body(Body::from("teapot"))
            .unwrap()
    });
    let answer = Pair::of(upstream).await.get("/old").await;
    assert_eq!(answer.status(), 418);
    let lines = |name: &str| answer.headers().get_all(name).iter().cloned().collect::<Vec<_>>();
    for name in ["connection", "x-hop", "keep-alive", "proxy-authenticate"] {
        assert!(lines(name).is_empty(), "{name}");
    }
    assert_eq!(lines("www-authenticate"), ["Basic"]);
    assert_eq!(lines("set-cookie"), ["a=1; Path=/", "b=2; HttpOnly"]);
    assert_eq!(answer.text().await.unwrap(), "teapot");
}

#[tokio::test]
async fn an_answer_without_a_body_keeps_its_headers() {
    let upstream = Router::new().fallback(async |request: Request<Body>| {
        let answer = Response::builder().header("etag", "\"1\"");
        match request.uri().path() {
            "/304" => answer.status(304).body(Body::empty()),
            "/204" => answer.status(204).body(Body::empty()),
            _ => answer.header("content-length", "1000").body(Body::empty()),
        }
        .unwrap()
    });
    let pair = Pair::of(upstream).await;
    for (method, path, status, length) in
        [("HEAD", "/a", 200, Some("1000")), ("GET", "/204", 204, None), ("GET", "/304", 304, None)]
    {
        let answer = pair.request(method, path).send().await.unwrap();
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!(
            (answer.status().as_u16(), header("etag"), header("content-length")),
            (status, Some("\"1\""), length),
            "{path}"
        );
    }
}

/// Of a page that is sent while it is made nobody knows the length, which is not 0.
#[tokio::test]
async fn an_answer_to_HEAD_has_the_length_that_the_upstream_says_or_none() {
    let upstream = Router::new().fallback(async || Body::from_stream(stream::once(async { Ok::<_, Infallible>("a") })));
    let proxy = proxy(crate::pair::upstream(route_tests::serve(upstream).await));
    let proxy = proxy.layer(MockConnectInfo(SocketAddr::from(([192, 0, 2, 7], 50_000))));
    let answer = route_tests::send(&proxy, "HEAD", "/", "").await;
    assert_eq!((answer.text(), answer.lines("content-length")), ((200, ""), vec![]));
}

/// What a client may claim of itself.
const CLAIMS: [(&str, &str); 6] = [
    ("x-forwarded-for", "192.0.2.1"),
    ("x-forwarded-host", "shop.example"),
    ("x-forwarded-proto", "https"),
    ("x-forwarded-port", "8443"),
    ("x-real-ip", "192.0.2.2"),
    ("forwarded", "for=192.0.2.3"),
];

/// Host, the client, its host and its scheme, and anything else that is told of it, as the upstream sees them.
async fn told(pair: &Pair) -> Vec<String> {
    let mut request = pair.request("GET", "/old");
    for (name, value) in CLAIMS {
        request = request.header(name, value);
    }
    let mut lines = seen(request.send().await.unwrap()).await;
    lines.retain(|line| !line.starts_with("accept:"));
    lines
}

#[tokio::test]
async fn Q12_a_client_says_nothing_of_itself_and_a_trusted_proxy_all() {
    let upstream = route_tests::serve(echo()).await;
    let pair = Pair::at(upstream).await;
    let host = pair.address;
    assert_eq!(
        told(&pair).await,
        [
            format!("host: \"{host}\""),
            "x-forwarded-for: \"127.0.0.1\"".to_owned(),
            format!("x-forwarded-host: \"{host}\""),
            "x-forwarded-proto: \"http\"".to_owned(),
        ],
    );

    let behind_a_proxy = Pair::with(upstream, |app| app.trusted_proxies(["loopback"])).await;
    assert_eq!(
        told(&behind_a_proxy).await,
        [
            "host: \"shop.example:8443\"",
            "x-forwarded-for: \"192.0.2.1\"",
            "x-forwarded-host: \"shop.example:8443\"",
            "x-forwarded-proto: \"https\"",
        ],
    );

    let with_a_name = Pair::with(upstream, |app| app.public_url("https://shop.example")).await;
    assert_eq!(
        told(&with_a_name).await,
        [
            "host: \"shop.example\"",
            "x-forwarded-for: \"127.0.0.1\"",
            "x-forwarded-host: \"shop.example\"",
            "x-forwarded-proto: \"https\"",
        ],
    );
}

#[tokio::test]
async fn what_a_connection_names_cannot_be_what_the_upstream_is_told() {
    let pair = Pair::of(echo()).await;
    let answer = pair
        .raw(
            "GET / HTTP/1.1\r\nHost: a.example\r\n\
             Connection: close, host, x-forwarded-for, x-forwarded-host, x-forwarded-proto\r\n\r\n",
        )
        .await;
    for line in [
        "host: \"a.example\"",
        "x-forwarded-for: \"127.0.0.1\"",
        "x-forwarded-host: \"a.example\"",
        "x-forwarded-proto: \"http\"",
    ] {
        assert!(answer.contains(&format!("\n{line}\n")), "{line}: {answer}");
    }
}

#[tokio::test]
async fn an_HTTP_2_request_becomes_one_of_HTTP_1() {
    let pair = Pair::of(echo()).await;
    let client = Client::builder(TokioExecutor::new()).http2_only(true).build_http();
    let request = Request::post(format!("http://{}/old", pair.address))
        .header("cookie", "a=1")
        .header("cookie", "b=2")
        .body(Body::from("body"))
        .unwrap();
    let answer = client.request(request).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.version()), (200, Version::HTTP_2));
    let body = to_bytes(Body::new(answer.into_body()), usize::MAX).await.unwrap();
    let host = pair.address;
    assert_eq!(
        String::from_utf8_lossy(&body),
        format!(
            "POST /old HTTP/1.1\ncontent-length: \"4\"\ncookie: \"a=1; b=2\"\nhost: \"{host}\"\n\
             x-forwarded-for: \"127.0.0.1\"\nx-forwarded-host: \"{host}\"\nx-forwarded-proto: \"http\"\n\nbody"
        ),
    );
}

/// One of the two lengths is a lie, and the upstream must not be the one who believes it.
#[tokio::test]
async fn a_body_with_two_lengths_is_one_request() {
    let pair = Pair::of(echo()).await;
    for lengths in
        ["Content-Length: 3\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3"]
    {
        let answer = pair
            .raw(&format!(
                "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{lengths}\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
            ))
            .await;
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("\n\nhello"), "{answer}");
        assert!(!answer.contains("content-length: \"3\""), "{answer}");
    }
}

#[tokio::test]
async fn headers_of_the_app_are_on_answers_of_the_upstream() {
    let upstream = Router::new().route("/old", get(async || ([(HeaderName::from_static("x-a"), "upstream")], "old")));
    let rule = route_runtime::HeaderRule::new("/:path*").header("x-a", "app");
    let pair = Pair::with(route_tests::serve(upstream).await, |app| app.headers([rule])).await;
    assert_eq!(pair.get("/old").await.headers()["x-a"], "app");
}
