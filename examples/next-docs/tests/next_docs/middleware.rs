use crate::server::{Server, header, listen, text};
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use next_docs::middleware::middleware;
use route_runtime::{App, MemoryStore, MiddlewareNext, NextRequest, NextResponse, Result, fetch, routes};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

#[tokio::test]
async fn every_path_that_matches_leads_home_and_no_other_does() {
    let server = Server::start().await;
    for path in
        ["/middleware/about", "/middleware/about/us", "/middleware/about/us/and/them?a=b", "/middleware/About/US"]
    {
        for method in ["GET", "POST"] {
            let response = server.request(method, path).send().await.unwrap();
            assert_eq!(response.status(), 307, "{method} {path}");
            assert_eq!(header(&response, "location"), "/middleware/home", "{method} {path}");
        }
    }
    assert_eq!(text(server.get("/middleware/home")).await, (200, "<h1>Home</h1>".to_owned()));
    for path in ["/middleware", "/middleware/aboutus", "/middleware/home/about", "/about"] {
        assert_eq!(text(server.get(path)).await.0, 404, "{path}");
    }
}

/// It is a function still, which a test can call.
#[tokio::test]
async fn it_answers_whoever_calls_it() {
    let request = NextRequest::builder().url("/middleware/about").build().unwrap();
    assert_eq!(middleware(request).await.headers()["location"], "/middleware/home");
}

/// "Using fetch with `options.next.revalidate` has no effect in Middleware", say the documents. Here it has.
#[tokio::test]
async fn a_call_of_a_middleware_is_stored_as_anywhere() {
    #[route_runtime::middleware]
    async fn tells_the_number(State(upstream): State<String>) -> Result<MiddlewareNext> {
        let number = fetch(upstream).revalidate(60).await?.text().await?;
        Ok(NextResponse::next().with_header("x-number", number))
    }

    let asked = Arc::new(AtomicU32::new(0));
    let number = get(async move || (asked.fetch_add(1, Ordering::Relaxed) + 1).to_string());
    let upstream = listen(Router::new().route("/", number)).await;
    let app = App::new(routes![]).cache(MemoryStore::new()).middleware(tells_the_number).with_state(upstream);
    let app = listen(app.into_router()).await;
    for _ in 0..3 {
        let response = reqwest::get(format!("{app}/nothing")).await.unwrap();
        assert_eq!((response.status().as_u16(), header(&response, "x-number")), (404, "1"));
    }
}
