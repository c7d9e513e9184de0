//! `cookies()` below handlers (NEXT-SPEC 8.3), beside the cookies of requests and responses.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::{IntoResponse, Response};
use route_runtime::{
    Cookie, Cookies, NextRequest, NextResponse, Result, RouteError, cookies, not_found, permanent_redirect, redirect,
    route, routes, try_cookies,
};
use route_tests::{Answer, Log, call};

/// Sends a GET with these cookies.
async fn get(app: &Router, path: &str, cookie: &str) -> Answer {
    let request = Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap();
    call(app, request).await
}

fn set(answer: &Answer) -> Vec<&str> {
    answer.lines("set-cookie")
}

#[tokio::test]
async fn C1_C4_the_store_begins_with_the_cookies_of_the_request() {
    #[route("/c1")]
    async fn GET() -> String {
        let cookie = cookies().get("t").unwrap();
        let all: Vec<_> = cookies().get_all().iter().map(|cookie| cookie.name().to_owned()).collect();
        format!("{} {} {} {} {all:?}", cookie.name(), cookie.value(), cookie.path(), cookies().len())
    }
    let app: Router = routes![GET].into_router();
    let answer = get(&app, "/c1", "a=1; t=caf%C3%A9; a=2").await;
    assert_eq!(answer.text(), (200, r#"t café / 2 ["a", "t"]"#));
    assert_eq!(set(&answer), [""; 0], "C4: what was not changed is not sent");
}

#[tokio::test]
async fn C2_C3_reads_see_earlier_writes() {
    fn below() -> bool {
        cookies().has("fresh")
    }
    #[route("/c2")]
    async fn GET() -> String {
        assert!(!below());
        let store = cookies();
        store.set("fresh", "1").set("old", "new").delete("gone").set("twice", "1").set("twice", "2");
        tokio::task::yield_now().await;
        let value = |name: &str| cookies().get(name).map(|cookie| cookie.value().to_owned());
        let names: Vec<_> = cookies().get_all().into_iter().map(|cookie| cookie.name().to_owned()).collect();
        format!("{} {:?} {:?} {:?} {names:?}", below(), value("old"), value("gone"), value("kept"))
    }
    let app: Router = routes![GET].into_router();
    let answer = get(&app, "/c2", "old=1; gone=1; kept=1").await;
    assert_eq!(answer.text(), (200, r#"true Some("new") None Some("1") ["old", "kept", "fresh", "twice"]"#));
    let gone = "gone=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    assert_eq!(set(&answer), ["old=new; Path=/", gone, "fresh=1; Path=/", "twice=2; Path=/"], "C5: the store's order");
}

#[tokio::test]
async fn C5_C6_the_responses_own_cookies_go_first_and_win_and_stay_as_they_are() {
    #[route("/c5")]
    async fn GET() -> NextResponse {
        cookies().set("both", "store").set("b", "2");
        let mut response = NextResponse::new(()).with_header("set-cookie", "raw=x y; SAMESITE=Lax; max-age=0");
        response.cookies_mut().set("both", "response");
        response
    }
    let app: Router = routes![GET].into_router();
    let answer = get(&app, "/c5", "b=1").await;
    assert_eq!(set(&answer), ["raw=x y; SAMESITE=Lax; max-age=0", "both=response; Path=/", "b=2; Path=/"]);
}

#[tokio::test]
async fn C7_C8_cookies_are_sent_with_every_end_of_a_handler() {
    #[route("/c7/[end]")]
    async fn GET(end: String) -> Result<Response> {
        cookies().set("seen", "1");
        match &*end {
            "redirect" => Err(redirect("/")),
            "permanent" => Err(permanent_redirect("/")),
            "not-found" => Err(not_found()),
            "error" => Err(std::io::Error::other("disk full"))?,
            "mine" => Err(RouteError::new(409, "taken")),
            "panic" => panic!("a test of panics"),
            "tuple" => Ok((axum::http::StatusCode::CREATED, [("x-a", "b")], "made").into_response()),
            _ => Ok(NextResponse::new(()).with_status(204).into_response()),
        }
    }
    let app: Router = routes![GET].into_router();
    for (end, status) in [
        ("redirect", 307),
        ("permanent", 308),
        ("not-found", 404),
        ("error", 500),
        ("mine", 409),
        ("panic", 500),
        ("tuple", 201),
        ("empty", 204),
    ] {
        let answer = get(&app, &format!("/c7/{end}"), "").await;
        assert_eq!((answer.status, set(&answer)), (status, vec!["seen=1; Path=/"]), "{end}");
    }
}

#[tokio::test]
async fn K23_clear_takes_every_cookie_from_the_client() {
    #[route("/k23")]
    async fn GET() -> String {
        cookies().set("c", "3").clear();
        format!("{} {}", cookies().is_empty(), cookies().len())
    }
    let app: Router = routes![GET].into_router();
    let answer = get(&app, "/k23", "a=1; b=2").await;
    assert_eq!(answer.text(), (200, "true 0"));
    let names: Vec<_> = set(&answer).iter().map(|line| line.split('=').next().unwrap().to_owned()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert!(set(&answer).iter().all(|line| line.contains("=; Path=/; Expires=Thu, 01 Jan 1970")));
}

#[tokio::test]
async fn a_cookie_that_no_header_can_carry_makes_the_answer_a_500() {
    #[route("/bad/[what]")]
    async fn GET(what: String) -> &'static str {
        match &*what {
            "name" => cookies().set("a\r\nset-cookie: admin", "1"),
            _ => cookies().set_cookie(Cookie::new("a", "1").with_path("/; Domain=evil.example")),
        };
        cookies().set("fine", "1");
        "text"
    }
    let app: Router = routes![GET].into_router();
    let log = Log::start();
    for what in ["name", "path"] {
        let answer = get(&app, &format!("/bad/{what}"), "").await;
        assert_eq!((answer.text(), set(&answer)), ((500, ""), vec![]), "{what}");
        let errors = log.errors();
        assert!(errors.len() == 1 && errors[0].contains("behaviour/cookies.rs:"), "{errors:?}");
    }
    // A value may be anything.
    #[route(GET "/bad-value")]
    async fn value() {
        cookies().set("a", "\r\nset-cookie: admin=1; é");
    }
    let app: Router = routes![value].into_router();
    let answer = get(&app, "/bad-value", "").await;
    assert_eq!(set(&answer), ["a=%0D%0Aset-cookie%3A%20admin%3D1%3B%20%C3%A9; Path=/"]);
}

/// An extractor of one's own, on top of ours.
struct Session(Option<String>);
impl<S: Sync> axum::extract::FromRequestParts<S> for Session {
    type Rejection = route_runtime::ContextError;
    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        state: &S,
    ) -> std::result::Result<Self, Self::Rejection> {
        let cookies = Cookies::from_request_parts(parts, state).await?;
        cookies.set("extracted", "1");
        Ok(Session(cookies.get("session").map(|cookie| cookie.value().to_owned())))
    }
}

#[tokio::test]
async fn cookies_are_an_extractor_beside_any_other() {
    #[route("/extracted")]
    mod extracted {
        use super::*;
        pub async fn GET(store: Cookies, session: Session) -> String {
            store.set("a", "1");
            // The same store, with and without the argument.
            format!("{:?} {} {}", session.0, cookies().has("a"), store.has("extracted"))
        }
        pub async fn POST(store: Cookies, axum::Json(number): axum::Json<u8>) -> String {
            store.set("number", number.to_string());
            format!("{}", cookies().has("session"))
        }
        pub async fn PUT(mut req: NextRequest, store: Cookies) -> Result<String> {
            req.cookies_mut().set("session", "changed");
            let theirs = req.cookies().get("session").unwrap().value().to_owned();
            Ok(format!("{theirs} {}", store.get("session").unwrap().value()))
        }
    }
    let app: Router = routes![extracted::route].into_router();
    let request = |method: &str, body: &'static str| {
        let request = Request::builder().method(method).uri("/extracted").header("cookie", "session=7");
        request.header("content-type", "application/json").body(Body::from(body)).unwrap()
    };
    let answer = call(&app, request("GET", "")).await;
    assert_eq!(answer.text(), (200, r#"Some("7") true true"#));
    assert_eq!(set(&answer), ["extracted=1; Path=/", "a=1; Path=/"]);
    let answer = call(&app, request("POST", "5")).await;
    assert_eq!((answer.text(), set(&answer)), ((200, "true"), vec!["number=5; Path=/"]));
    let answer = call(&app, request("PUT", "")).await;
    assert_eq!((answer.text(), set(&answer)), ((200, "changed 7"), vec![]), "the request's own cookies are its own");

    // In a handler of axum's nobody would send what is set.
    let plain: Router = Router::new().route("/", axum::routing::get(async |_: Cookies| "reached"));
    assert_eq!(get(&plain, "/", "a=1").await.text(), (500, ""));
}

#[tokio::test]
async fn two_requests_at_one_time_do_not_meet() {
    #[route("/meet/[name]")]
    async fn GET(name: String) -> String {
        cookies().set(name.clone(), "1");
        tokio::task::yield_now().await;
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        let theirs: Vec<_> = cookies().get_all().into_iter().map(|cookie| cookie.name().to_owned()).collect();
        format!("{} {theirs:?}", try_cookies().is_ok())
    }
    let app: Router = routes![GET].into_router();
    let (one, two) = tokio::join!(get(&app, "/meet/one", "a=1"), get(&app, "/meet/two", "b=1"));
    assert_eq!((one.text(), set(&one)), ((200, r#"true ["a", "one"]"#), vec!["one=1; Path=/"]));
    assert_eq!((two.text(), set(&two)), ((200, r#"true ["b", "two"]"#), vec!["two=1; Path=/"]));
}

#[tokio::test]
async fn a_handler_that_calls_a_router_of_its_own_keeps_its_cookies() {
    #[route(GET "/inner", scope = nested)]
    async fn inner() -> String {
        cookies().set("inner", "1");
        tokio::task::yield_now().await;
        cookies().get_all().len().to_string()
    }
    #[route(GET "/outer")]
    async fn outer() -> String {
        cookies().set("outer", "1");
        let app: Router = routes![inner].into_router();
        let answer = get(&app, "/inner", "x=1; y=2").await;
        let ours: Vec<_> = cookies().get_all().into_iter().map(|cookie| cookie.name().to_owned()).collect();
        format!("{} {:?} {ours:?}", answer.body, set(&answer))
    }
    // Before anything was asked for in the outer one, too.
    #[route(GET "/late")]
    async fn late() -> String {
        let app: Router = routes![inner].into_router();
        let answer = get(&app, "/inner", "").await;
        format!("{} {}", answer.body, cookies().has("a"))
    }
    let app: Router = routes![outer, late].into_router();
    let answer = get(&app, "/outer", "a=1").await;
    assert_eq!(answer.text(), (200, r#"3 ["inner=1; Path=/"] ["a", "outer"]"#));
    assert_eq!(set(&answer), ["outer=1; Path=/"]);
    assert_eq!(get(&app, "/late", "a=1").await.text(), (200, "1 true"));
}

#[tokio::test]
async fn a_client_with_odd_or_many_cookies_can_be_logged_out() {
    #[route("/logout/[how]")]
    async fn GET(how: String) -> String {
        match &*how {
            "clear" => {
                cookies().clear();
            }
            _ => {
                for cookie in cookies().get_all() {
                    cookies().delete(cookie.into_value());
                }
            }
        }
        cookies().len().to_string()
    }
    let app: Router = routes![GET].into_router();
    for cookie in ["=x; a=1", "a b=1; a=1", "a\tb=1; a=1", "é=1; a=1"] {
        for how in ["clear", "each"] {
            assert_eq!(get(&app, &format!("/logout/{how}"), cookie).await.status, 200, "{cookie} {how}");
        }
        let answer = get(&app, "/logout/clear", cookie).await;
        assert_eq!(set(&answer), ["a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "{cookie}");
    }
    let many: String = (0..40_000).map(|number| format!("n{number}=1;")).collect();
    let answer = get(&app, "/logout/clear", &many).await;
    assert_eq!((answer.status, answer.body.as_str()), (200, "0"));
}
