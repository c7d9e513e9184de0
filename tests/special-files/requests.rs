//! NEXT-SPEC section 16: what the files in `app` answer.
#![allow(non_snake_case)]

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request};
use route_tests::{Answer, get, send};
use special_files_tests::{ALTS, CONTENT_TYPE, Runs, links, router, routes};
use tower::ServiceExt;

const REVALIDATED: &str = "public, max-age=0, must-revalidate";

fn app() -> Router {
    router(Runs::default())
}

/// Sends a request whose answer need not be text.
async fn file(app: &Router, method: &str, path: &str, condition: Option<&str>) -> (u16, HeaderMap, Bytes) {
    let request = Request::builder().method(method).uri(path);
    let request = condition.into_iter().fold(request, |request, etag| request.header("if-none-match", etag));
    let answer = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (head, body) = answer.into_parts();
    (head.status.as_u16(), head.headers, to_bytes(body, usize::MAX).await.unwrap())
}

fn first_number(answer: &Answer) -> &str {
    let start = answer.body.find(|c: char| c.is_ascii_digit()).expect("a number");
    answer.body[start..].split(|c: char| !c.is_ascii_digit()).next().unwrap()
}

#[tokio::test]
async fn M1_M4_M13_M14_code_is_served_under_the_name_of_its_file() {
    let app = app();
    for (path, content_type, piece) in [
        ("/sitemap.xml", "application/xml", "<loc>https://acme.com/"),
        ("/robots.txt", "text/plain", "User-Agent: *\nAllow: /\n"),
        ("/manifest.webmanifest", "application/manifest+json", "{\"name\":\"Acme\"}"),
        ("/icon1", "image/png", ""),
        ("/live/icon", "text/plain; charset=utf-8", ""),
        ("/hourly/opengraph-image", "text/plain;charset=UTF-8", ""),
    ] {
        let answer = get(&app, path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, content_type), "{path}");
        assert!(answer.body.contains(piece), "{path}: {}", answer.body);
        if path != "/hourly/opengraph-image" {
            assert_eq!(answer.header("cache-control"), REVALIDATED, "{path}");
        }
        assert_eq!(send(&app, "POST", path, "").await.allow(), Some("GET, HEAD, OPTIONS"), "{path}");
        let head = send(&app, "HEAD", path, "").await;
        assert_eq!((head.text(), head.header("content-type")), ((200, ""), content_type), "{path}");
    }
    // What the handler itself says stays, and what is missing is not told to be kept.
    assert_eq!(get(&app, "/hourly/opengraph-image").await.header("cache-control"), "public, max-age=5");
    let missing = get(&app, "/missing/icon").await;
    assert_eq!(missing.status, 404);
    assert_ne!(missing.header("cache-control"), REVALIDATED);
    // The names are those of the files, and not of their functions or modules.
    for path in ["/sitemap", "/robots", "/manifest", "/icon1.rs", "/live/icon1", "/icon", "/products/sitemap.xml"] {
        assert_eq!(get(&app, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn M20_code_is_static_unless_an_option_says_otherwise() {
    let runs = Runs::default();
    let app = router(runs.clone());
    for path in ["/sitemap.xml", "/icon1", "/hourly/opengraph-image", "/products/sitemap/0.xml"] {
        let before = runs.get();
        let first = get(&app, path).await;
        let second = get(&app, &format!("{path}?x=1")).await;
        assert_eq!(first.body, second.body, "{path}");
        assert_eq!(runs.get(), before + 1, "{path}");
        assert_eq!((first.header("x-nextjs-cache"), second.header("x-nextjs-cache")), ("MISS", "HIT"), "{path}");
        assert_ne!(second.header("etag"), "", "{path}");
    }
    let (first, second) = (get(&app, "/live/icon?a=1").await, get(&app, "/live/icon?b=2").await);
    assert!(first.body.ends_with("?a=1") && second.body.ends_with("?b=2"), "{first:?} {second:?}");
    assert_ne!(first_number(&first), first_number(&second));
    assert_eq!(first.header("x-nextjs-cache"), "");
}

#[tokio::test]
async fn M12_several_sitemaps_have_an_id_before_xml() {
    let runs = Runs::default();
    runs.add_sitemap();
    let app = router(runs);
    for (path, piece) in [
        ("/products/sitemap/0.xml", "<loc>https://acme.com/0/"),
        ("/products/sitemap/1.xml", "<loc>https://acme.com/1/"),
        ("/tea/sitemap/a%20b.xml", "<loc>https://acme.com/tea/a b</loc>"),
        ("/tea/sitemap/c.xml.xml", "<loc>https://acme.com/tea/c.xml</loc>"),
    ] {
        let answer = get(&app, path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/xml"), "{path}");
        assert!(answer.body.contains(piece), "{path}: {}", answer.body);
    }
    for path in [
        "/products/sitemap/0",
        "/products/sitemap/2.xml",
        "/products/sitemap/00.xml",
        "/products/sitemap/x.xml",
        "/products/sitemap/.xml",
        "/tea/sitemap/c.xml",
        "/tea/sitemap/a.xml",
    ] {
        assert_eq!(get(&app, path).await.text(), (404, "Not Found"), "{path}");
    }
    for path in ["/products/sitemap.xml", "/products/sitemap", "/tea/sitemap.xml"] {
        assert_eq!(get(&app, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn M12_that_there_is_no_such_sitemap_is_not_stored() {
    let runs = Runs::default();
    let app = router(runs.clone());
    let missing = get(&app, "/products/sitemap/1.xml").await;
    assert_eq!(missing.text(), (404, "Not Found"));
    assert_eq!(missing.header("cache-control"), "private, no-cache, no-store, max-age=0, must-revalidate");
    assert_eq!(runs.get(), 0);
    runs.add_sitemap();
    assert_eq!(get(&app, "/products/sitemap/1.xml").await.status, 200);
    assert_eq!(runs.get(), 1);
}

#[tokio::test]
async fn M15_M17_M22_pictures_have_ids_suffixes_and_the_parameters_of_their_folder() {
    let app = app();
    for (path, body) in [
        ("/dynamic/big/icon-ahg52g/small", "big small"),
        ("/dynamic/big/icon-ahg52g/medium", "big medium"),
        ("/dynamic/little/icon-ahg52g/tiny", "little tiny"),
        ("/dynamic/big/apple-icon-ahg52g", "apple big"),
        ("/dynamic/a%20b/apple-icon-ahg52g", "apple a b"),
        ("/posts/hello/opengraph-image", "og of hello"),
        ("/posts/hello/twitter-image", "twitter of hello"),
    ] {
        let answer = get(&app, path).await;
        assert_eq!(answer.text(), (200, body), "{path}");
        assert_eq!(answer.header("cache-control"), REVALIDATED, "{path}");
    }
    // The ids are those of these parameters.
    for path in ["/dynamic/big/icon-ahg52g/tiny", "/dynamic/little/icon-ahg52g/small", "/dynamic/big/icon-ahg52g/x"] {
        assert_eq!(get(&app, path).await.text(), (404, "Not Found"), "{path}");
    }
    for path in ["/dynamic/big/icon-ahg52g", "/dynamic/big/icon", "/dynamic/big/icon/small", "/dynamic/big/apple-icon"]
    {
        assert_eq!(get(&app, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn M17_M18_M19_files_are_sent_as_they_are() {
    let app = app();
    for (path, content_type, place) in [
        ("/favicon.ico", "image/x-icon", "favicon.ico"),
        ("/icon.png", "image/png", "icon.png"),
        ("/icon.svg", "image/svg+xml", "icon.svg"),
        ("/icon-1ow20b.png", "image/png", "(group)/icon.png"),
        ("/apple-icon2-zzzzzz.png", "image/png", "@slot/apple-icon2.png"),
        ("/manifest.json", "application/manifest+json", "manifest.json"),
        ("/blog/sitemap.xml", "application/xml", "blog/sitemap.xml"),
        ("/blog/opengraph-image.png", "image/png", "blog/opengraph-image.png"),
        ("/blog/twitter-image.gif", "image/gif", "blog/twitter-image.gif"),
    ] {
        let path = path.replace("zzzzzz", SLOT);
        let bytes = std::fs::read(format!("{}/app/{place}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let (status, headers, body) = file(&app, "GET", &path, None).await;
        assert_eq!((status, headers["content-type"].to_str().unwrap()), (200, content_type), "{path}");
        assert_eq!(headers["cache-control"], REVALIDATED, "{path}");
        assert!(body == bytes, "{path}");
        let etag = headers["etag"].to_str().unwrap();
        assert!(etag.starts_with('"') && etag.len() == 34, "{path}: {etag}");

        let (status, head, body) = file(&app, "HEAD", &path, None).await;
        assert_eq!((status, head["content-length"].to_str().unwrap()), (200, &*bytes.len().to_string()), "{path}");
        assert!(body.is_empty() && head["etag"] == headers["etag"], "{path}");

        for (condition, expected) in [(etag, 304), ("\"other\"", 200)] {
            let (status, again, body) = file(&app, "GET", &path, Some(condition)).await;
            assert_eq!((status, body.is_empty()), (expected, expected == 304), "{path}");
            assert_eq!((&again["etag"], &again["cache-control"]), (&headers["etag"], &headers["cache-control"]));
        }
        assert_eq!(send(&app, "PUT", &path, "").await.allow(), Some("GET, HEAD, OPTIONS"), "{path}");
    }
    assert_eq!(get(&app, "/blog/opengraph-image.alt.txt").await.status, 404);
}

/// The suffix of `/@slot`.
const SLOT: &str = "xxgbpy";

// M16, M19
#[test]
fn a_page_has_the_texts_of_its_pictures_and_their_types() {
    assert_eq!(ALTS, ["A yellow field", "A post"]);
    assert_eq!(CONTENT_TYPE, "image/png");
}

#[test]
fn a_link_to_a_special_file_is_made_from_its_handler() {
    assert_eq!(
        links(),
        [
            "/sitemap.xml",
            "/products/sitemap/1.xml",
            "/posts/a%20b/opengraph-image",
            "/dynamic/big/icon-ahg52g/small",
            "/favicon.ico",
            "/icon-1ow20b.png",
            "/icon-1ow20b.png",
        ]
    );
}

#[test]
fn M20_the_table_shows_what_is_static() {
    let table = routes().to_string();
    for line in [
        "○ /favicon.ico ",
        "○ /sitemap.xml ",
        "ƒ /live/icon ",
        "● /posts/[slug]/opengraph-image ",
        "● /products/sitemap/[id] ",
    ] {
        assert!(table.contains(line), "{line}\n{table}");
    }
}

#[test]
fn a_manifest_has_the_types_of_arguments_and_of_the_params_of_a_folder() {
    let manifest = routes().manifest();
    let types = |begin: &str| {
        let route = manifest.routes.iter().find(|route| route.pattern.starts_with(begin)).expect(begin);
        let types = route.params.iter().map(|param| format!("{}: {}", param.name, param.ty.as_deref().unwrap_or("-")));
        types.collect::<Vec<_>>().join(", ")
    };
    for (begin, expected) in [
        ("/products/sitemap/", "id: u32"),
        ("/posts/[slug]/opengraph-image", "slug: String"),
        ("/posts/[slug]/twitter-image", "slug: String"),
        ("/[shop]/", "shop: String, id: SitemapId"),
        ("/favicon.ico", ""),
    ] {
        assert_eq!(types(begin), expected, "{begin}");
    }
}
