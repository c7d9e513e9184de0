//! What no well-behaved client sends. Never a panic, never a 5xx, never a line more than was meant.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request};
use proptest::prelude::*;
use route_runtime::{
    Cookies, NextRequest, NextResponse, Result, cookies, draft_mode, headers, is_bot, permanent_redirect, redirect,
    route, routes,
};
use route_tests::{Log, call, serve};
use std::collections::HashMap;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Reads everything that a request can be asked for, and sends some of it back.
#[route("/all/[reader]")]
mod all {
    use super::*;

    pub async fn GET(reader: String, req: NextRequest, store: Cookies) -> Result {
        read(reader, req, store).await
    }
    pub async fn POST(reader: String, req: NextRequest, store: Cookies) -> Result {
        read(reader, req, store).await
    }

    async fn read(reader: String, mut req: NextRequest, store: Cookies) -> Result {
        let _ = (req.url(), req.next_url().href(), req.next_url().search_params().to_string(), format!("{req:?}"));
        let _ = (req.next_url().host().to_owned(), req.next_url().join(&reader).map(|url| url.href()));
        let _ = req.next_url().search_params().deserialize::<HashMap<String, u8>>();
        let _ = (req.cookies().get_all(), req.cookies().to_string(), req.cookies().len());
        req.cookies_mut().set("a", &reader).delete("b");
        let theirs = store.get_all();
        store.set("seen", reader.clone()).delete("gone");
        let agent = headers().joined("user-agent").unwrap_or_default().into_owned();
        let _ = (is_bot(&agent), draft_mode().is_enabled());

        let text = match &*reader {
            "json" => req.json::<serde_json::Value>().await?.to_string(),
            "bytes" => format!("{:?}", req.bytes().await?),
            "form" => format!("{:?}", req.form_data().await?),
            "deserialized" => format!("{:?}", req.form_data().await?.deserialize::<HashMap<String, u8>>()?),
            "clone" => req.try_clone().await?.text().await?,
            "parts" => {
                let mut parts = req.form_parts()?;
                let mut sizes = Vec::new();
                while let Some(part) = parts.next().await? {
                    sizes.push(part.bytes().await?.len());
                }
                format!("{sizes:?}")
            }
            "stream" => return Ok(NextResponse::new(req.body_stream()?)),
            "cleared" => cookies().clear().len().to_string(),
            "redirect" => return Err(redirect(req.text().await?)),
            "permanent" => return Ok(NextResponse::redirect(req.text().await?)),
            "moved" => return Err(permanent_redirect(req.next_url().search())),
            _ => req.text().await?,
        };
        let mut response = NextResponse::new(text);
        for cookie in theirs {
            response.cookies_mut().set("echo", cookie.value().to_owned());
        }
        Ok(response)
    }
}

const READERS: [&str; 12] = [
    "cleared",
    "json",
    "bytes",
    "form",
    "deserialized",
    "clone",
    "parts",
    "stream",
    "redirect",
    "permanent",
    "moved",
    "text",
];

fn app() -> Router {
    routes![all::route].into_router()
}

/// Bytes that mean something to one of the parsers.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        Just(b"--x\r\n".to_vec()),
        Just(b"--x--\r\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"Content-Disposition: form-data; name=\"a\"; filename=\"../\x01\"\r\n".to_vec()),
        Just(b"Content-Type: text/plain\r\n".to_vec()),
        Just(b"{\"a\":".to_vec()),
        Just(b"[1,2".to_vec()),
        Just(b"a=1&".to_vec()),
        Just(b"%".to_vec()),
        Just(b"%C3%28".to_vec()),
        Just(b"; ".to_vec()),
        Just(b"=".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        Just("é\u{feff}".as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 0..8),
    ]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(piece(), 0..8).prop_map(|pieces| pieces.concat())
}

fn cases() -> ProptestConfig {
    let cases = std::env::var("ROUTE_PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(2_000))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn no_request_is_answered_with_a_5xx(
        reader in prop::sample::select(&READERS[..]),
        is_post: bool,
        query in "[!-~&&[^#]]{0,24}",
        body in bytes(),
        lines in proptest::collection::vec(
            (prop::sample::select(&["cookie", "content-type", "host", "user-agent", "x-forwarded-host", "next-action"][..]), bytes()),
            0..5,
        ),
        kind in prop::option::of(prop::sample::select(
            &["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "application/json"][..],
        )),
    ) {
        let uri = format!("/all/{reader}?{query}");
        let mut request = Request::builder().method(if is_post { "POST" } else { "GET" }).uri(uri);
        for (name, value) in lines {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                request = request.header(name, value);
            }
        }
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        // What `http` refuses reaches no handler.
        let Ok(request) = request.body(Body::from(body)) else { return Ok(()) };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let log = Log::start();
            let response = tower::ServiceExt::oneshot(app(), request).await.unwrap();
            let errors = log.errors();
            prop_assert!(response.status().as_u16() < 500, "{} {errors:?}", response.status());
            prop_assert!(errors.is_empty(), "{errors:?}");
            for (_, value) in response.headers() {
                prop_assert!(!value.as_bytes().iter().any(|byte| matches!(byte, b'\r' | b'\n')));
            }
            let set = response.headers().get_all("set-cookie").iter().count();
            prop_assert!(set <= 3 || reader == "cleared", "{set}");
            Ok(())
        })?;
    }
}

/// Sends bytes, ends its side if it is told to, and reads what comes.
async fn exchange(address: SocketAddr, sent: &[u8], ends: bool) -> String {
    let mut connection = TcpStream::connect(address).await.unwrap();
    // The server may answer, and close, before all is sent.
    let _ = connection.write_all(sent).await;
    if ends {
        let _ = connection.shutdown().await;
    }
    let mut answer = Vec::new();
    let read = connection.read_to_end(&mut answer);
    let _ = tokio::time::timeout(std::time::Duration::from_secs(10), read).await.expect("an end");
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn lengths_that_lie_and_heads_that_are_none_harm_nobody() {
    let address = serve(app()).await;
    let post =
        |reader: &str, rest: &str| format!("POST /all/{reader} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{rest}");
    let form = "Content-Type: multipart/form-data; boundary=x\r\n";
    let long = "x".repeat(1_000_000);
    let cases = [
        // Less than was promised.
        (post("json", "Content-Length: 100\r\n\r\n{\"a\":1"), true, 400),
        (post("text", "Content-Length: 100\r\n\r\nabc"), true, 400),
        (post("clone", "Content-Length: 100\r\n\r\nabc"), true, 400),
        (
            post(
                "form",
                &format!("{form}Content-Length: 900\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb"),
            ),
            true,
            400,
        ),
        (post("parts", &format!("{form}Content-Length: 900\r\n\r\n--x\r\nContent-Disp")), true, 400),
        (post("stream", "Content-Length: 100\r\n\r\nabc"), true, 200),
        // More.
        (post("json", "Content-Length: 1\r\n\r\n12345"), false, 200),
        (post("text", "Content-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n"), false, 200),
        // No length at all, or a strange one.
        (post("text", "Content-Length: -1\r\n\r\nabc"), false, 400),
        (post("text", "Content-Length: 3, 4\r\n\r\nabc"), false, 400),
        (post("text", "Content-Length: 99999999999999999999999\r\n\r\nabc"), false, 400),
        (post("text", "Content-Length: 18446744073709551615\r\n\r\nabc"), true, 431),
        (post("text", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), false, 200),
        (post("text", "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"), false, 400),
        (post("text", "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc\r\n"), true, 400),
        (post("form", &format!("{form}Transfer-Encoding: chunked\r\n\r\n5\r\n--x\r\n\r\n")), true, 400),
        // Heads.
        (post("text", &format!("Cookie: {long}\r\n\r\n")), false, 431),
        (post("text", &format!("{}\r\n", "X-A: 1\r\n".repeat(500))), false, 431),
        (post("text", "Cookie: a=1\r\n b=2\r\n\r\n"), false, 400),
        (post("text", "Cookie: a=\u{0}b\r\n\r\n"), false, 400),
        ("GET /all/text HTTP/1.1\r\nHost: a b\r\nHost: c\r\nConnection: close\r\n\r\n".to_owned(), false, 200),
        (format!("GET /all/text?{long} HTTP/1.1\r\nHost: x\r\n\r\n"), false, 431),
    ];
    for (sent, ends, expected) in cases {
        let answer = exchange(address, sent.as_bytes(), ends).await;
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
        assert_eq!(status, Some(expected), "{sent:.300} -> {answer:.300}");
    }
    let utf8 =
        b"GET /all/text?\xff\xfe HTTP/1.1\r\nHost: \xff\r\nCookie: \xff=\xfe; a=\xc3\xa9\r\nConnection: close\r\n\r\n";
    let answer = exchange(address, utf8, false).await;
    assert!(answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 2"), "{answer}");

    let fine = exchange(address, b"GET /all/text HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", false).await;
    assert!(fine.starts_with("HTTP/1.1 200 "), "the server goes on: {fine}");
}

#[tokio::test]
async fn what_a_client_sends_splits_no_header() {
    let evil = "/x\r\nSet-Cookie: admin=1\r\n\r\n<script>";
    for (reader, status) in [("redirect", 307), ("permanent", 307)] {
        let request = Request::post(format!("/all/{reader}")).body(Body::from(evil)).unwrap();
        let answer = call(&app(), request).await;
        let location = "/x%0D%0ASet-Cookie:%20admin=1%0D%0A%0D%0A%3Cscript%3E";
        assert_eq!((answer.status, answer.lines("location")), (status, vec![location]));
        assert_eq!(answer.lines("set-cookie").len(), 2, "ours");
    }
    #[route(GET "/names")]
    async fn names(req: NextRequest) -> NextResponse {
        let text = req.next_url().search_params().get("text").unwrap_or_default().to_owned();
        cookies().set("value", text.clone());
        NextResponse::new(()).with_header("x-text", text)
    }
    let app: Router = routes![names].into_router();
    let log = Log::start();
    let answer = call(&app, Request::get("/names?text=a%0D%0Ab").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.text(), (500, ""), "a handler that puts unchecked text into a header has a bug");
    assert_eq!(answer.lines("set-cookie"), ["value=a%0D%0Ab; Path=/"]);
    assert_eq!(log.errors().len(), 1);
}
