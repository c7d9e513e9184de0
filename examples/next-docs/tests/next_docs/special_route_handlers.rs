use crate::server::{Server, header, json};
use serde_json::json;

#[tokio::test]
async fn they_are_static_files_with_their_types() {
    let server = Server::start().await;
    for (file, content_type, start) in [
        ("sitemap.xml", "application/xml", &b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"[..]),
        ("opengraph-image", "image/png", b"\x89PNG"),
        ("icon", "image/png", b"\x89PNG"),
        ("manifest.webmanifest", "application/manifest+json", b"{"),
    ] {
        for state in ["MISS", "HIT"] {
            let response = server.get(&format!("/special-route-handlers/{file}")).send().await.unwrap();
            assert_eq!((response.status().as_u16(), header(&response, "content-type")), (200, content_type), "{file}");
            assert_eq!(header(&response, "x-nextjs-cache"), state, "{file}");
            assert!(response.bytes().await.unwrap().starts_with(start), "{file}");
        }
    }
}

#[tokio::test]
async fn a_sitemap_lists_pages_and_a_manifest_the_icon() {
    let server = Server::start().await;
    let sitemap = server.get("/special-route-handlers/sitemap.xml").send().await.unwrap().text().await.unwrap();
    for page in ["https://acme.com", "https://acme.com/about"] {
        assert!(sitemap.contains(&format!("<loc>{page}</loc>")), "{sitemap}");
    }
    let (_, manifest) = json(server.get("/special-route-handlers/manifest.webmanifest")).await;
    let icons = json!([{ "src": "/special-route-handlers/icon", "sizes": "32x32", "type": "image/png" }]);
    assert_eq!((&manifest["name"], &manifest["icons"]), (&json!("Acme"), &icons));
}

#[tokio::test]
async fn pictures_have_the_size_that_was_said() {
    let server = Server::start().await;
    for (file, size) in [("opengraph-image", (1200, 630)), ("icon", (32, 32))] {
        let picture =
            server.get(&format!("/special-route-handlers/{file}")).send().await.unwrap().bytes().await.unwrap();
        // The width and the height follow the signature and the head of the first chunk.
        let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), size, "{file}");
    }
}

#[tokio::test]
async fn one_that_reads_the_request_is_made_for_each() {
    let server = Server::start().await;
    for host in ["acme.com", "acme.org"] {
        let response = server.get("/special-route-handlers/robots.txt").header("host", host).send().await.unwrap();
        assert_eq!(header(&response, "x-nextjs-cache"), "");
        let text = response.text().await.unwrap();
        assert_eq!(text, format!("User-Agent: *\nAllow: /\n\nHost: https://{host}\n"));
    }
}
