//! `redirect()`, `notFound()` and their like (NEXT-SPEC 10), and what `?` makes of errors (11).

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use route_runtime::{
    NextRequest, NextResponse, Result, RouteError, forbidden, not_found, permanent_redirect, redirect, route, routes,
    unauthorized,
};
use route_tests::{Log, call, get, send};

type RawBody = axum::body::Bytes;

#[route("/end/[...how]")]
mod end {
    use super::*;
    pub async fn GET(how: Vec<String>) -> Result {
        Err(match &*how[0] {
            "redirect" => redirect(&how[1]),
            "permanent" => permanent_redirect(&how[1]),
            "not-found" => not_found(),
            "forbidden" => forbidden(),
            _ => unauthorized(),
        })
    }
    pub async fn POST(how: Vec<String>, _req: NextRequest) -> Result {
        Err(if how[0] == "redirect" { redirect("/to") } else { permanent_redirect("/to") })
    }
    pub async fn PUT() -> Result {
        Err(redirect("/to"))
    }
    pub async fn PATCH(_body: RawBody) -> Result {
        Err(redirect("/to"))
    }
}

#[tokio::test]
async fn F1_F2_F10_redirects_have_a_location_and_no_body() {
    let app: Router = routes![end::route].into_router();
    for (given, location) in [
        ("%2Flogin", "/login"),
        ("login%3Fa%3Db", "login?a=b"),
        ("https:%2F%2Fnextjs.org%2F", "https://nextjs.org/"),
        ("https:%2F%2Fnextjs.org", "https://nextjs.org"),
        ("%2Fcaf%C3%A9%20x", "/caf%C3%A9%20x"),
        ("%2Fcaf%25C3%25A9", "/caf%C3%A9"),
        ("%2Fa%0D%0Aset-cookie:%20admin=1", "/a%0D%0Aset-cookie:%20admin=1"),
        ("%2Fa%00%7F%22%3C%3E", "/a%00%7F%22%3C%3E"),
    ] {
        for (how, status) in [("redirect", 307), ("permanent", 308)] {
            let answer = get(&app, &format!("/end/{how}/{given}")).await;
            assert_eq!((answer.text(), answer.lines("location")), ((status, ""), vec![location]), "{given}");
            assert!(!answer.headers.contains_key("set-cookie") && !answer.headers.contains_key("content-type"));
        }
    }
}

#[tokio::test]
async fn F3_after_a_form_was_posted_a_redirect_is_303() {
    let app: Router = routes![end::route].into_router();
    let cases = [
        ("POST", "content-type", "application/x-www-form-urlencoded", true),
        ("POST", "content-type", "multipart/form-data; boundary=x", true),
        ("POST", "next-action", "7", true),
        ("POST", "content-type", "application/x-www-form-urlencoded;charset=UTF-8", false),
        ("POST", "content-type", "application/json", false),
        ("POST", "x-other", "1", false),
        ("PUT", "content-type", "application/x-www-form-urlencoded", false),
        ("PATCH", "content-type", "application/x-www-form-urlencoded", false),
    ];
    for (method, name, value, is_form) in cases {
        for (how, status) in [("redirect", 307), ("permanent", 308)] {
            let request = Request::builder().method(method).uri(format!("/end/{how}/x")).header(name, value);
            let answer = call(&app, request.body(Body::empty()).unwrap()).await;
            let status = if is_form {
                303
            } else if method == "POST" {
                status
            } else {
                307
            };
            assert_eq!((answer.text(), answer.header("location")), ((status, ""), "/to"), "{method} {value}");
        }
    }
}

#[tokio::test]
async fn F5_F6_F7_the_others_are_a_status_alone() {
    let app: Router = routes![end::route].into_router();
    for (how, status) in [("not-found", 404), ("forbidden", 403), ("unauthorized", 401)] {
        let answer = get(&app, &format!("/end/{how}")).await;
        assert_eq!(answer.text(), (status, ""));
        assert!(!answer.headers.contains_key("www-authenticate") && !answer.headers.contains_key("content-type"));
    }
}

#[tokio::test]
async fn F8_control_flow_is_told_from_failures_and_called_without_a_server() {
    for (error, status) in [
        (redirect("/"), 307),
        (permanent_redirect("/"), 308),
        (not_found(), 404),
        (forbidden(), 403),
        (unauthorized(), 401),
    ] {
        assert!(error.is_control_flow());
        assert_eq!(error.status(), status);
        assert!(format!("{error} {error:?}").contains(&status.to_string()), "{error:?}");
    }
    assert!(!RouteError::new(404, "no such item").is_control_flow());
    assert!(!RouteError::from(std::fmt::Error).is_control_flow());
    assert_eq!(end::GET(vec!["not-found".into()]).await.unwrap_err().status(), 404);
}

#[tokio::test]
async fn E1_errors_of_every_kind_are_a_logged_and_empty_500() {
    #[derive(Debug)]
    struct Mine;
    impl std::fmt::Display for Mine {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an error of mine")
        }
    }
    impl std::error::Error for Mine {}

    fn loaded() -> anyhow::Result<()> {
        Err(anyhow::anyhow!("connection refused").context("cannot load the item"))
    }
    #[route("/fails/[with]")]
    async fn GET(with: String) -> Result {
        match &*with {
            "std" => Err(std::io::Error::other("disk full"))?,
            "mine" => Err(Mine)?,
            "anyhow" => loaded()?,
            "boxed" => Err(Box::<dyn std::error::Error + Send + Sync>::from("boxed"))?,
            "parse" => {
                "x".parse::<u8>()?;
            }
            _ => Err("text")?,
        }
        Ok(NextResponse::new(()))
    }
    let app: Router = routes![GET].into_router();
    let log = Log::start();
    for (with, logged) in [
        ("std", "disk full"),
        ("mine", "an error of mine"),
        ("anyhow", "cannot load the item: connection refused"),
        ("boxed", "boxed"),
        ("parse", "invalid digit"),
        ("text", "text"),
    ] {
        assert_eq!(get(&app, &format!("/fails/{with}")).await.text(), (500, ""), "{with}");
        let errors = log.errors();
        assert!(
            errors.len() == 1 && errors[0].contains(logged) && errors[0].contains("control_flow.rs:"),
            "{errors:?}"
        );
    }
}

#[tokio::test]
async fn our_errors_and_axums_keep_their_status() {
    #[route("/keeps/[what]")]
    async fn POST(what: String, mut req: NextRequest) -> Result<Response> {
        use axum::extract::{FromRequest, Json};
        match &*what {
            "ours" => {
                req.json::<u8>().await?;
            }
            _ => {
                let Json(_): Json<u8> = Json::from_request(req.into(), &()).await?;
            }
        }
        Err(RouteError::new(418, "tea"))
    }
    let app: Router = routes![POST].into_router();
    let log = Log::start();
    assert_eq!(send(&app, "POST", "/keeps/ours", "x").await.status, 400);
    assert_eq!(send(&app, "POST", "/keeps/theirs", "1").await.status, 415);
    assert_eq!(send(&app, "POST", "/keeps/ours", "1").await.status, 418);
    assert_eq!(log.errors(), [""; 0]);
}

#[tokio::test]
async fn F3_a_guard_that_is_an_extractor_redirects_as_the_handler_does() {
    struct User;
    impl<S: Sync> axum::extract::FromRequestParts<S> for User {
        type Rejection = RouteError;
        async fn from_request_parts(
            _: &mut axum::http::request::Parts,
            _: &S,
        ) -> std::result::Result<Self, RouteError> {
            Err(redirect("/login"))
        }
    }
    #[route(POST "/guarded")]
    async fn guarded(_user: User) {}

    let app: Router = routes![guarded].into_router();
    for (kind, status) in [("application/x-www-form-urlencoded", 303), ("application/json", 307)] {
        let request = Request::post("/guarded").header("content-type", kind).body(Body::empty()).unwrap();
        assert_eq!(call(&app, request).await.status, status, "{kind}");
    }
}
