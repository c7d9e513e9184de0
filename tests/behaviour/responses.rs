//! `NextResponse` as it arrives (NEXT-SPEC 9).

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use route_runtime::{NextResponse, route, routes};
use route_tests::{Answer, Log, get};
use std::sync::{Arc, Mutex};

/// What the client is sent of this.
async fn sent(response: impl IntoResponse) -> Answer {
    let response = Arc::new(Mutex::new(Some(response.into_response())));
    let answer = async move || response.lock().unwrap().take().unwrap_or_default();
    get(&Router::new().route("/", axum::routing::get(answer)), "/").await
}

#[tokio::test]
async fn N1_N12_N16_a_response_is_200_with_the_length_that_is_known() {
    let answer = sent(NextResponse::new("é")).await;
    assert_eq!((answer.text(), answer.header("content-length")), ((200, "é"), "2"));
    assert!(!answer.headers.contains_key("etag"));
    let answer = sent(NextResponse::new(()).with_status(201)).await;
    assert_eq!((answer.text(), answer.header("content-length")), ((201, ""), "0"));
}

#[tokio::test]
async fn N3_a_status_that_never_has_a_body_drops_it() {
    for status in [204, 205, 304] {
        let answer = sent(NextResponse::json("body").with_status(status).with_header("x-a", "1")).await;
        assert_eq!((answer.text(), answer.header("x-a")), ((status, ""), "1"));
        assert!(!answer.headers.contains_key("content-type"), "{status}");
    }
}

#[tokio::test]
async fn N5_N8_a_redirect_has_one_of_five_statuses() {
    let log = Log::start();
    for status in [301, 302, 303, 307, 308] {
        let answer = sent(NextResponse::redirect("/to").with_status(status)).await;
        assert_eq!((answer.text(), answer.header("location")), ((status, ""), "/to"));
    }
    assert_eq!(sent(NextResponse::redirect("/to")).await.status, 307);
    assert_eq!(log.errors(), [""; 0]);
    for status in [200, 201, 300, 304, 305, 404, 500] {
        let answer = sent(NextResponse::redirect("/to").with_status(status)).await;
        assert_eq!((answer.text(), answer.headers.contains_key("location")), ((500, ""), false), "{status}");
        let errors = log.errors();
        assert!(errors.len() == 1 && errors[0].contains("a redirect cannot have this status"), "{errors:?}");
    }
    let answer = sent(NextResponse::redirect("/to").with_header("location", "/else")).await;
    assert_eq!(answer.lines("location"), ["/else"], "the last word");
}

#[tokio::test]
async fn N11_what_a_middleware_hands_on_is_in_no_header() {
    let headers = HeaderMap::from_iter([("x-user".parse().unwrap(), HeaderValue::from_static("ada"))]);
    let next = NextResponse::next().with_request_headers(headers.clone()).with_header("x-seen", "1");
    assert_eq!(next.request_headers(), Some(&headers));
    assert_eq!(next.headers().len(), 1);
    assert_eq!((next.destination(), NextResponse::next().request_headers()), (None, None));
}

#[tokio::test]
async fn N14_several_lines_of_a_header_stay_apart() {
    let mut response = NextResponse::new(()).with_headers([("vary", "accept"), ("x-a", "1")]);
    response.headers_mut().append("vary", HeaderValue::from_static("cookie"));
    response.cookies_mut().set("a", "1").set("b", "2");
    let answer = sent(response).await;
    assert_eq!(answer.lines("vary"), ["accept", "cookie"]);
    assert_eq!(answer.lines("set-cookie"), ["a=1; Path=/", "b=2; Path=/"]);
}

#[tokio::test]
async fn axums_answers_stay_valid_ones() {
    #[route("/answers/[kind]")]
    async fn GET(kind: String) -> Response {
        match &*kind {
            "tuple" => (StatusCode::CREATED, [("x-a", "1")], "made").into_response(),
            "html" => axum::response::Html("<p>").into_response(),
            "nested" => (StatusCode::ACCEPTED, NextResponse::json([1])).into_response(),
            _ => StatusCode::IM_A_TEAPOT.into_response(),
        }
    }
    let app: Router = routes![GET].into_router();
    for (kind, answer) in
        [("tuple", (201, "made")), ("html", (200, "<p>")), ("nested", (202, "[1]")), ("tea", (418, ""))]
    {
        assert_eq!(get(&app, &format!("/answers/{kind}")).await.text(), answer, "{kind}");
    }
}
