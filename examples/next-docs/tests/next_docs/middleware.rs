use crate::server::{Server, header, text};
use next_docs::middleware::middleware;
use route_runtime::NextRequest;

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
