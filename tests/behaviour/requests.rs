//! `NextRequest` by itself and in a handler (NEXT-SPEC 5).

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request};
use route_runtime::{NextRequest, NextResponse, Result, route, routes};
use route_tests::{call, get};

#[route("/echo/[id]")]
async fn POST(mut req: NextRequest, id: u8) -> Result {
    let query = req.next_url().search_params().get("q").unwrap_or_default().to_owned();
    let cookie = req.cookies().get("c").map(|cookie| cookie.into_value());
    let number: u8 = req.json().await?;
    Ok(NextResponse::json((req.method().as_str(), req.url(), id, query, cookie, number)))
}

#[tokio::test]
async fn Q1_a_request_for_a_test_is_built_step_by_step() {
    let request = || {
        let request = NextRequest::builder().method("POST").url("https://example.com/echo/7?q=a+b");
        request.header("x-a", "1").header("x-a", "2").cookie("c", "d e").cookie("f", "g").json(&5)
    };
    let req = request().build().unwrap();
    assert_eq!((req.method(), req.url().as_str()), (&Method::POST, "https://example.com/echo/7?q=a+b"));
    assert_eq!(req.headers()["content-type"], "application/json");
    assert_eq!(req.headers().get_all("x-a").iter().count(), 2);
    assert_eq!(req.headers()["cookie"], "c=d%20e; f=g");

    // A handler is called as a plain function, or through a server: what it sees is the same.
    let expected = r#"["POST","https://example.com/echo/7?q=a+b",7,"a b","d e",5]"#;
    let app: Router = routes![POST].into_router();
    assert_eq!(call(&app, request().build().unwrap().into()).await.text(), (200, expected));
    assert_eq!(POST(request().build().unwrap(), 7).await.unwrap().status(), 200);

    for (bad, what) in [
        (NextRequest::builder().method("GET /"), "method"),
        (NextRequest::builder().url("http://"), "URL"),
        (NextRequest::builder().url("/a b"), "URL"),
        (NextRequest::builder().header("a b", "1"), "header"),
        (NextRequest::builder().header("a", "1\r\nb: 2"), "header"),
        (NextRequest::builder().cookie("a;b", "1"), "name"),
        (NextRequest::builder().json(&std::collections::HashMap::from([((1, 2), 3)])), "JSON"),
    ] {
        let error = bad.build().unwrap_err().to_string();
        assert!(error.contains(what), "{error}");
    }
}

#[tokio::test]
async fn Q4_Q5_cookies_and_headers_are_one_thing() {
    let mut req = NextRequest::builder().cookie("a", "1").header("X-B", "c").build().unwrap();
    req.cookies_mut().set("d", "2").set("a", "3");
    assert_eq!(req.headers()["cookie"], "a=3; d=2");
    assert_eq!(req.cookies().get("a").unwrap().value(), "3");
    let names: Vec<_> = req.headers().keys().map(|name| name.as_str()).collect();
    assert_eq!(names, ["x-b", "cookie"]);
    let mut copy = req.try_clone().await.unwrap();
    copy.cookies_mut().clear();
    assert!(copy.headers().get("cookie").is_none() && req.headers().contains_key("cookie"), "Q11");

    let handed_on = Request::<Body>::from(req);
    assert_eq!(handed_on.headers()["cookie"], "a=3; d=2");
}

#[tokio::test]
async fn E4_a_path_of_no_route_is_404() {
    let app: Router = routes![POST].into_router();
    for path in ["/nothing", "/echo", "/echo/7/x"] {
        assert_eq!(get(&app, path).await.text(), (404, ""), "{path}");
    }
}

#[tokio::test]
async fn E5_a_path_that_does_not_decode_is_400() {
    let app: Router = routes![POST].into_router();
    let answer = call(&app, Request::post("/echo/%E0%A4%A").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("undecodable_path"), "{}", answer.body);
}
