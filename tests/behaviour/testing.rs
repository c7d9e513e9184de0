//! What users test with: the client, the context of a request, and handlers as functions.

use axum::Extension;
use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method};
use axum::response::{Html, IntoResponse, Response};
use futures_util::stream;
use route_runtime::testing::{Client, ManualClock, in_request};
use route_runtime::{
    App, Cookie, File, FormData, MemoryStore, Middleware, NextRequest, NextResponse, Redirect, Result, RoutePattern,
    after, cached, cookies, headers, middleware, page, redirect, revalidate_path, route, routes, spawn,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::future::{Future, IntoFuture};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::sleep;

/// Says what was sent.
#[route("/client/echo/[[...rest]]")]
mod echo {
    use super::*;

    pub async fn GET(req: NextRequest) -> Result {
        answer(req).await
    }
    pub async fn POST(req: NextRequest) -> Result {
        answer(req).await
    }
    pub async fn PUT(req: NextRequest) -> Result {
        answer(req).await
    }
    pub async fn PATCH(req: NextRequest) -> Result {
        answer(req).await
    }
    pub async fn DELETE(req: NextRequest) -> Result {
        answer(req).await
    }

    async fn answer(mut req: NextRequest) -> Result {
        let names = ["host", "content-type", "content-length", "x-a", "cookie"];
        let sent = names.map(|name| {
            let lines = req.headers().get_all(name).iter().map(|line| line.to_str().unwrap_or("?").to_owned());
            (name, lines.collect::<Vec<_>>())
        });
        let headers: serde_json::Map<_, _> = sent
            .into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(name, lines)| (name.to_owned(), json!(lines.join(" & "))))
            .collect();
        let (method, url) = (req.method().to_string(), req.url());
        Ok(NextResponse::json(json!({ "method": method, "url": url, "headers": headers, "body": req.text().await? })))
    }
}

fn echo() -> Client {
    Client::new(routes![echo::route])
}

#[tokio::test]
async fn each_method_has_a_function_of_its_name() {
    let client = echo();
    let path = "/client/echo";
    for (request, method) in [
        (client.get(path), "GET"),
        (client.post(path), "POST"),
        (client.put(path), "PUT"),
        (client.patch(path), "PATCH"),
        (client.delete(path), "DELETE"),
    ] {
        assert_eq!(request.await.json::<Value>()["method"], method);
    }
    assert_eq!(client.head(path).await.assert_status(200).text(), "");
    let allowed = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";
    client.options(path).await.assert_status(204).assert_header("allow", allowed);
    client.request(Method::TRACE, path).await.assert_status(405);
}

#[tokio::test]
async fn what_is_written_is_what_the_handler_sees() {
    #[derive(Serialize)]
    struct Search<'a> {
        q: &'a str,
        page: Option<u32>,
        tag: &'a [&'a str],
    }

    let client = echo();
    let search = Search { q: "a b&c", page: Some(2), tag: &["x", "y"] };
    let json = client.post("/client/echo").json(&json!({ "a": [1, null] })).header("x-a", "1").header("x-a", "2");
    for (request, expected) in [
        (
            client.get("/client/echo/caf%C3%A9/b%2Fc?x=1"),
            json!({ "method": "GET", "url": "http://localhost/client/echo/caf%C3%A9/b%2Fc?x=1", "headers": { "host": "localhost" }, "body": "" }),
        ),
        (
            client.get("/client/echo#top").query(&search),
            json!({ "method": "GET", "url": "http://localhost/client/echo?q=a+b%26c&page=2&tag=x&tag=y", "headers": { "host": "localhost" }, "body": "" }),
        ),
        (
            client.get("/client/echo?x=1").query(&[("y", "2")]).query(&json!({})).header("host", "shop.example"),
            json!({ "method": "GET", "url": "http://shop.example/client/echo?x=1&y=2", "headers": { "host": "shop.example" }, "body": "" }),
        ),
        (
            json,
            json!({ "method": "POST", "url": "http://localhost/client/echo", "headers": {
                "host": "localhost", "content-type": "application/json", "content-length": "14", "x-a": "1 & 2",
            }, "body": "{\"a\":[1,null]}" }),
        ),
        (
            client.put("/client/echo").form(&search),
            json!({ "method": "PUT", "url": "http://localhost/client/echo", "headers": {
                "host": "localhost", "content-type": "application/x-www-form-urlencoded", "content-length": "28",
            }, "body": "q=a+b%26c&page=2&tag=x&tag=y" }),
        ),
        (
            client.patch("/client/echo").text("é"),
            json!({ "method": "PATCH", "url": "http://localhost/client/echo", "headers": {
                "host": "localhost", "content-type": "text/plain;charset=UTF-8", "content-length": "2",
            }, "body": "é" }),
        ),
        (
            client.post("/client/echo").body(vec![b'a']).header("content-length", "1"),
            json!({ "method": "POST", "url": "http://localhost/client/echo", "headers": {
                "host": "localhost", "content-length": "1",
            }, "body": "a" }),
        ),
        (
            client.post("/client/echo").cookie("a", "1 2").cookie("b", "é"),
            json!({ "method": "POST", "url": "http://localhost/client/echo", "headers": {
                "host": "localhost", "cookie": "a=1%202; b=%C3%A9",
            }, "body": "" }),
        ),
    ] {
        let what = format!("{request:?}");
        assert_eq!(request.await.assert_status(200).json::<Value>(), expected, "{what}");
    }
}

#[tokio::test]
async fn a_form_with_files_arrives_as_it_was_made() {
    #[route(POST "/client/form")]
    async fn upload(mut req: NextRequest) -> Result {
        let form = req.form_data().await?;
        Ok(NextResponse::json(form.iter().collect::<Vec<_>>()))
    }

    let mut form = FormData::new();
    form.append("title", "a \"b\"");
    form.append("file", File::new("a.png", vec![0, 159]).with_content_type("image/png"));
    let answer = Client::new(routes![upload]).post("/client/form").multipart(form).await;
    let expected = json!([["title", "a \"b\""], ["file", { "name": "a.png", "type": "image/png", "size": 2 }]]);
    assert_eq!(answer.json::<Value>(), expected);
}

#[tokio::test]
async fn a_value_in_the_extensions_is_what_a_layer_would_have_put_there() {
    #[derive(Clone)]
    struct User(&'static str);

    #[route(GET "/client/extension")]
    async fn extension(Extension(User(name)): Extension<User>) -> &'static str {
        name
    }

    let client = Client::new(routes![extension]);
    assert_eq!(client.get("/client/extension").extension(User("ada")).await.text(), "ada");
    client.get("/client/extension").await.assert_status(500);
}

/// What a panic says.
fn said<T>(panics: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(panics)).err().expect("a panic");
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => (*panic.downcast_ref::<&str>().expect("a text")).to_owned(),
    }
}

#[tokio::test]
async fn a_mistake_of_the_test_is_said_where_it_is_made() {
    let client = echo();
    let get = || client.get("/client/echo");
    for (said, expected) in [
        (said(|| client.get("client/echo")), "the path `client/echo` does not begin with `/`"),
        (said(|| client.get("")), "the path `` does not begin with `/`"),
        (
            said(|| client.get("/a b")),
            "the path `/a b` cannot be sent: invalid uri character\nhelp: percent-encode it, as `GET::url(..)` does",
        ),
        (
            said(|| client.another().with_origin("http://shop.example").set_cookie("__Host-a", "1")),
            "the cookie `__Host-a` is kept at `https` and at `localhost` alone\nhelp: `Client::new(..).with_origin(\"https://shop.example\")`",
        ),
        (said(|| get().header("a b", "1")), "a request cannot have this header: invalid HTTP header name"),
        (said(|| get().header("a", "1\r\n2")), "the header `a` cannot be sent: failed to parse header value"),
        (said(|| get().cookie("a b", "1")), "a request cannot have the cookie `a b`: a cookie cannot have this name"),
        (said(|| client.set_cookie("a;b", "1")), "there is no cookie `a;b`: a cookie cannot have this name"),
        (
            said(|| get().query(&1)),
            "the value does not serialise as a form: top-level serializer supports only maps and structs\nhelp: it is a struct, a map or a list of pairs; of several values of one name, make a `Vec` or a slice",
        ),
        (
            said(|| echo().with_origin("https://shop.example/a")),
            "`https://shop.example/a` is more than an origin\nhelp: write a scheme and a host, `https://shop.example`",
        ),
        (
            said(|| echo().with_origin("shop.example")),
            "`shop.example` is no origin: the URL is relative; an absolute URL begins with `http://` or `https://`\nhelp: write a scheme and a host, `https://shop.example`",
        ),
    ] {
        assert_eq!(said, expected);
    }
    // And not answered as another path.
    let long = "a".repeat(70_000);
    for said in [said(|| client.get(&format!("/{long}"))), said(|| get().query(&[("a", &long)]))] {
        assert!(said.contains("cannot be sent: uri too long"), "{said}");
    }
}

#[tokio::test]
async fn whatever_the_app_does_is_an_answer() {
    #[route(GET "/client/odd/[what]")]
    async fn odd(what: String) -> Response {
        match &*what {
            "bytes" => {
                (HeaderMap::from_iter([("x-a".parse().unwrap(), "é".parse().unwrap())]), vec![0xff]).into_response()
            }
            "cookies" => [("set-cookie", "no cookie; ;=;"), ("set-cookie", "=")].into_response(),
            "location" => (axum::http::StatusCode::FOUND, [("location", "http://[")]).into_response(),
            _ => panic!("odd"),
        }
    }

    let client = Client::new(routes![odd]);
    let answer = client.get("/client/odd/bytes").await;
    assert_eq!((answer.header("x-a"), &*answer.text(), &answer.bytes()[..]), (None, "\u{fffd}", &[0xff][..]));
    assert_eq!(answer.headers()["x-a"].as_bytes(), "é".as_bytes());
    client.get("/client/odd/cookies").await.assert_status(200);
    client.get("/client/odd/location").follow_redirects().await.assert_status(302);
    client.get("/client/odd/panic").await.assert_status(500);
    client.get("/nowhere").await.assert_status(404);
}

#[tokio::test]
async fn an_assertion_that_fails_shows_the_answer() {
    #[route(GET "/client/refused")]
    async fn refused() -> NextResponse {
        NextResponse::json(json!({ "code": 7 })).with_status(422)
    }

    #[derive(Debug, Deserialize)]
    struct Item {
        #[allow(dead_code, reason = "it is read, which is what fails")]
        code: String,
    }

    let answer = Client::new(routes![refused]).get("/client/refused?a=1").await;
    let shown = "422 Unprocessable Entity\ncontent-type: application/json\ncontent-length: 10\n\n{\"code\":7}";
    assert_eq!(answer.to_string(), shown);
    assert_eq!(format!("{answer:?}"), format!("GET http://localhost/client/refused?a=1\n{shown}"));
    for (said, expected) in [
        (
            said(|| answer.clone().assert_status(201)),
            "`GET http://localhost/client/refused?a=1` was answered with 422 Unprocessable Entity, not with 201 Created",
        ),
        (
            said(|| answer.clone().assert_header("content-type", "text/html")),
            "the header `content-type` of `GET http://localhost/client/refused?a=1` is `application/json`, not `text/html`",
        ),
        (
            said(|| answer.clone().assert_header("x-a", "1")),
            "the answer to `GET http://localhost/client/refused?a=1` has no header `x-a`",
        ),
        (
            said(|| answer.json::<Item>()),
            "the body is not what was asked for: code: invalid type: integer `7`, expected a string at line 1 column 9",
        ),
    ] {
        assert_eq!(said, format!("{expected}\n\n{shown}"));
    }
    answer.assert_status(422).assert_header("content-type", "application/json");
}

#[route("/client/cookies/[[...rest]]")]
mod jar {
    use super::*;

    pub async fn GET(req: NextRequest) -> String {
        req.headers().get("cookie").and_then(|line| line.to_str().ok()).unwrap_or_default().to_owned()
    }

    pub async fn POST(mut req: NextRequest) -> Result<Response> {
        let mut answer = ().into_response();
        for line in req.text().await?.lines() {
            answer.headers_mut().append("set-cookie", line.parse()?);
        }
        Ok(answer)
    }
}

#[tokio::test]
async fn cookies_are_kept_and_sent_again() {
    let client = Client::new(routes![jar::route]);
    let sent = async |path: &str| client.get(path).await.text().into_owned();
    client
        .post("/client/cookies")
        .text("a=1; Path=/\nb=x%20y; Path=/client/cookies/below\nc=3; Secure; Max-Age=0")
        .await;
    assert_eq!(sent("/client/cookies").await, "a=1");
    assert_eq!(sent("/client/cookies/below/more").await, "b=x%20y; a=1");
    assert_eq!((client.cookie("b").as_deref(), client.cookie("c")), (Some("x y"), None));

    client.post("/client/cookies").text("a=2; Path=/").await;
    assert_eq!(sent("/client/cookies").await, "a=2");
    let beside = client.get("/client/cookies").cookie("d", "4").cookie("a", "5").await;
    assert_eq!(beside.text(), "d=4; a=5", "one of the request is in the place of one of its name");
    assert_eq!(sent("/client/cookies").await, "a=2", "and is not kept");
    assert_eq!(client.get("/client/cookies").cookie("a", "6").cookie("a", "7").await.text(), "a=7");

    client.post("/client/cookies").text("a=; Path=/; Max-Age=0").await;
    assert_eq!(sent("/client/cookies").await, "");
    client.set_cookie("e", "f g");
    assert_eq!(sent("/client/cookies").await, "e=f%20g");
    assert_eq!(client.another().get("/client/cookies").await.text(), "");
    assert_eq!(client.clone().get("/client/cookies").await.text(), "e=f%20g");
    client.clear_cookies();
    assert_eq!(sent("/client/cookies/below").await, "");
}

#[tokio::test]
async fn cookies_age_by_the_clock_of_the_client() {
    let client = Client::new(routes![jar::route]);
    client.post("/client/cookies").text("a=1; Max-Age=60; Path=/\nb=2; Path=/").await;
    client.advance(Duration::from_secs(50));
    assert_eq!(client.get("/client/cookies").await.text(), "a=1; b=2");
    client.advance(Duration::from_secs(10));
    assert_eq!(client.get("/client/cookies").await.text(), "b=2");
    let long_ago = Cookie::new("b", "2").with_expires(std::time::SystemTime::now() + Duration::from_secs(3_600));
    let line = axum::http::HeaderValue::try_from(&long_ago).unwrap();
    client.post("/client/cookies").text(line.to_str().unwrap()).await;
    assert_eq!(client.cookie("b").as_deref(), Some("2"));
    client.advance(Duration::from_secs(3_600));
    assert_eq!(client.cookie("b"), None);
}

#[tokio::test]
async fn at_https_cookies_may_be_secure() {
    let client = Client::new(routes![jar::route, echo::route]).with_origin("https://shop.example:8443");
    client.post("/client/cookies").text("__Host-a=1; Secure; Path=/\nb=2; Domain=other.example").await;
    client.set_cookie("c", "3");
    let seen = client.get("/client/echo").await.json::<Value>();
    assert_eq!(seen["url"], "https://shop.example:8443/client/echo");
    assert_eq!(seen["headers"], json!({ "host": "shop.example:8443", "cookie": "__Host-a=1; c=3" }));
}

#[route("/client/move/[status]")]
mod moves {
    use super::*;

    pub async fn GET(status: u16, req: NextRequest) -> NextResponse {
        answer(status, &req)
    }
    pub async fn POST(status: u16, req: NextRequest) -> NextResponse {
        answer(status, &req)
    }
    pub async fn PUT(status: u16, req: NextRequest) -> NextResponse {
        answer(status, &req)
    }

    fn answer(status: u16, req: &NextRequest) -> NextResponse {
        let to = req.next_url().search_params().get("to").unwrap_or("/client/echo").to_owned();
        let mut answer = NextResponse::new(()).with_status(status).with_header("location", to);
        answer.cookies_mut().set("moved", "1");
        answer
    }
}

#[tokio::test]
async fn redirects_are_followed_where_that_is_asked_for_and_as_browsers_do() {
    let app = || routes![moves::route, echo::route];
    for (method, status, expected) in [
        ("POST", 301, "GET"),
        ("POST", 302, "GET"),
        ("POST", 303, "GET"),
        ("POST", 307, "POST"),
        ("POST", 308, "POST"),
        ("PUT", 301, "PUT"),
        ("PUT", 302, "PUT"),
        ("PUT", 303, "GET"),
        ("PUT", 307, "PUT"),
        ("GET", 302, "GET"),
        ("GET", 303, "GET"),
    ] {
        let client = Client::new(app());
        let request = || {
            let request = client.request(method.parse().unwrap(), &format!("/client/move/{status}"));
            request.text("tea").header("x-a", "1")
        };
        request().await.assert_status(status);
        client.clear_cookies();

        let answer = request().follow_redirects().await.assert_status(200);
        let seen = answer.json::<Value>();
        assert_eq!(seen["method"], expected, "{method} {status}");
        let keeps_its_body = expected == method;
        // What a GET is sent has no body here (R16), but its content type is the test's own.
        let body = if keeps_its_body && expected != "GET" { "tea" } else { "" };
        assert_eq!(seen["body"], body, "{method} {status}");
        assert_eq!(seen["headers"].get("content-type").is_some(), keeps_its_body, "{method} {status}");
        assert_eq!(seen["headers"]["x-a"], "1");
        assert_eq!(seen["headers"]["cookie"], "moved=1", "what is set on the way is sent");
        assert_eq!(answer.url(), "http://localhost/client/echo");
    }
    let client = Client::new(app());
    let answer = client.get("/client/move/307").cookie("moved", "0").cookie("a", "1").follow_redirects().await;
    let seen = answer.json::<Value>();
    assert_eq!(seen["headers"]["cookie"], "moved=1; a=1", "what is set on the way is in the place of what was given");
}

#[tokio::test]
async fn a_redirect_may_be_relative_and_ends_where_another_host_begins() {
    let client = Client::new(routes![moves::route, echo::route]);
    for (to, status, url) in [
        ("../echo/a?b=1#c", 200, "http://localhost/client/echo/a?b=1"),
        ("/client/echo/é?ü", 200, "http://localhost/client/echo/%C3%A9?%C3%BC"),
        ("//localhost/client/echo", 200, "http://localhost/client/echo"),
        ("http://localhost/client/echo", 200, "http://localhost/client/echo"),
        (
            "https://localhost/client/echo",
            307,
            "http://localhost/client/move/307?to=https%3A%2F%2Flocalhost%2Fclient%2Fecho",
        ),
        ("//example.com/", 307, "http://localhost/client/move/307?to=%2F%2Fexample.com%2F"),
        ("/nowhere", 404, "http://localhost/nowhere"),
    ] {
        let answer = client.get("/client/move/307").query(&[("to", to)]).follow_redirects().await.assert_status(status);
        assert_eq!(answer.url(), url);
    }
}

#[tokio::test]
async fn redirects_that_never_end_are_followed_20_times() {
    static ASKED: AtomicUsize = AtomicUsize::new(0);

    #[route(GET "/client/circle")]
    async fn circle() -> Result {
        ASKED.fetch_add(1, Ordering::SeqCst);
        Err(redirect("/client/circle"))
    }

    Client::new(routes![circle]).get("/client/circle").follow_redirects().await.assert_status(307);
    assert_eq!(ASKED.load(Ordering::SeqCst), 21);
}

type Runs = Arc<AtomicUsize>;

#[route("/client/kept", revalidate = 60)]
mod kept {
    use super::*;

    pub async fn GET(State(runs): State<Runs>) -> String {
        // A generation in the background takes its time, so that a test that did not wait would see it.
        sleep(Duration::from_millis(20)).await;
        (runs.fetch_add(1, Ordering::SeqCst) + 1).to_string()
    }

    pub async fn DELETE() -> Result<()> {
        Ok(revalidate_path("/client/kept").await?)
    }
}

#[tokio::test]
async fn a_stored_answer_is_made_anew_when_its_time_has_gone_by() {
    let clock = ManualClock::new();
    let store = || MemoryStore::new().with_clock(&clock);
    let router = routes![kept::route].cache(store()).into_router().with_state(Runs::default());
    for client in [
        Client::new(App::new(routes![kept::route]).with_state(Runs::default())),
        Client::new(App::new(routes![kept::route]).cache_namespace("own").with_state(Runs::default())),
        Client::with_clock(App::new(routes![kept::route]).cache(store()).with_state(Runs::default()), &clock),
        Client::with_clock(router, &clock),
    ] {
        let get = async || client.get("/client/kept").await.text().into_owned();
        assert_eq!(get().await, "1");
        client.advance(Duration::from_secs(59));
        assert_eq!(get().await, "1");
        client.advance(Duration::from_secs(2));
        assert_eq!(get().await, "1", "the old answer, while a new one is made");
        client.settle().await;
        assert_eq!(get().await, "2");
        client.delete("/client/kept").await.assert_status(200);
        assert_eq!(get().await, "3");
    }
}

#[tokio::test]
async fn two_clients_of_one_table_have_two_stores() {
    let app = || App::new(routes![kept::route]).with_state(Runs::default());
    let (one, two) = (Client::new(app()), Client::new(app()));
    for client in [&one, &two] {
        client.get("/client/kept").await.assert_header("x-nextjs-cache", "MISS");
        client.another().get("/client/kept").await.assert_header("x-nextjs-cache", "HIT");
    }
}

type Log = Arc<Mutex<Vec<&'static str>>>;

#[tokio::test]
async fn settling_waits_for_all_that_requests_have_left() {
    async fn late(log: Log, what: &'static str) {
        sleep(Duration::from_millis(5)).await;
        log.lock().unwrap().push(what);
    }

    #[route(GET "/client/left/[what]")]
    async fn left(what: String, State(log): State<Log>) -> NextResponse {
        match &*what {
            "after" => after(late(log, "after")),
            "nested" => after(async { after(late(log, "nested")) }),
            "spawned" => spawn(async { after(late(log, "spawned")) }).await.unwrap(),
            "stream" => {
                let pieces = stream::iter([0, 1]).then(move |piece| {
                    let log = Arc::clone(&log);
                    async move {
                        if piece == 1 {
                            after(late(log, "stream"));
                        }
                        "piece"
                    }
                });
                return NextResponse::stream(pieces);
            }
            "failed" => {
                after(late(log, "failed"));
                return NextResponse::new(()).with_status(500);
            }
            _ => {
                after(late(log, "panicked"));
                panic!("odd")
            }
        }
        NextResponse::new(())
    }

    use futures_util::StreamExt;
    for what in ["after", "nested", "spawned", "stream", "failed", "panicked"] {
        let log = Log::default();
        let client = Client::new(App::new(routes![left]).with_state(Arc::clone(&log)));
        client.get(&format!("/client/left/{what}")).await;
        assert!(log.lock().unwrap().is_empty(), "{what}");
        client.settle().await;
        assert_eq!(*log.lock().unwrap(), [what]);
    }
}

#[tokio::test]
async fn settling_waits_for_what_a_stored_answer_has_left() {
    static DONE: AtomicUsize = AtomicUsize::new(0);

    #[route(GET "/client/kept-after", revalidate = 60)]
    async fn kept_after() -> &'static str {
        after(async {
            sleep(Duration::from_millis(5)).await;
            DONE.fetch_add(1, Ordering::SeqCst);
        });
        "kept"
    }

    let client = Client::new(routes![kept_after]);
    client.get("/client/kept-after").await;
    client.settle().await;
    assert_eq!(DONE.load(Ordering::SeqCst), 1);
    client.advance(Duration::from_secs(61));
    client.get("/client/kept-after").await.assert_header("x-nextjs-cache", "STALE");
    client.settle().await;
    assert_eq!(DONE.load(Ordering::SeqCst), 2, "of the generation in the background");
}

#[tokio::test]
async fn settling_does_not_wait_for_the_requests_of_others() {
    #[route(GET "/client/waits")]
    async fn waits(State(gate): State<Arc<Notify>>) {
        after(async move { gate.notified().await });
    }

    let gate = Arc::new(Notify::new());
    let app = || App::new(routes![waits]).with_state(Arc::clone(&gate));
    let (one, other) = (Client::new(app()), Client::new(app()));
    one.get("/client/waits").await;
    other.settle().await;
    let waiting = tokio::spawn(async move { one.settle().await });
    sleep(Duration::from_millis(20)).await;
    assert!(!waiting.is_finished(), "its own is still waiting");
    gate.notify_one();
    waiting.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn settling_gives_up_in_words() {
    #[route(GET "/client/never")]
    async fn never() -> NextResponse {
        after(async {});
        NextResponse::stream(stream::pending::<&str>())
    }

    let client = Client::new(routes![never]);
    let stream = client.get("/client/never").stream().await;
    let settling = client.clone();
    let error = tokio::spawn(async move { settling.settle().await }).await.unwrap_err().into_panic();
    let said = error.downcast_ref::<String>().unwrap();
    assert!(
        said.starts_with("what the requests have left still runs after 60 s\nhelp: read or drop answers"),
        "{said}"
    );
    drop(stream);
    client.settle().await;
}

#[tokio::test]
async fn a_stream_is_read_as_it_comes_and_its_handler_sees_the_client_go() {
    static GONE: AtomicUsize = AtomicUsize::new(0);

    #[route(GET "/client/events")]
    async fn events(req: NextRequest) -> NextResponse {
        let signal = req.signal();
        tokio::spawn(async move {
            signal.aborted().await;
            GONE.fetch_add(1, Ordering::SeqCst);
        });
        let events = stream::unfold(1, |n| async move {
            sleep(Duration::from_millis(1)).await;
            Some((format!("data: {n}\n\n"), n + 1))
        });
        NextResponse::stream(events).with_header("content-type", "text/event-stream")
    }

    let client = Client::new(routes![events]);
    let mut answer = client.get("/client/events").stream().await;
    assert_eq!((answer.status().as_u16(), answer.header("content-type")), (200, Some("text/event-stream")));
    for n in 1..=3 {
        assert_eq!(answer.chunk().await.unwrap(), format!("data: {n}\n\n"));
    }
    assert_eq!(GONE.load(Ordering::SeqCst), 0);
    drop(answer);
    while GONE.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_says_so() {
    #[route(GET "/client/broken")]
    async fn broken() -> NextResponse {
        NextResponse::stream(stream::iter([Ok("half"), Err(std::io::Error::other("the disk is full"))]))
    }

    let client = Client::new(routes![broken]);
    let mut answer = client.get("/client/broken").stream().await;
    assert_eq!((answer.chunk().await.unwrap(), answer.error()), ("half".into(), None));
    assert_eq!((answer.chunk().await, answer.error()), (None, Some("the disk is full")));
    assert_eq!((answer.chunk().await, answer.error()), (None, Some("the disk is full")), "once more");
    let answer = client.get("/client/broken").await;
    let shown = answer.to_string();
    assert!(shown.ends_with("\n\nhalf\n\n(here the body broke off: the disk is full)"), "{shown}");
}

#[tokio::test]
async fn an_app_is_asked_whole() {
    #[middleware(matcher = "/client/:path*")]
    async fn guard(req: NextRequest) -> Middleware {
        match req.cookies().has("user") {
            true => NextResponse::next().into(),
            false => NextResponse::redirect("/login").into(),
        }
    }

    let app = App::new(routes![echo::route])
        .middleware(guard)
        .redirects([Redirect::new("/old", "/client/echo")])
        .merge(Router::new().layer(DefaultBodyLimit::max(1)));
    let client = Client::new(app);
    client.get("/client/echo").await.assert_status(307).assert_header("location", "/login");
    client.set_cookie("user", "ada");
    let answer = client.get("/old").follow_redirects().await.assert_status(200);
    assert_eq!(answer.url(), "http://localhost/client/echo");
}

/// Handlers as they are in a module of their own.
mod functions {
    use super::*;

    #[page("/functions")]
    pub async fn home() -> Html<&'static str> {
        Html("<h1>home</h1>")
    }

    #[route("/functions/[slug]")]
    pub async fn PUT(
        mut req: NextRequest,
        slug: String,
        State(names): State<Vec<&'static str>>,
        Extension(user): Extension<&'static str>,
    ) -> Result {
        let text = req.text().await?;
        Ok(NextResponse::new(format!("{slug} {names:?} {user} {text}")).with_status(201))
    }

    #[route(GET "/functions/stored/[id]", revalidate = 60)]
    pub async fn stored(id: u64) -> String {
        (id + 1).to_string()
    }

    #[route("/functions/module/[...path]")]
    pub mod module {
        pub async fn GET(Params { path }: Params) -> String {
            path.join("+")
        }

        pub async fn generate_static_params() -> Vec<Params> {
            vec![Params { path: vec!["a".to_owned()] }]
        }
    }

    #[middleware(matcher = "/functions/:path*")]
    pub async fn guard(req: NextRequest) -> Middleware {
        match req.cookies().has("user") {
            true => NextResponse::next().into(),
            false => NextResponse::new("who are you?").with_status(401).into(),
        }
    }

    #[middleware]
    pub async fn go_on() {}

    #[cached(life = "hours")]
    pub async fn double(n: u32) -> Result<u32> {
        RUNS.fetch_add(1, Ordering::SeqCst);
        Ok(n * 2)
    }

    pub static RUNS: AtomicUsize = AtomicUsize::new(0);
}

#[tokio::test]
async fn a_handler_is_a_function() {
    let request =
        |cookie: &str| NextRequest::builder().method("PUT").cookie(cookie, "ada").body("tea").build().unwrap();

    assert_eq!(functions::home().await.0, "<h1>home</h1>");
    let answer =
        functions::PUT(request("user"), "a".into(), State(vec!["b"]), Extension("ada")).await.unwrap().into_response();
    assert_eq!(answer.status(), 201);
    assert_eq!(functions::stored(1).await, "2");
    let all = functions::module::generate_static_params().await;
    assert_eq!(functions::module::GET(all[0].clone()).await, "a");
    let path = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(functions::module::GET(functions::module::Params { path }).await, "a+b");
    functions::go_on().await;
    assert!(format!("{:?}", functions::guard(request("user")).await).contains("Next"));
    assert!(format!("{:?}", functions::guard(request("other")).await).contains("401"));
    assert_eq!((functions::double(2).await.unwrap(), functions::double(2).await.unwrap()), (4, 4));
    assert_eq!(functions::RUNS.load(Ordering::SeqCst), 1, "what is cached is cached in a test, too");
}

#[tokio::test]
async fn a_function_that_reads_the_request_runs_in_one() {
    let request = NextRequest::builder().cookie("user", "ada").header("x-a", "1").build().unwrap();
    let log = Log::default();
    let in_log = Arc::clone(&log);
    let seen = in_request(&request, async move {
        after(async move {
            let user = cookies().get("user").map(|user| user.into_value());
            in_log.lock().unwrap().push(if user.as_deref() == Some("bob") { "after" } else { "wrong" });
        });
        let user = cookies().get("user").unwrap().into_value();
        cookies().set("user", "bob");
        let spawned = spawn(async { headers().get("x-a").unwrap().to_str().unwrap().to_owned() }).await.unwrap();
        sleep(Duration::from_millis(1)).await;
        assert!(RoutePattern::current().is_some());
        (user, cookies().get("user").unwrap().into_value(), spawned)
    });
    assert_eq!(seen.await, ("ada".to_owned(), "bob".to_owned(), "1".to_owned()));
    route_runtime::wait_for_after().await;
    assert_eq!(*log.lock().unwrap(), ["after"]);
    assert_eq!(request.cookies().get("user").unwrap().value(), "ada", "the request is as it was");
}

#[tokio::test]
async fn outside_of_a_request_there_is_none_again() {
    let request = NextRequest::builder().cookie("user", "ada").build().unwrap();
    let mut first = Box::pin(in_request(&request, async {
        tokio::task::yield_now().await;
        cookies().has("user")
    }));
    // Between its polls the thread is another's.
    assert!(futures_util::poll!(&mut first).is_pending());
    assert!(route_runtime::try_cookies().is_err());
    assert!(first.await);
    assert!(route_runtime::try_cookies().is_err());

    fn is_send<T: Future + Send>(future: T) -> T {
        future
    }
    assert_eq!(is_send(in_request(&request, async { 1 })).await, 1);
    is_send(Client::new(routes![echo::route]).get("/client/echo").into_future()).await.assert_status(200);
}

#[tokio::test]
async fn a_test_that_fails_is_told_why_a_500_is_one_and_a_client_is_not() {
    #[route(GET "/testing/fails", scope = testing_fails)]
    async fn fails() -> Result {
        Err(std::io::Error::other("the database is gone"))?
    }

    let answer = Client::new(routes![fails]).get("/testing/fails").await;
    assert_eq!((answer.status().as_u16(), &*answer.text()), (500, ""));
    assert!(answer.headers().values().all(|value| !value.as_bytes().ends_with(b"gone")));
    assert!(answer.to_string().ends_with("(logged, and not a part of the answer: the database is gone)"), "{answer}");
}
