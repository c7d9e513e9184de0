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

    /// The type of a file, and its bytes.
    async fn file(&self, path: &str) -> (String, Vec<u8>) {
        let answer = self.send(Method::GET, path).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(answer.headers()["cache-control"], "public, max-age=0, must-revalidate", "{path}");
        let content_type = answer.headers()["content-type"].to_str().unwrap().to_owned();
        (content_type, answer.bytes().await.unwrap().to_vec())
    }

    /// The URLs of the sitemap, and what is said of each.
    async fn sitemap(&self) -> Vec<(String, Vec<String>)> {
        let (content_type, xml) = self.file("/sitemap.xml").await;
        assert_eq!(content_type, "application/xml");
        let xml = String::from_utf8(xml).unwrap();
        let document = roxmltree::Document::parse(&xml).unwrap();
        let text = |node: roxmltree::Node<'_, '_>| {
            node.descendants()
                .filter(|node| node.is_text())
                .filter_map(|node| node.text())
                .map(str::trim)
                .collect::<String>()
        };
        let url = |node: roxmltree::Node<'_, '_>| {
            let mut texts = node.children().filter(|child| child.is_element()).map(text);
            (texts.next().unwrap(), texts.collect())
        };
        document.root_element().children().filter(|node| node.is_element()).map(url).collect()
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

// M1, M4, M13
#[tokio::test]
async fn crawlers_are_told_of_all_posts() {
    let blog = Blog::start().await;
    let card = |slug: &str| format!("https://blog.example/posts/{slug}/opengraph-image");
    let page = |slug: &str| format!("https://blog.example/posts/{slug}");
    let files = "files%20%26%20folders";
    assert_eq!(
        blog.sitemap().await,
        [
            ("https://blog.example/".to_owned(), vec![]),
            ("https://blog.example/about".to_owned(), vec![]),
            (page(files), vec![card(files), "2026-11-28T00:00:00.000Z".to_owned()]),
            (page("hello"), vec![card("hello"), "2026-11-01T00:00:00.000Z".to_owned()]),
        ]
    );
    let (content_type, robots) = blog.file("/robots.txt").await;
    assert_eq!(content_type, "text/plain");
    assert_eq!(
        String::from_utf8(robots).unwrap(),
        "User-Agent: *\nAllow: /\nDisallow: /api/\n\nSitemap: https://blog.example/sitemap.xml\n"
    );
    let (content_type, manifest) = blog.file("/manifest.webmanifest").await;
    assert_eq!(content_type, "application/manifest+json");
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["name"], "Files and folders");
    for icon in manifest["icons"].as_array().unwrap() {
        let (content_type, _) = blog.file(icon["src"].as_str().unwrap()).await;
        assert_eq!(icon["type"], content_type);
    }
}

// M20, V9
#[tokio::test]
async fn the_sitemap_is_stored_until_a_post_comes_or_goes() {
    let blog = Blog::start().await;
    let state = async |path| {
        let answer = blog.send(Method::GET, path).await;
        answer.headers()["x-nextjs-cache"].to_str().unwrap().to_owned()
    };
    assert_eq!((state("/sitemap.xml").await, state("/sitemap.xml").await), ("MISS".to_owned(), "HIT".to_owned()));
    let before = blog.sitemap().await.len();
    assert_eq!(blog.post(&json!({ "title": "New", "body": "Text" })).await.0, 201);
    let after = blog.sitemap().await;
    assert_eq!(after.len(), before + 1);
    assert_eq!(after[2].0, "https://blog.example/posts/new");
    assert_eq!(blog.send(Method::DELETE, "/api/posts/new").await.status(), 204);
    assert_eq!(blog.sitemap().await.len(), before);
}

// M14, M22
#[tokio::test]
async fn each_post_has_a_card() {
    let blog = Blog::start().await;
    let (content_type, card) = blog.file("/posts/files%20%26%20folders/opengraph-image").await;
    assert_eq!(content_type, "image/png");
    assert_eq!(picture(&card).0, (1200, 630));
    // In the margin there is night, and in the title's line there is white.
    let (_, pixels) = picture(&card);
    let pixel = |x: usize, y: usize| &pixels[(y * 1200 + x) * 4..][..3];
    assert!(pixel(10, 10).iter().all(|&part| part < 110), "{:?}", pixel(10, 10));
    let white =
        (80..200).flat_map(|y| (80..700).map(move |x| (x, y))).filter(|&(x, y)| pixel(x, y) == [255; 3]).count();
    assert!(white > 1_000, "{white} white pixels in the title");

    let (_, other) = blog.file("/posts/hello/opengraph-image").await;
    assert!(other != card);
    assert_eq!(blog.get("/posts/nothing/opengraph-image").await.0, 404);

    // A post that is gone has no card, though one was stored.
    assert_eq!(blog.send(Method::DELETE, "/api/posts/hello").await.status(), 204);
    assert_eq!(blog.get("/posts/hello/opengraph-image").await.0, 404);
}

/// Width and height, and four bytes for each pixel.
fn picture(file: &[u8]) -> ((u32, u32), Vec<u8>) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(file));
    decoder.set_transformations(png::Transformations::ALPHA | png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    ((info.width, info.height), pixels)
}

// M14, M18
#[tokio::test]
async fn a_page_names_its_icons_and_its_card() {
    let blog = Blog::start().await;
    let (_, page) = blog.get("/posts/hello").await;
    for tag in [
        "<link rel=\"icon\" href=\"/favicon.ico\" sizes=\"32x32\">",
        "<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\" sizes=\"any\">",
        "<link rel=\"apple-touch-icon\" href=\"/apple-icon\" sizes=\"180x180\">",
        "<link rel=\"manifest\" href=\"/manifest.webmanifest\">",
        "<meta property=\"og:image\" content=\"https://blog.example/posts/hello/opengraph-image\">",
        "<meta property=\"og:image:width\" content=\"1200\">",
    ] {
        assert!(page.contains(tag), "{tag}: {page}");
    }
    assert!(!blog.get("/about").await.1.contains("og:image"));
    for (path, content_type, start) in [
        ("/favicon.ico", "image/x-icon", &b"\0\0\x01\0\x01\0"[..]),
        ("/icon.svg", "image/svg+xml", b"<svg "),
        ("/apple-icon", "image/png", b"\x89PNG"),
    ] {
        let (sent, bytes) = blog.file(path).await;
        assert_eq!(sent, content_type, "{path}");
        assert!(bytes.starts_with(start), "{path}");
    }
    assert_eq!(picture(&blog.file("/apple-icon").await.1).0, (180, 180));
}
