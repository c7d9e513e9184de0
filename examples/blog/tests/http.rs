//! The blog over real connections.
#![allow(non_snake_case)]

use blog::{Posts, blog};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

struct Blog {
    url: String,
    client: Client,
}

impl Blog {
    async fn start() -> Self {
        let address = route_tests::serve(blog(Posts::first())).await;
        Self { url: format!("http://{address}"), client: Client::builder().no_proxy().build().unwrap() }
    }

    async fn send(&self, method: Method, path: &str) -> Response {
        self.client.request(method, format!("{}{path}", self.url)).send().await.unwrap()
    }

    async fn get(&self, path: &str) -> (u16, String) {
        let answer = self.send(Method::GET, path).await;
        (answer.status().as_u16(), answer.text().await.unwrap())
    }

    async fn post(&self, body: &Value) -> (u16, String) {
        let answer = self.client.post(format!("{}/api/posts", self.url)).json(body).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

#[tokio::test]
async fn S15_S17_S23_each_folder_is_a_segment() {
    let blog = Blog::start().await;
    for (path, status, piece) in [
        ("/", 200, "<h1>Posts</h1>"),
        ("/about", 200, "<h1>About</h1>"),
        ("/posts/hello", 200, "<p>A folder is a segment.</p>"),
        ("/posts/files%20%26%20folders", 200, "<h1>Files &amp; folders</h1>"),
        ("/tags", 200, "<h1>All tags</h1>"),
        ("/tags/rust", 200, "<h1>rust</h1>"),
        ("/tags/rust/macros", 200, "<h1>rust / macros</h1>"),
        ("/rss.xml", 200, "<title>Hello</title>"),
        ("/api/posts", 200, "\"slug\":\"hello\""),
        ("/posts/nothing", 404, ""),
        ("/api/posts/nothing", 404, ""),
        ("/posts", 404, ""),
        ("/site/about", 404, ""),
        ("/(site)/about", 404, ""),
        ("/api/posts/new_post", 404, ""),
    ] {
        let (answered, text) = blog.get(path).await;
        assert_eq!(answered, status, "{path}");
        assert!(text.contains(piece), "{path}: {text}");
    }
}

#[tokio::test]
async fn a_post_comes_and_goes() {
    let blog = Blog::start().await;
    let new = json!({ "title": "A <b>new</b> one", "body": "Text", "tags": ["rust"] });
    let (status, created) = blog.post(&new).await;
    assert_eq!(status, 201);
    assert_eq!(serde_json::from_str::<Value>(&created).unwrap()["slug"], "a-b-new-b-one");
    assert_eq!(blog.post(&new).await.0, 409);

    let (status, page) = blog.get("/posts/a-b-new-b-one").await;
    assert_eq!(status, 200);
    assert!(page.contains("<h1>A &lt;b&gt;new&lt;/b&gt; one</h1>"), "{page}");
    let (_, feed) = blog.get("/rss.xml").await;
    assert!(feed.contains("/posts/a-b-new-b-one</link>"), "{feed}");

    let path = "/api/posts/a-b-new-b-one";
    assert_eq!(blog.send(Method::DELETE, path).await.status(), 204);
    assert_eq!(blog.send(Method::DELETE, path).await.status(), 404);
    assert_eq!(blog.get("/posts/a-b-new-b-one").await.0, 404);
}

#[tokio::test]
async fn a_post_that_is_none_is_refused() {
    let blog = Blog::start().await;
    for (body, status) in [
        (json!({ "title": "..", "body": "" }), 422),
        (json!({ "title": "No body" }), 422),
        (json!([]), 422),
        (json!({ "title": "Long", "body": "x".repeat(70_000) }), 413),
    ] {
        assert_eq!(blog.post(&body).await.0, status, "{:.40}", body.to_string());
    }
}

#[tokio::test]
async fn X1_a_page_has_all_methods_of_its_path() {
    let blog = Blog::start().await;
    for (path, allow) in [
        ("/about", "GET, HEAD, OPTIONS"),
        ("/api/posts", "GET, HEAD, OPTIONS, POST"),
        ("/api/posts/hello", "DELETE, GET, HEAD, OPTIONS"),
    ] {
        let answer = blog.send(Method::PUT, path).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["allow"].to_str().unwrap()), (405, allow), "{path}");
    }
}
