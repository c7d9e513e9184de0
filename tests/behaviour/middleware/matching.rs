//! Which requests a middleware runs for, and that no client decides it.

use super::*;

#[tokio::test]
async fn P1_P3_a_middleware_without_a_matcher_sees_every_request_and_returning_nothing_goes_on() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    #[middleware]
    async fn count() {
        CALLS.fetch_add(1, Ordering::SeqCst);
    }

    let app: Router = app().middleware(count).into_router();
    assert_eq!(get(&app, "/seen").await.status, 200);
    assert_eq!(get(&app, "/nothing").await.status, 404);
    assert_eq!(send(&app, "DELETE", "/seen", "").await.status, 405);
    assert_eq!(send(&app, "OPTIONS", "/seen", "").await.status, 204);
    assert_eq!(CALLS.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn P4_P6_a_matcher_selects_paths_and_except_leaves_some_out() {
    #[middleware(matcher = ["/seen/a/:path*", "/seen/b"], except = ["/seen/a/public/:path*"])]
    async fn teapot() -> NextResponse {
        NextResponse::new("teapot").with_status(418)
    }

    let app: Router = app().middleware(teapot).into_router();
    for (path, status) in [
        ("/seen/a", 418),
        ("/seen/a?q=1", 418),
        ("/seen/a/x/y", 418),
        ("/seen/b", 418),
        ("/seen/%61", 308),
        ("/seen/b/c", 200),
        ("/seen/a/public", 200),
        ("/seen/a/public/x", 200),
        ("/seen/a/publicity", 418),
        ("/seen", 200),
        ("/", 404),
    ] {
        assert_eq!(get(&app, path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn P9_conditions_select_requests() {
    #[middleware(matcher = [{ source = "/seen", has = [header("x-go"), query("v", "2")], missing = [cookie("session")] }])]
    async fn teapot() -> NextResponse {
        NextResponse::new("teapot").with_status(418)
    }

    let app: Router = app().middleware(teapot).into_router();
    let request = |uri: &str, header: Option<(&'static str, &'static str)>, cookie: bool| {
        let mut request = Request::get(uri).body(Body::empty()).unwrap();
        if let Some((name, value)) = header {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        if cookie {
            request.headers_mut().insert("cookie", "session=1".parse().unwrap());
        }
        request
    };
    for (uri, header, cookie, status) in [
        ("/seen?v=2", Some(("x-go", "1")), false, 418),
        ("/seen?v=2", Some(("x-go", "1")), true, 200),
        ("/seen?v=2", None, false, 200),
        ("/seen?v=2", Some(("x-go", "")), false, 200),
        ("/seen?v=22", Some(("x-go", "1")), false, 200),
        ("/seen", Some(("x-go", "1")), false, 200),
    ] {
        assert_eq!(call(&app, request(uri, header, cookie)).await.status, status, "{uri} {header:?} {cookie}");
    }
}

#[tokio::test]
async fn Q15_no_header_of_a_request_switches_a_middleware_off() {
    #[middleware(matcher = "/seen/secret")]
    async fn guard() -> NextResponse {
        NextResponse::new("no").with_status(401)
    }

    let app: Router = app().middleware(guard).into_router();
    for (name, value) in [
        ("x-middleware-subrequest", "middleware:middleware:middleware:middleware:middleware"),
        ("x-middleware-subrequest", "src/middleware:src/middleware:src/middleware:src/middleware:src/middleware"),
        ("x-middleware-subrequest", "pages/_middleware"),
        ("x-middleware-subrequest-id", "1"),
        ("x-middleware-next", "1"),
        ("x-middleware-skip", "1"),
        ("x-middleware-rewrite", "/seen/other"),
        ("x-middleware-redirect", "/seen/other"),
        ("x-middleware-override-headers", "a"),
        ("x-nextjs-data", "1"),
        ("x-matched-path", "/seen/other"),
        ("x-now-route-matches", "1=other"),
        ("x-invoke-path", "/seen/other"),
        ("x-rewrite-url", "/seen/other"),
        ("x-original-url", "/seen/other"),
        ("x-forwarded-prefix", "/seen/other"),
        ("x-http-method-override", "POST"),
        ("next-router-prefetch", "1"),
        ("purpose", "prefetch"),
        ("rsc", "1"),
    ] {
        let request = Request::get("/seen/secret").header(name, value).body(Body::empty()).unwrap();
        assert_eq!(call(&app, request).await.text(), (401, "no"), "{name}: {value}");
        // And to the handler it is a header as any other.
        let request = Request::get("/seen/other").header(name, value).body(Body::empty()).unwrap();
        let answer = call(&app, request).await;
        assert_eq!(answer.status, 200, "{name}");
        assert!(answer.body.starts_with(r#"["other"] /seen/other "#), "{name}: {answer:?}");
        assert!(!answer.headers.contains_key(name), "{name}: {answer:?}");
    }
}
