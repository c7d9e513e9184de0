//! Section 1: which methods a route answers (R).

use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use route_runtime::{NextRequest, NextResponse, Result, page, route, routes};
use route_tests::{get, send};

/// All that a client may send beside the seven methods, a token that only differs in case among them (R6, R7).
const UNKNOWN_METHODS: &[&str] =
    &["TRACE", "CONNECT", "PROPFIND", "PURGE", "BREW", "HEADER", "get", "Get", "post", "options"];

const METHODS: &[&str] = &["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH"];

#[route("/only-get")]
mod only_get {
    use super::*;
    pub async fn GET() -> NextResponse {
        NextResponse::new("got").with_header("x-from", "get").with_status(203)
    }
}

#[route("/only-post")]
mod only_post {
    pub async fn POST() -> &'static str {
        "posted"
    }
}

#[route("/only-head")]
mod only_head {
    use super::*;
    pub async fn HEAD() -> NextResponse {
        NextResponse::new("a body that is never sent").with_header("x-from", "head")
    }
}

#[route("/only-options")]
mod only_options {
    use super::*;
    pub async fn OPTIONS(mut req: NextRequest) -> Result {
        Ok(NextResponse::new(req.text().await?).with_status(200).with_header("x-from", "options"))
    }
}

#[route("/get-and-head")]
mod get_and_head {
    use super::*;
    pub async fn GET() -> NextResponse {
        NextResponse::new("got").with_header("x-from", "get")
    }
    pub async fn HEAD() -> NextResponse {
        NextResponse::new("").with_header("x-from", "head")
    }
}

#[route("/all")]
mod all {
    use super::*;
    async fn echo(mut req: NextRequest) -> Result {
        let method = req.method().to_string();
        let body = req.text().await?;
        Ok(NextResponse::new(format!("{method} {body}")).with_header("x-method", method))
    }
    pub async fn GET(req: NextRequest) -> Result {
        echo(req).await
    }
    pub async fn HEAD(req: NextRequest) -> Result {
        echo(req).await
    }
    pub async fn OPTIONS(req: NextRequest) -> Result {
        echo(req).await
    }
    pub async fn POST(req: NextRequest) -> Result {
        echo(req).await
    }
    pub async fn PUT(req: NextRequest) -> Result {
        echo(req).await
    }
    pub async fn DELETE(req: NextRequest) -> Result {
        echo(req).await
    }
    pub async fn PATCH(req: NextRequest) -> Result {
        echo(req).await
    }
}

#[route("/things/[id]")]
mod item {
    pub async fn GET(id: String) -> String {
        id
    }
    pub async fn DELETE() {}
}

#[route("/files/[...path]")]
mod files {
    pub async fn PUT() {}
}

#[route("/manual/[[...path]]")]
mod docs {
    pub async fn GET() {}
}

fn app() -> Router {
    routes![
        only_get::route,
        only_post::route,
        only_head::route,
        only_options::route,
        get_and_head::route,
        all::route,
        item::route,
        files::route,
        docs::route
    ]
    .into_router()
}

#[tokio::test]
async fn R1_a_route_owns_one_path() {
    let app = app();
    assert_eq!(get(&app, "/only-get").await.text(), (203, "got"));
    for path in ["/", "/only", "/only-get/x", "/only-get/", "/only-getx", "/x/only-get"] {
        let answer = get(&app, path).await;
        assert_eq!((answer.status, answer.allow()), (404, None), "{path}");
    }
}

#[tokio::test]
async fn R2_each_of_the_seven_methods_reaches_its_handler() {
    let app = app();
    for method in METHODS {
        let answer = send(&app, method, "/all", "").await;
        assert_eq!((answer.status, answer.header("x-method")), (200, *method));
    }
}

#[tokio::test]
async fn R3_a_handler_may_take_no_argument_the_request_or_the_parameters() {
    let app = app();
    assert_eq!(send(&app, "POST", "/only-post", "").await.text(), (200, "posted"));
    assert_eq!(send(&app, "POST", "/all", "hello").await.text(), (200, "POST hello"));
    assert_eq!(get(&app, "/things/7").await.text(), (200, "7"));
}

mod hello {
    use super::*;

    /// One function behind several methods: each handler is a line.
    async fn hello(req: NextRequest) -> NextResponse {
        NextResponse::new("hello").with_header("x-method", req.method().as_str())
    }

    #[route(GET "/hello")]
    pub async fn hello_get(req: NextRequest) -> NextResponse {
        hello(req).await
    }
    #[route(POST "/hello")]
    pub async fn hello_post(req: NextRequest) -> NextResponse {
        hello(req).await
    }
    #[route("/hello")]
    pub async fn PUT(req: NextRequest) -> NextResponse {
        hello(req).await
    }
}

#[tokio::test]
async fn R4_one_function_may_back_several_methods() {
    let app: Router = routes![hello::{hello_get, hello_post, PUT}].into_router();
    for method in ["GET", "POST", "PUT"] {
        let answer = send(&app, method, "/hello", "").await;
        assert_eq!((answer.text(), answer.header("x-method")), ((200, "hello"), method));
    }
    assert_eq!(send(&app, "DELETE", "/hello", "").await.allow(), Some("GET, HEAD, OPTIONS, POST, PUT"));
}

/// What each path lets a client send.
const ALLOW: &[(&str, &str)] = &[
    ("/only-get", "GET, HEAD, OPTIONS"),
    ("/only-post", "OPTIONS, POST"),
    ("/only-head", "HEAD, OPTIONS"),
    ("/only-options", "OPTIONS"),
    ("/get-and-head", "GET, HEAD, OPTIONS"),
    ("/all", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"),
    ("/things/7", "DELETE, GET, HEAD, OPTIONS"),
    ("/files/a/b", "OPTIONS, PUT"),
    ("/manual", "GET, HEAD, OPTIONS"),
    ("/manual/a/b", "GET, HEAD, OPTIONS"),
];

#[tokio::test]
async fn R5_a_method_that_the_path_lacks_is_405_with_allow() {
    let app = app();
    for (path, allow) in ALLOW {
        for method in METHODS.iter().filter(|method| !allow.split(", ").any(|allowed| allowed == **method)) {
            let answer = send(&app, method, path, "ignored").await;
            assert_eq!((answer.text(), answer.allow()), ((405, ""), Some(*allow)), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn R6_a_method_that_no_route_has_is_405_with_allow() {
    let app = app();
    for (path, allow) in ALLOW {
        for method in UNKNOWN_METHODS {
            let answer = send(&app, method, path, "").await;
            assert_eq!((answer.text(), answer.allow()), ((405, ""), Some(*allow)), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn R7_methods_are_compared_by_case() {
    let app = app();
    for method in ["get", "Get", "gET", "head", "post", "put", "delete", "patch", "options"] {
        let answer = send(&app, method, "/all", "").await;
        assert_eq!((answer.status, answer.header("x-method")), (405, ""), "{method}");
    }
}

#[tokio::test]
async fn R8_head_runs_get_and_drops_the_body() {
    let app = app();
    let answer = send(&app, "HEAD", "/only-get", "").await;
    assert_eq!(answer.text(), (203, ""));
    assert_eq!(answer.header("x-from"), "get");
    assert_eq!(answer.header("content-type"), "text/plain;charset=UTF-8");
    assert_eq!(answer.header("content-length"), "3", "the length that GET would have");
}

#[tokio::test]
async fn R9_a_handler_of_head_is_used_as_it_is_and_sends_no_body() {
    let app = app();
    for (path, from) in [("/only-head", "head"), ("/get-and-head", "head")] {
        let answer = send(&app, "HEAD", path, "").await;
        assert_eq!((answer.text(), answer.header("x-from")), ((200, ""), from), "{path}");
    }
    assert_eq!(get(&app, "/get-and-head").await.header("x-from"), "get");
}

#[tokio::test]
async fn R10_head_without_a_get_is_405() {
    let app = app();
    for path in ["/only-post", "/only-options", "/files/a"] {
        let answer = send(&app, "HEAD", path, "").await;
        assert_eq!(answer.text(), (405, ""), "{path}");
        assert!(!answer.allow().unwrap().contains("HEAD"), "{path}");
    }
}

#[tokio::test]
async fn R11_R12_options_answers_204_and_says_what_is_allowed_in_order() {
    let app = app();
    for (path, allow) in ALLOW.iter().filter(|(path, _)| !["/only-options", "/all"].contains(path)) {
        let answer = send(&app, "OPTIONS", path, "ignored").await;
        assert_eq!((answer.text(), answer.allow()), ((204, ""), Some(*allow)), "{path}");
        assert_eq!(answer.headers.get_all("allow").iter().count(), 1, "{path}");
    }
}

#[tokio::test]
async fn R13_a_handler_of_options_replaces_the_automatic_one_and_may_read_a_body() {
    let app = app();
    let answer = send(&app, "OPTIONS", "/only-options", "asked").await;
    assert_eq!(answer.text(), (200, "asked"));
    assert_eq!((answer.header("x-from"), answer.allow()), ("options", None));
}

/// Next answers otherwise where a GET is static; here options of a route do not change its methods.
#[tokio::test]
async fn R13b_the_other_methods_answer_alike_whatever_the_options() {
    #[route(GET "/configured", runtime = "nodejs", preferred_region = "fra1", max_duration = 30, body_limit = "1kb")]
    async fn configured() -> &'static str {
        "configured"
    }
    let app: Router = routes![configured].into_router();
    assert_eq!(get(&app, "/configured").await.text(), (200, "configured"));
    assert_eq!(send(&app, "HEAD", "/configured", "").await.text(), (200, ""));
    for (method, status) in [("OPTIONS", 204), ("POST", 405), ("DELETE", 405), ("PURGE", 405)] {
        let answer = send(&app, method, "/configured", "").await;
        let seen = (answer.text(), answer.allow(), answer.headers.get_all("allow").iter().count());
        assert_eq!(seen, ((status, ""), Some("GET, HEAD, OPTIONS"), 1), "{method}");
    }
}

#[tokio::test]
async fn R14_options_on_an_unknown_path_is_404() {
    let app = app();
    for path in ["/", "/unknown", "/things", "/things/7/edit", "/files", "/only-get/"] {
        let answer = send(&app, "OPTIONS", path, "").await;
        assert_eq!((answer.text(), answer.allow()), ((404, ""), None), "{path}");
    }
}

#[tokio::test]
async fn R15_a_page_answers_get_and_head_and_like_a_route_otherwise() {
    #[page("/about")]
    async fn about() -> Html<&'static str> {
        Html("<h1>About</h1>")
    }
    #[page("/about/[name]")]
    async fn about_someone(name: String) -> Html<String> {
        Html(format!("<h1>{name}</h1>"))
    }
    let app: Router = routes![about, about_someone].into_router();
    for (path, body) in [("/about", "<h1>About</h1>"), ("/about/ada", "<h1>ada</h1>")] {
        let answer = get(&app, path).await;
        assert_eq!((answer.text(), answer.header("content-type")), ((200, body), "text/html; charset=utf-8"));
        assert_eq!(send(&app, "HEAD", path, "").await.text(), (200, ""));
        for (method, status) in [("OPTIONS", 204), ("POST", 405), ("PUT", 405), ("TRACE", 405)] {
            let answer = send(&app, method, path, "").await;
            assert_eq!((answer.text(), answer.allow()), ((status, ""), Some("GET, HEAD, OPTIONS")), "{method}");
        }
    }
}

#[tokio::test]
async fn R16_next_request_sees_no_body_on_get_and_head_and_axums_extractors_do() {
    type RawBody = axum::body::Bytes;
    #[route(GET "/raw-body")]
    async fn raw_body(body: RawBody) -> NextResponse {
        NextResponse::new("").with_header("x-length", body.len().to_string())
    }
    #[route(GET "/next-body")]
    async fn next_body(mut req: NextRequest) -> Result {
        let length = req.bytes().await?.len();
        Ok(NextResponse::new("").with_header("x-length", length.to_string()))
    }
    let app: Router = routes![raw_body, next_body].into_router();
    for method in ["GET", "HEAD"] {
        assert_eq!(send(&app, method, "/next-body", "12345").await.header("x-length"), "0", "{method}");
        assert_eq!(send(&app, method, "/raw-body", "12345").await.header("x-length"), "5", "{method}");
    }
    let app = self::app();
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        assert_eq!(send(&app, method, "/all", "12345").await.text(), (200, &*format!("{method} 12345")));
    }
}

/// A mistake for the compiler where the function is public (`tests/ui`); a private helper of that name is a helper.
#[tokio::test]
async fn R17_a_lower_case_function_is_no_handler() {
    #[route("/helper")]
    mod helper {
        async fn get() -> &'static str {
            "helped"
        }
        pub async fn POST() -> &'static str {
            get().await
        }
    }
    let app: Router = routes![helper::route].into_router();
    assert_eq!(send(&app, "POST", "/helper", "").await.text(), (200, "helped"));
    let answer = get(&app, "/helper").await;
    assert_eq!((answer.status, answer.allow()), (405, Some("OPTIONS, POST")));
}

/// A function without a method is a mistake for the compiler (`tests/ui`), as is a module without a handler; nothing else
/// in a module answers.
#[tokio::test]
async fn R18_R19_only_functions_named_after_methods_answer() {
    #[route("/named")]
    mod named {
        pub const GREETING: &str = "named";
        pub async fn default() -> &'static str {
            GREETING
        }
        pub async fn PATCH() -> &'static str {
            default().await
        }
    }
    let app: Router = routes![named::route].into_router();
    assert_eq!(send(&app, "PATCH", "/named", "").await.text(), (200, "named"));
    assert_eq!(send(&app, "PUT", "/named", "").await.allow(), Some("OPTIONS, PATCH"));
}

/// What is no response does not compile (`tests/ui`); here is what axum and we take as one.
#[tokio::test]
async fn R20_whatever_axum_takes_as_a_response_is_one() {
    #[route("/nothing")]
    mod nothing {
        use super::*;
        pub async fn GET() {}
        pub async fn POST() -> StatusCode {
            StatusCode::ACCEPTED
        }
        pub async fn PUT() -> (StatusCode, [(&'static str, &'static str); 1], &'static str) {
            (StatusCode::CREATED, [("x-a", "b")], "tuple")
        }
        pub async fn PATCH() -> impl IntoResponse + use<> {
            Html("impl")
        }
        pub async fn DELETE() -> std::result::Result<Response, StatusCode> {
            Err(StatusCode::GONE)
        }
        pub async fn OPTIONS() -> axum::Json<[u8; 2]> {
            axum::Json([1, 2])
        }
    }
    let app: Router = routes![nothing::route].into_router();
    for (method, answer) in [
        ("GET", (200, "")),
        ("POST", (202, "")),
        ("PUT", (201, "tuple")),
        ("PATCH", (200, "impl")),
        ("DELETE", (410, "")),
        ("OPTIONS", (200, "[1,2]")),
    ] {
        assert_eq!(send(&app, method, "/nothing", "").await.text(), answer, "{method}");
    }
}

#[tokio::test]
async fn R21_what_a_handler_sets_up_once_is_ready_before_the_first_answer() {
    static GREETING: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    #[route(GET "/lazy")]
    async fn lazy() -> &'static str {
        GREETING
            .get_or_init(|| async {
                tokio::task::yield_now().await;
                "ready".to_owned()
            })
            .await
    }
    let app: Router = routes![lazy].into_router();
    let (first, second) = tokio::join!(get(&app, "/lazy"), get(&app, "/lazy"));
    assert_eq!((first.text(), second.text()), ((200, "ready"), (200, "ready")));
}

#[tokio::test]
async fn R22_head_of_a_get_that_fails_is_its_status_without_a_body() {
    #[route("/failing/[how]")]
    mod failing {
        use super::*;
        pub async fn GET(how: String) -> Result {
            match &*how {
                "error" => Err(std::io::Error::other("connection refused"))?,
                "panic" => panic!("a test of panics"),
                _ => Err(route_runtime::RouteError::new(422, "unprocessable")),
            }
        }
    }
    let app: Router = routes![failing::route].into_router();
    for (path, status) in [("/failing/error", 500), ("/failing/panic", 500), ("/failing/other", 422)] {
        assert_eq!(get(&app, path).await.status, status, "{path}");
        assert_eq!(send(&app, "HEAD", path, "").await.text(), (status, ""), "{path}");
    }
}
