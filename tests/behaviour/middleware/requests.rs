//! What the route, and the functions below a middleware, see of the request.

use super::*;

#[tokio::test]
async fn P10_H5_the_handler_sees_exactly_the_headers_that_the_middleware_gives_it() {
    #[middleware]
    async fn override_headers(req: NextRequest) -> MiddlewareNext {
        let mut headers = req.headers().clone();
        headers.remove("x-gone");
        headers.insert("x-changed", HeaderValue::from_static("new"));
        headers.append("x-added", HeaderValue::from_static("1"));
        NextResponse::next().with_request_headers(headers)
    }

    let app: Router = app().middleware(override_headers).into_router();
    let answer = call(&app, with(&[("x-gone", "1"), ("x-changed", "old"), ("x-kept", "1")])).await;
    assert_eq!(answer.body, r#"[] /seen x-added="1" x-changed="new" x-kept="1""#);
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("x-")), "{answer:?}");

    #[middleware]
    async fn nothing_left() -> MiddlewareNext {
        NextResponse::next().with_request_headers(HeaderMap::new())
    }
    let app: Router = self::app().middleware(nothing_left).into_router();
    assert_eq!(call(&app, with(&[("x-gone", "1")])).await.body, "[] /seen ");
}

#[tokio::test]
async fn P10_without_an_override_the_handler_sees_the_request_as_it_came() {
    #[middleware]
    async fn looks_at_all(mut req: NextRequest) -> MiddlewareNext {
        req.cookies_mut().set("c", "3");
        cookies().get("a");
        tokio::task::yield_now().await;
        NextResponse::next()
    }
    #[middleware]
    async fn looks_at_a_part(headers: HeaderMap, cookies: Cookies) -> MiddlewareNext {
        assert_eq!((headers.len(), cookies.len()), (2, 1));
        NextResponse::next()
    }
    #[middleware]
    async fn keeps_it(req: NextRequest) {
        tokio::spawn(async move {
            tokio::task::yield_now().await;
            drop(req);
        });
    }
    #[middleware]
    async fn looks_at_nothing() {}

    let app: Router = app()
        .middleware(looks_at_all)
        .middleware(looks_at_a_part)
        .middleware(keeps_it)
        .middleware(looks_at_nothing)
        .into_router();
    let answer = call(&app, with(&[("cookie", "a=1"), ("x-a", "1")])).await;
    assert_eq!(answer.body, r#"[] /seen cookie="a=1" x-a="1""#);
}

#[tokio::test]
async fn P13_a_rewrite_is_dispatched_to_the_route_of_its_path() {
    #[middleware(matcher = "/go")]
    async fn rewrite(req: NextRequest) -> MiddlewareNext {
        let to = req.next_url().search_params().get("to").unwrap_or_default().to_owned();
        NextResponse::rewrite(to)
    }

    let app: Router = app().middleware(rewrite).into_router();
    for (to, body) in [
        ("/seen/a", r#"["a"] /seen/a "#),
        ("/seen/a?b=c", r#"["a"] /seen/a?b=c "#),
        ("/seen/a b/é", r#"["a b", "é"] /seen/a%20b/%C3%A9 "#),
        ("/seen/a%252Fb", r#"["a/b"] /seen/a%2Fb "#),
        ("http://localhost/seen/x", r#"["x"] /seen/x "#),
        ("/seen/x/../y", r#"["y"] /seen/y "#),
        ("/seen//x", r#"["x"] /seen/x "#),
    ] {
        let answer = get(
            &app,
            &format!(
                "/go?to={}",
                to.replace('%', "%25")
                    .replace(' ', "%20")
                    .replace('?', "%3F")
                    .replace("é", "%C3%A9")
                    .replace("%2525", "%25")
            ),
        )
        .await;
        assert_eq!(answer.text(), (200, body), "{to}");
        assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("x-")), "{answer:?}");
    }
    let log = Log::start();
    for to in ["https://example.com/seen", "//example.com/seen", "/\\example.com", "seen", ""] {
        let answer = get(&app, &format!("/go?to={to}")).await;
        assert_eq!(answer.text(), (500, ""), "{to}");
        let errors = log.errors();
        assert!(errors.len() == 1 && errors[0].contains(&format!("cannot rewrite to `{to}`")), "{to}: {errors:?}");
    }
    assert_eq!(get(&app, "/go?to=/nothing").await.status, 404);
}

#[tokio::test]
async fn P13_axums_extractors_see_one_set_of_parameters_after_a_rewrite() {
    #[route("/users/[id]", scope = middleware)]
    async fn GET(axum::extract::Path(id): axum::extract::Path<String>) -> String {
        id
    }
    #[middleware(matcher = "/members/:id")]
    async fn rewrite(req: NextRequest) -> MiddlewareNext {
        NextResponse::rewrite(req.next_url().pathname().replace("members", "users"))
    }

    let app: Router = App::new(routes![GET]).middleware(rewrite).into_router();
    assert_eq!(get(&app, "/members/7").await.text(), (200, "7"));
    let nested: Router = Router::new().nest("/shop", App::new(routes![GET]).middleware(rewrite_nested).into_router());
    #[middleware(matcher = "/members/:id")]
    async fn rewrite_nested() -> MiddlewareNext {
        NextResponse::rewrite("/users/8")
    }
    assert_eq!(get(&nested, "/shop/members/7").await.text(), (200, "8"));
}

#[tokio::test]
async fn P17_the_functions_of_a_request_work_below_a_middleware() {
    #[middleware]
    async fn uses_them() -> Result<()> {
        assert_eq!(headers().get("x-a").unwrap(), "1");
        cookies().set("seen", "1");
        draft_mode().enable();
        Ok(())
    }

    let app: Router = app().middleware(uses_them).into_router();
    let answer = call(&app, with(&[("x-a", "1")])).await;
    assert_eq!(answer.status, 200);
    let cookies = answer.lines("set-cookie");
    assert!(
        cookies.len() == 2 && cookies[0].starts_with("seen=1") && cookies[1].starts_with("__prerender_bypass="),
        "{cookies:?}"
    );
}

#[tokio::test]
async fn an_extension_of_a_middleware_reaches_the_handler_and_the_next_middleware() {
    #[derive(Clone)]
    struct User(u64);

    #[middleware]
    async fn session() -> MiddlewareNext {
        NextResponse::next().with_extension(User(7))
    }
    #[middleware]
    async fn promoted(Extension(User(id)): Extension<User>) -> MiddlewareNext {
        NextResponse::next().with_extension(User(id + 1))
    }
    #[route("/me", scope = middleware)]
    async fn GET(Extension(User(id)): Extension<User>) -> String {
        id.to_string()
    }

    let app: Router = App::new(routes![GET]).middleware(session).middleware(promoted).into_router();
    assert_eq!(get(&app, "/me").await.text(), (200, "8"));
}

#[tokio::test]
async fn a_rejection_of_an_extractor_is_the_answer() {
    #[middleware]
    async fn needs_json(Json(_): Json<u64>) {}

    let app: Router = app().middleware(needs_json).into_router();
    assert_eq!(send(&app, "POST", "/seen", "7").await.status, 415);
}

#[tokio::test]
async fn a_middleware_is_still_a_function() {
    #[middleware(matcher = "/account/:path*")]
    async fn guard(req: NextRequest) -> Middleware {
        if req.cookies().has("session") { NextResponse::next().into() } else { NextResponse::redirect("/login").into() }
    }

    let request = NextRequest::builder().url("/account").build().unwrap();
    assert!(format!("{:?}", guard(request).await).contains("/login"));
}

#[tokio::test]
async fn a_middleware_has_no_route_pattern() {
    #[middleware]
    async fn looks() {
        assert_eq!(RoutePattern::current(), None);
    }

    let app: Router = app().middleware(looks).into_router();
    assert_eq!(get(&app, "/seen").await.status, 200);
}
