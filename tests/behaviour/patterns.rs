//! NEXT-SPEC section 19: the patterns that the documentation presents. D1 is in `cors.rs`; D3 needs the route cache.

use axum::Router;
use axum::body::Body;
use axum::extract::Request as AxumRequest;
use axum::http::{Method, Request};
use route_runtime::{Cookie, NextRequest, NextResponse, Result, RouteError, route, routes};
use route_tests::{Answer, call, get, send};
use std::sync::atomic::{AtomicUsize, Ordering};
use tower::ServiceExt;

#[tokio::test]
async fn D2_a_webhook_reads_the_raw_text_before_it_believes_it() {
    #[route(POST "/webhook", scope = patterns)]
    async fn webhook(mut req: NextRequest) -> Result {
        let signature = req.headers().get("x-signature").cloned();
        let text = req.text().await?;
        // A real one is an HMAC; here it is the length.
        if signature.is_none_or(|signature| signature != text.len().to_string()) {
            return Err(RouteError::new(400, "the signature is wrong"));
        }
        let event: serde_json::Value =
            serde_json::from_str(&text).map_err(|error| RouteError::new(400, error.to_string()))?;
        Ok(NextResponse::new(event["type"].as_str().unwrap_or_default().to_owned()))
    }

    let app: Router = routes![webhook].into_router();
    let post = async |signature: &'static str, body: &'static str| -> Answer {
        call(&app, Request::post("/webhook").header("x-signature", signature).body(Body::from(body)).unwrap()).await
    };
    assert_eq!(post("17", r#"{"type": "paid"} "#).await.text(), (200, "paid"));
    assert_eq!(post("16", r#"{"type": "paid"} "#).await.status, 400);
    assert_eq!(post("1", "{").await.status, 400);
}

#[tokio::test]
async fn D4_a_callback_sets_a_cookie_and_redirects_in_one_answer() {
    #[route("/auth/callback", scope = patterns)]
    async fn GET(req: NextRequest) -> Result {
        let query = req.next_url().search_params();
        let token = query.get("session_token").ok_or_else(|| RouteError::new(400, "no token"))?.to_owned();
        let mut response = NextResponse::redirect(query.get("redirect_url").unwrap_or("/"));
        response.cookies_mut().set_cookie(Cookie::new("token", token).with_http_only(true));
        Ok(response)
    }

    let app: Router = routes![GET].into_router();
    let answer = get(&app, "/auth/callback?session_token=a+b&redirect_url=/home").await;
    assert_eq!((answer.status, answer.header("location")), (307, "/home"));
    assert_eq!(answer.header("set-cookie"), "token=a%20b; Path=/; HttpOnly");
    assert_eq!(get(&app, "/auth/callback").await.status, 400);
}

#[tokio::test]
async fn D5_a_request_is_validated_and_handed_on_as_it_came() {
    async fn backend(request: AxumRequest) -> String {
        let (head, body) = request.into_parts();
        let body = axum::body::to_bytes(body, 100).await.unwrap();
        format!("{} {:?} {body:?}", head.method, head.headers.get("x-a"))
    }

    #[route(POST "/proxied", scope = patterns)]
    async fn proxied(mut req: NextRequest) -> Result {
        let mut copy = req.try_clone().await?;
        let _: Vec<u64> = copy.json().await?;
        let response = Router::new().fallback(backend).oneshot(AxumRequest::from(req)).await?;
        Ok(response.into())
    }

    let app: Router = routes![proxied].into_router();
    let request = Request::post("/proxied").header("x-a", "1").body(Body::from("[1, 2]")).unwrap();
    assert_eq!(call(&app, request).await.text(), (200, r#"POST Some("1") b"[1, 2]""#));
    assert_eq!(send(&app, "POST", "/proxied", "no list").await.status, 400);
}

#[tokio::test]
async fn D6_a_limit_answers_429_and_says_so() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    #[route("/limited", scope = patterns)]
    async fn GET() -> NextResponse {
        if CALLS.fetch_add(1, Ordering::SeqCst) >= 2 {
            return NextResponse::json(serde_json::json!({ "error": "Rate limit exceeded" })).with_status(429);
        }
        NextResponse::new(()).with_status(204)
    }

    let app: Router = routes![GET].into_router();
    assert_eq!([get(&app, "/limited").await.status, get(&app, "/limited").await.status], [204, 204]);
    assert_eq!(get(&app, "/limited").await.text(), (429, r#"{"error":"Rate limit exceeded"}"#));
}

#[tokio::test]
async fn D7_what_is_no_page_has_dots_in_its_path_and_a_type_of_its_own() {
    #[route(GET "/rss.xml", scope = patterns)]
    async fn feed() -> NextResponse {
        NextResponse::new("<rss/>").with_header("content-type", "text/xml")
    }
    #[route(GET "/.well-known/[...rest]", scope = patterns)]
    async fn well_known(rest: Vec<String>) -> String {
        rest.join("/")
    }

    let app: Router = routes![feed, well_known].into_router();
    let answer = get(&app, "/rss.xml").await;
    assert_eq!((answer.text(), answer.header("content-type")), ((200, "<rss/>"), "text/xml"));
    assert_eq!(get(&app, "/.well-known/security.txt").await.text(), (200, "security.txt"));
}

#[tokio::test]
async fn D8_one_function_answers_several_methods() {
    #[route("/shared", scope = patterns)]
    mod shared {
        use super::*;

        async fn echo(method: Method) -> String {
            method.to_string()
        }
        pub async fn GET(method: Method) -> String {
            echo(method).await
        }
        pub async fn POST(method: Method) -> String {
            echo(method).await
        }
    }

    let app: Router = routes![shared::route].into_router();
    assert_eq!(get(&app, "/shared").await.text(), (200, "GET"));
    assert_eq!(send(&app, "POST", "/shared", "").await.text(), (200, "POST"));
}

#[tokio::test]
async fn D9_tokens_of_a_model_are_streamed_as_they_come() {
    #[route("/tokens", scope = patterns)]
    async fn GET() -> NextResponse {
        NextResponse::new(axum::body::Body::from_stream(futures_util::stream::iter(
            ["one ", "two ", "three"].map(Ok::<_, std::io::Error>),
        )))
    }

    let app: Router = routes![GET].into_router();
    let answer = get(&app, "/tokens").await;
    assert_eq!((answer.text(), answer.header("content-length")), ((200, "one two three"), ""));
}
