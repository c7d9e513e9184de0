//! NEXT-SPEC section 16: sitemaps, robots.txt and the manifest as they arrive.

mod several;

use axum::Router;
use axum::response::IntoResponse;
use route_runtime::manifest::{Display, Icon};
use route_runtime::sitemap::{ChangeFrequency, SitemapUrl};
use route_runtime::{
    App, Manifest, NextResponse, Result, Robots, RobotsRule, RouteError, Sitemap, not_found, route, routes,
};
use route_tests::{Log, get, send};

#[route("/sitemap.xml")]
mod sitemap {
    use super::*;

    pub async fn GET() -> Sitemap {
        Sitemap::new().url(
            SitemapUrl::new("https://acme.com/?a=1&b=2")
                .last_modified("2024-12-05")
                .change_frequency(ChangeFrequency::Yearly)
                .priority(1.0),
        )
    }
}

#[route("/robots.txt")]
mod robots {
    use super::*;

    pub async fn GET() -> Robots {
        Robots::new()
            .rule(RobotsRule::new().user_agent("*").allow("/").disallow("/private"))
            .sitemap("https://acme.com/sitemap.xml")
    }
}

#[route("/manifest.webmanifest")]
mod manifest {
    use super::*;

    pub async fn GET() -> Manifest {
        Manifest::new().name("Acme").display(Display::Standalone).icon(Icon::new("/icon.png").sizes("192x192"))
    }
}

const SITEMAP: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url>
<loc>https://acme.com/?a=1&amp;b=2</loc>
<lastmod>2024-12-05</lastmod>
<changefreq>yearly</changefreq>
<priority>1</priority>
</url>
</urlset>
"#;
const ROBOTS: &str = "User-Agent: *\nAllow: /\nDisallow: /private\n\nSitemap: https://acme.com/sitemap.xml\n";
const MANIFEST: &str = r#"{"name":"Acme","display":"standalone","icons":[{"src":"/icon.png","sizes":"192x192"}]}"#;

fn special() -> Router {
    routes![sitemap::route, robots::route, manifest::route].into_router()
}

#[tokio::test]
async fn M1_M2_M4_M5_M13_each_arrives_with_its_type_and_is_asked_for_again() {
    let app = special();
    for (path, kind, body) in [
        ("/sitemap.xml", "application/xml", SITEMAP),
        ("/robots.txt", "text/plain", ROBOTS),
        ("/manifest.webmanifest", "application/manifest+json", MANIFEST),
    ] {
        let answer = get(&app, path).await;
        assert_eq!(answer.text(), (200, body));
        assert_eq!(answer.lines("content-type"), [kind]);
        assert_eq!(answer.lines("cache-control"), ["public, max-age=0, must-revalidate"]);
        assert_eq!(answer.header("content-length"), body.len().to_string());
        let head = send(&app, "HEAD", path, "").await;
        assert_eq!((head.text(), head.header("content-type")), ((200, ""), kind));
        assert_eq!(head.header("content-length"), body.len().to_string());
        assert_eq!(send(&app, "POST", path, "").await.status, 405);
    }
}

#[tokio::test]
async fn M4_M20_a_sitemap_stands_in_any_segment_and_takes_arguments() {
    #[route("/shops/[shop]/sitemap.xml")]
    async fn GET(shop: String) -> Result<Sitemap> {
        if shop == "closed" {
            return Err(not_found());
        }
        if shop == "broken" {
            return Err(RouteError::new(503, "no database"));
        }
        Ok(["a", "b"].map(|page| format!("https://acme.com/{shop}/{page}")).into_iter().collect())
    }
    let app: Router = routes![GET].into_router();
    let answer = get(&app, "/shops/%3Cb%3E/sitemap.xml").await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("<loc>https://acme.com/&lt;b&gt;/b</loc>\n"), "{answer:?}");
    assert_eq!(get(&app, "/shops/closed/sitemap.xml").await.status, 404);
    assert_eq!(get(&app, "/shops/broken/sitemap.xml").await.text(), (503, ""));
}

#[tokio::test]
async fn M1_M4_M13_headers_of_ones_own_take_the_place_of_ours() {
    #[route("/a.xml")]
    async fn GET() -> impl IntoResponse {
        ([("cache-control", "no-store"), ("x-a", "1")], Sitemap::new())
    }
    mod next {
        use super::*;

        #[route("/b.txt")]
        pub async fn GET() -> NextResponse {
            NextResponse::from(Robots::new().into_response()).with_header("cache-control", "max-age=60")
        }
    }
    let app: Router = routes![GET, next::GET].into_router();
    let answer = get(&app, "/a.xml").await;
    assert_eq!((answer.lines("cache-control"), answer.header("x-a")), (vec!["no-store"], "1"));
    assert_eq!(answer.header("content-type"), "application/xml");
    assert_eq!(get(&app, "/b.txt").await.lines("cache-control"), ["max-age=60"]);
}

#[tokio::test]
async fn what_cannot_be_written_is_a_logged_500_that_names_the_mistake_and_the_route() {
    #[route("/[kind]")]
    async fn GET(kind: String) -> Result<NextResponse> {
        let response = match &*kind {
            "priority" => Sitemap::new().url(SitemapUrl::new("/p").priority(1.5)).into_response(),
            "many" => (0..50_001).map(|id| id.to_string()).collect::<Sitemap>().into_response(),
            "question" => Sitemap::new().url(SitemapUrl::new("/p").priority(1.5)).into_xml()?.into_response(),
            "directive" => Robots::new().rule(RobotsRule::new().directive("a:b", "c")).into_response(),
            "delay" => Robots::new().rule(RobotsRule::new().crawl_delay(f64::NAN)).into_response(),
            "member" => Manifest::new().extra("m", std::collections::HashMap::from([((), 1)])).into_response(),
            _ => return Err(not_found()),
        };
        Ok(response.into())
    }
    let (log, errors) = (Log::start(), std::sync::Arc::new(std::sync::Mutex::new(Vec::new())));
    let reported = errors.clone();
    let app = App::new(routes![GET]).on_request_error(move |error| {
        let route = error.route().map(|route| route.pattern().to_owned());
        reported.lock().unwrap().push((error.error().to_string(), route));
    });
    let app: Router = app.into_router();
    for (kind, mistake) in [
        ("priority", "the priority of `/p` is 1.5, which is not from 0 to 1"),
        ("many", "a sitemap holds at most 50,000 URLs: make several of it, with `generate_sitemaps`"),
        ("question", "the priority of `/p` is 1.5, which is not from 0 to 1"),
        ("directive", "`a:b` is not the name of a directive of a robots.txt"),
        ("delay", "the crawl delay of a robots.txt is NaN"),
        ("member", "the member `m` of the manifest does not serialise as JSON: key must be a string"),
    ] {
        let answer = get(&app, &format!("/{kind}")).await;
        assert_eq!(answer.text(), (500, ""));
        assert!(!answer.headers.contains_key("cache-control"), "{answer:?}");
        let logged = log.errors();
        assert!(logged.len() == 1 && logged[0].contains(mistake), "{kind}: {logged:?}");
    }
    let errors = errors.lock().unwrap();
    assert_eq!(errors.len(), 6);
    assert!(errors.iter().all(|(_, route)| route.as_deref() == Some("/[kind]")), "{errors:?}");
}
