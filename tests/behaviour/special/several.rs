//! Several sitemaps, one for each id.

use axum::Router;
use route_runtime::sitemap::SitemapId;
use route_runtime::{Result, Sitemap, not_found, route, routes};
use route_tests::get;

#[route("/products/sitemap/[id]")]
async fn GET(id: SitemapId<u32>) -> Result<Sitemap> {
    if *id > 2 {
        return Err(not_found());
    }
    Ok(Sitemap::new().url(format!("https://acme.com/products/{}", id.into_inner())))
}

/// As text, and among the parameters of a module.
#[route("/[shop]/maps/[id]")]
mod named {
    use super::*;

    pub struct Params {
        pub shop: String,
        pub id: SitemapId,
    }

    pub async fn GET(params: Params) -> Sitemap {
        Sitemap::new().url(format!("https://acme.com/{}/{}", params.shop, *params.id))
    }
}

fn app() -> Router {
    routes![GET, named::route].into_router()
}

#[tokio::test]
async fn M12_each_id_is_served_with_xml_behind_it() {
    let app = app();
    for (path, loc) in [
        ("/products/sitemap/0.xml", "https://acme.com/products/0"),
        ("/products/sitemap/2.xml", "https://acme.com/products/2"),
        ("/products/sitemap/%32%2Exml", "https://acme.com/products/2"),
        ("/acme/maps/a.b.xml", "https://acme.com/acme/a.b"),
        ("/acme/maps/%C3%A9%26.xml", "https://acme.com/acme/é&amp;"),
    ] {
        let answer = get(&app, path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/xml"), "{path}");
        assert!(answer.body.contains(&format!("<loc>{loc}</loc>")), "{answer:?}");
    }
}

#[tokio::test]
async fn M12_another_path_is_not_found() {
    let app = app();
    for path in [
        "/products/sitemap/0",
        "/products/sitemap/0.XML",
        "/products/sitemap/0.xml.gz",
        "/products/sitemap/.xml",
        "/products/sitemap/a.xml",
        "/products/sitemap/-1.xml",
        "/products/sitemap/4294967296.xml",
        "/acme/maps/0",
        "/acme/maps/.xml",
    ] {
        let answer = get(&app, path).await;
        assert_eq!(answer.text(), (404, "Not Found"), "{path}");
        assert_eq!(answer.header("content-type"), "text/plain;charset=UTF-8");
    }
    for path in
        ["/products/sitemap/3.xml", "/products/sitemap.xml", "/products/sitemap", "/products/sitemap/0.xml/1.xml"]
    {
        assert_eq!(get(&app, path).await.status, 404, "{path}");
    }
    assert_eq!(get(&app, "/products/sitemap/%FF.xml").await.status, 400);
}

#[tokio::test]
async fn M12_an_id_fills_in_its_path() {
    assert_eq!(GET::url(SitemapId(2)), "/products/sitemap/2.xml");
    let path = named::GET::url("acme", SitemapId("é/1"));
    assert_eq!(path, "/acme/maps/%C3%A9%2F1.xml");
    assert!(get(&app(), &path).await.body.contains("<loc>https://acme.com/acme/é/1</loc>"));
}
