//! What a middleware sends to the client: headers, cookies, redirects, answers of its own.

use super::*;

#[tokio::test]
async fn P11_response_headers_of_a_middleware_are_sent_and_win_over_the_handlers() {
    #[route("/headers", scope = middleware)]
    async fn GET(req: NextRequest) -> NextResponse {
        NextResponse::json(req.headers().contains_key("x-from"))
            .with_header("x-from", "handler")
            .with_header("vary", "cookie")
    }
    #[middleware]
    async fn add() -> MiddlewareNext {
        NextResponse::next().with_header("x-from", "middleware").with_header("vary", "origin")
    }

    let app: Router = App::new(routes![GET]).middleware(add).into_router();
    let answer = get(&app, "/headers").await;
    // They are not shown to the handler as request headers: a difference from Next.js.
    assert_eq!(answer.text(), (200, "false"));
    assert_eq!((answer.lines("x-from"), answer.lines("vary")), (vec!["middleware"], vec!["origin", "cookie"]));
}

#[tokio::test]
async fn P12_P15_a_redirect_and_an_answer_are_final() {
    #[middleware(matcher = "/seen/old")]
    async fn moved() -> Middleware {
        NextResponse::redirect("/seen/new?x=y").into()
    }
    #[middleware(matcher = "/seen/answer")]
    async fn answers() -> NextResponse {
        NextResponse::json(1).with_header("location", "/elsewhere")
    }
    #[middleware]
    async fn too_late() -> MiddlewareNext {
        NextResponse::next().with_header("x-late", "1")
    }

    let app: Router = app().middleware(moved).middleware(answers).middleware(too_late).into_router();
    let answer = get(&app, "/seen/old").await;
    assert_eq!((answer.status, answer.header("location"), answer.header("x-late")), (307, "/seen/new?x=y", ""));
    let answer = get(&app, "/seen/answer").await;
    assert_eq!((answer.text(), answer.header("location"), answer.header("x-late")), ((200, "1"), "/elsewhere", ""));
    assert_eq!(get(&app, "/seen/other").await.header("x-late"), "1");
}

#[tokio::test]
async fn P14_P17b_an_answer_has_any_status_and_an_error_is_an_empty_500() {
    #[middleware(matcher = "/seen/teapot")]
    async fn teapot() -> Result<Middleware> {
        Err(RouteError::new(418, "short and stout"))
    }
    #[middleware(matcher = "/seen/error")]
    async fn fails() -> Result<MiddlewareNext> {
        let number: u32 = "x".parse()?;
        Ok(NextResponse::next().with_header("x-number", number.to_string()))
    }
    #[middleware(matcher = "/seen/panic")]
    async fn panics() {
        panic!("a test of panics")
    }
    #[middleware(matcher = "/seen/cookies")]
    async fn two_cookies() -> NextResponse {
        let mut answer = NextResponse::new("streams too").with_status(401);
        answer.cookies_mut().set("a", "1").set("b", "2");
        answer
    }

    let app: Router =
        app().middleware(teapot).middleware(fails).middleware(panics).middleware(two_cookies).into_router();
    assert_eq!(get(&app, "/seen/teapot").await.status, 418);
    let answer = get(&app, "/seen/cookies").await;
    assert_eq!((answer.text(), answer.lines("set-cookie")), ((401, "streams too"), vec!["a=1; Path=/", "b=2; Path=/"]));
    let log = Log::start();
    assert_eq!(get(&app, "/seen/error").await.text(), (500, ""));
    let errors = log.errors();
    assert!(errors.len() == 1 && errors[0].contains("invalid digit"), "{errors:?}");
    assert_eq!(get(&app, "/seen/panic").await.text(), (500, ""));
    let errors = log.errors();
    assert!(errors.len() == 1 && errors[0].contains("middleware panics"), "{errors:?}");
}

#[tokio::test]
async fn P16_C12_cookies_of_a_middleware_are_sent_before_the_handlers_and_seen_by_it() {
    #[middleware]
    async fn first(req: NextRequest) -> MiddlewareNext {
        assert!(req.cookies().has("b"));
        let mut next = NextResponse::next();
        next.cookies_mut().set("a", "1 2").delete("b");
        next
    }
    #[middleware]
    async fn second() {
        assert_eq!(cookies().get("a").unwrap().value(), "1 2");
        cookies().set("c", "3");
    }

    let app: Router = app().middleware(first).middleware(second).into_router();
    let request = Request::get("/cookies-seen").header("cookie", "b=2").body(Body::empty()).unwrap();
    let answer = call(&app, request).await;
    assert_eq!(answer.text(), (200, r#"["1 2",null,"1 2"]"#));
    let names: Vec<_> = answer.lines("set-cookie").iter().map(|line| line.split_once('=').unwrap().0).collect();
    assert_eq!(names, ["a", "b", "c", "own"]);
    // No header carries them to the handler, so none can be sent by a client (H7, K24).
    let request =
        Request::get("/cookies-seen").header("x-middleware-set-cookie", "a=evil").body(Body::empty()).unwrap();
    assert_eq!(call(&self::app().into_router(), request).await.text(), (200, "[null,null,null]"));
}

#[tokio::test]
async fn P18_A1_what_a_middleware_gives_to_after_runs_once_the_answer_is_sent() {
    #[derive(Clone, Default)]
    struct Order(Arc<std::sync::Mutex<Vec<&'static str>>>);

    #[middleware]
    async fn waits(State(Order(order)): State<Order>) {
        after(async move { order.lock().unwrap().push("after") });
    }
    #[route("/ordered", scope = middleware)]
    async fn GET(State(Order(order)): State<Order>) -> &'static str {
        order.lock().unwrap().push("handler");
        "done"
    }

    let order = Order::default();
    let app = App::new(routes![GET]).middleware(waits).with_state(order.clone()).into_router();
    assert_eq!(get(&app, "/ordered").await.text(), (200, "done"));
    order.0.lock().unwrap().push("sent");
    route_runtime::wait_for_after().await;
    assert_eq!(*order.0.lock().unwrap(), ["handler", "sent", "after"]);
}

#[tokio::test]
async fn no_header_or_location_of_a_middleware_is_split() {
    #[middleware(matcher = "/seen/header")]
    async fn header() -> MiddlewareNext {
        NextResponse::next().with_header("x-a", "1\r\nset-cookie: evil=1")
    }
    #[middleware(matcher = "/seen/cookie")]
    async fn cookie() -> MiddlewareNext {
        let mut next = NextResponse::next();
        next.cookies_mut().set("a\r\nb", "1");
        next
    }
    #[middleware(matcher = "/seen/location")]
    async fn location() -> NextResponse {
        NextResponse::redirect("/a\r\nset-cookie: evil=1")
    }

    let app: Router = app().middleware(header).middleware(cookie).middleware(location).into_router();
    let log = Log::start();
    for path in ["/seen/header", "/seen/cookie"] {
        assert_eq!(get(&app, path).await.text(), (500, ""), "{path}");
        assert_eq!(log.errors().len(), 1, "{path}");
    }
    let answer = get(&app, "/seen/location").await;
    assert_eq!((answer.status, answer.header("location")), (307, "/a%0D%0Aset-cookie:%20evil=1"));
    assert!(!answer.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn A1_what_an_answering_middleware_gives_to_after_runs_too() {
    static RAN: AtomicUsize = AtomicUsize::new(0);

    #[middleware]
    async fn answers() -> NextResponse {
        after(async { _ = RAN.fetch_add(1, Ordering::SeqCst) });
        NextResponse::redirect("/login")
    }

    let app: Router = app().middleware(answers).into_router();
    assert_eq!(get(&app, "/seen").await.status, 307);
    route_runtime::wait_for_after().await;
    assert_eq!(RAN.load(Ordering::SeqCst), 1);
}
