//! `examples/blog`.

use crate::driver::browse;
use crate::eventually;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use blog::{Posts, blog};
use serde_json::json;
use std::sync::{Arc, Mutex};

/// Starts the app, and returns its URL and the answers that it gives: path, status and type.
async fn start() -> (String, Arc<Mutex<Vec<(String, u16, String)>>>) {
    let answers = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&answers);
    let app: Router = blog(Posts::first()).layer(from_fn(move |request: Request, next: Next| {
        let log = Arc::clone(&log);
        async move {
            let path = request.uri().path().to_owned();
            let answer = next.run(request).await;
            let content_type = answer.headers().get("content-type").map(|value| value.to_str().unwrap().to_owned());
            log.lock().unwrap().push((path, answer.status().as_u16(), content_type.unwrap_or_default()));
            answer
        }
    }));
    (format!("http://{}", route_tests::serve(app).await), answers)
}

#[tokio::test(flavor = "multi_thread")]
async fn M14_M18_a_page_shows_its_icon() {
    let (url, answers) = start().await;
    browse(async move |tab| {
        tab.go(&format!("{url}/posts/hello")).await;
        // Which of the two it is, is the browser's choice.
        let icon = eventually("the browser asks for the icon", async || {
            let answers = answers.lock().unwrap();
            answers.iter().find(|(path, ..)| path == "/favicon.ico" || path == "/icon.svg").cloned()
        });
        let (path, status, content_type) = icon.await;
        assert_eq!(status, 200, "{path}");
        assert!(["image/x-icon", "image/svg+xml"].contains(&&*content_type), "{content_type}");

        // It decodes each picture that the head of the page names, the card among them.
        let script = "
            const links = [...document.querySelectorAll('link[rel*=icon]')].map(link => link.href);
            const card = document.querySelector('meta[property=\"og:image\"]').content;
            const pictures = [...links, new URL(card).pathname].map(async src => {
                const image = new Image();
                image.src = src;
                await image.decode();
                return [new URL(image.src).pathname, image.naturalWidth, image.naturalHeight];
            });
            Promise.all(pictures).then(done, error => done(String(error)));
        ";
        let pictures = tab.run(script, &[]).await;
        let sizes: Vec<_> = pictures.as_array().unwrap_or_else(|| panic!("{pictures}")).clone();
        assert_eq!(sizes[0], json!(["/favicon.ico", 32, 32]));
        assert_eq!(sizes[1][0], "/icon.svg");
        assert_eq!(sizes[2], json!(["/apple-icon", 180, 180]));
        assert_eq!(sizes[3], json!(["/posts/hello/opengraph-image", 1200, 630]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn M4_the_sitemap_the_feed_and_the_manifest_are_read_without_a_mistake() {
    let (url, _) = start().await;
    browse(async move |tab| {
        tab.go(&url).await;
        let script = "
            const read = async path => {
                const text = await (await fetch(path)).text();
                const xml = new DOMParser().parseFromString(text, 'application/xml');
                return [xml.documentElement.localName, xml.querySelectorAll('parsererror').length, xml.querySelectorAll(arguments[0]).length];
            };
            Promise.all(['/sitemap.xml', '/rss.xml'].map(read)).then(done, error => done(String(error)));
        ";
        let read = tab.run(script, &["url, item".into()]).await;
        assert_eq!(read, json!([["urlset", 0, 4], ["rss", 0, 2]]));
        let name = tab.run("fetch(document.querySelector('link[rel=manifest]').href).then(r => r.json()).then(m => done(m.name))", &[]);
        assert_eq!(name.await, "Files and folders");

        // And as pages, the way somebody opens them.
        for path in ["/sitemap.xml", "/rss.xml"] {
            tab.go(&format!("{url}{path}")).await;
            assert_eq!(tab.texts("parsererror").await, [""; 0], "{path}");
            let shown = tab.run("done(document.documentElement.textContent)", &[]).await;
            assert!(shown.as_str().unwrap().contains("/posts/hello"), "{path}: {shown}");
        }
    })
    .await;
}
