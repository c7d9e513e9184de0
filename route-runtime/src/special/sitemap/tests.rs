#![allow(non_snake_case, reason = "tests are named after the rows they prove")]

use std::time::{Duration, UNIX_EPOCH};

use axum::response::IntoResponse;
use proptest::prelude::*;
use roxmltree::{Document, Node};

use super::*;
use crate::problem::testing::{logged, parts};
use crate::testing::cases;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const IMAGE: &str = "http://www.google.com/schemas/sitemap-image/1.1";
const VIDEO: &str = "http://www.google.com/schemas/sitemap-video/1.1";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

fn xml(sitemap: Sitemap) -> String {
    sitemap.into_xml().unwrap()
}

/// The elements of the one URL.
fn elements(url: SitemapUrl<'_>) -> String {
    let xml = xml(Sitemap::new().url(url));
    let (_, elements) = xml.split_once("<url>\n").unwrap();
    elements.strip_suffix("</url>\n</urlset>\n").unwrap().to_owned()
}

fn video() -> Video<'static> {
    Video::new("example", "https://example.com/image.jpg", "this is the description")
}

#[test]
fn M5_M6_a_sitemap_has_an_element_on_each_line() {
    let sitemap = Sitemap::new()
        .url(
            SitemapUrl::new("https://example.com")
                .last_modified("2021-01-01")
                .change_frequency(ChangeFrequency::Weekly)
                .priority(0.5),
        )
        .url("https://example.com/about");
    assert_eq!(
        xml(sitemap),
        r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url>
<loc>https://example.com</loc>
<lastmod>2021-01-01</lastmod>
<changefreq>weekly</changefreq>
<priority>0.5</priority>
</url>
<url>
<loc>https://example.com/about</loc>
</url>
</urlset>
"#
    );
    assert_eq!(
        xml(Sitemap::new()),
        r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
</urlset>
"#
    );
}

#[test]
fn M5_M6_M7_alternates_and_images_come_before_the_rest() {
    let url = SitemapUrl::new("https://acme.com")
        .priority(1.0)
        .last_modified(UNIX_EPOCH + Duration::from_millis(1_733_442_313_405))
        .video(video())
        .image("https://example.com/image.jpg")
        .images(["https://example.com/2.jpg"])
        .alternates([("es", "https://acme.com/es"), ("de", "https://acme.com/de")])
        .alternates([("x-default", String::from("https://acme.com"))]);
    assert_eq!(
        xml(Sitemap::new().url(url)),
        r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url>
<loc>https://acme.com</loc>
<xhtml:link rel="alternate" hreflang="es" href="https://acme.com/es" />
<xhtml:link rel="alternate" hreflang="de" href="https://acme.com/de" />
<xhtml:link rel="alternate" hreflang="x-default" href="https://acme.com" />
<image:image>
<image:loc>https://example.com/image.jpg</image:loc>
</image:image>
<image:image>
<image:loc>https://example.com/2.jpg</image:loc>
</image:image>
<video:video>
<video:title>example</video:title>
<video:thumbnail_loc>https://example.com/image.jpg</video:thumbnail_loc>
<video:description>this is the description</video:description>
</video:video>
<lastmod>2024-12-05T23:45:13.405Z</lastmod>
<priority>1</priority>
</url>
</urlset>
"#
    );
}

#[test]
fn M8_a_video_has_its_fields_in_order() {
    let video = video()
        .uploader(Uploader::new("GrillyMcGrillerson").info("https://www.example.com/users/grillymcgrillerson"))
        .platform(Restriction::deny("tv"))
        .restriction(Restriction::allow("IE GB US CA"))
        .live(false)
        .requires_subscription(false)
        .family_friendly(true)
        .publication_date("2024-09-16")
        .expiration_date(UNIX_EPOCH)
        .rating(4.2)
        .tag("summer")
        .tag("grill")
        .view_count(50)
        .duration(Duration::from_millis(2_900))
        .player_loc("https://www.example.com/videoplayer.php?video=123")
        .content_loc("http://streamserver.example.com/video123.mp4");
    assert_eq!(
        elements(SitemapUrl::new("https://example.com").video(video).last_modified("2021-01-01")),
        r#"<loc>https://example.com</loc>
<video:video>
<video:title>example</video:title>
<video:thumbnail_loc>https://example.com/image.jpg</video:thumbnail_loc>
<video:description>this is the description</video:description>
<video:content_loc>http://streamserver.example.com/video123.mp4</video:content_loc>
<video:player_loc>https://www.example.com/videoplayer.php?video=123</video:player_loc>
<video:duration>2</video:duration>
<video:view_count>50</video:view_count>
<video:tag>summer</video:tag>
<video:tag>grill</video:tag>
<video:rating>4.2</video:rating>
<video:expiration_date>1970-01-01T00:00:00.000Z</video:expiration_date>
<video:publication_date>2024-09-16</video:publication_date>
<video:family_friendly>yes</video:family_friendly>
<video:requires_subscription>no</video:requires_subscription>
<video:live>no</video:live>
<video:restriction relationship="allow">IE GB US CA</video:restriction>
<video:platform relationship="deny">tv</video:platform>
<video:uploader info="https://www.example.com/users/grillymcgrillerson">GrillyMcGrillerson</video:uploader>
</video:video>
<lastmod>2021-01-01</lastmod>
"#
    );
}

#[test]
fn M8_what_says_nothing_is_left_out() {
    let silent = video()
        .content_loc("")
        .player_loc("")
        .duration(Duration::from_millis(999))
        .view_count(0)
        .tag("")
        .rating(0.0)
        .expiration_date("")
        .publication_date("")
        .uploader("Acme");
    assert_eq!(
        elements(SitemapUrl::new("https://example.com").videos([silent]).last_modified("")),
        r#"<loc>https://example.com</loc>
<video:video>
<video:title>example</video:title>
<video:thumbnail_loc>https://example.com/image.jpg</video:thumbnail_loc>
<video:description>this is the description</video:description>
<video:uploader>Acme</video:uploader>
</video:video>
"#
    );
}

#[test]
fn M10_a_priority_is_the_shortest_text_of_its_number() {
    for (priority, text) in [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (0.5, "0.5"),
        (0.80, "0.8"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e-7, "0.0000001"),
    ] {
        let elements = elements(SitemapUrl::new("/").priority(priority));
        assert_eq!(elements, format!("<loc>/</loc>\n<priority>{text}</priority>\n"));
    }
}

#[test]
fn M10_a_page_changes_as_often_as_the_protocol_knows() {
    use ChangeFrequency::*;
    for (frequency, text) in [
        (Always, "always"),
        (Hourly, "hourly"),
        (Daily, "daily"),
        (Weekly, "weekly"),
        (Monthly, "monthly"),
        (Yearly, "yearly"),
        (Never, "never"),
    ] {
        let elements = elements(SitemapUrl::new("/").change_frequency(frequency));
        assert_eq!(elements, format!("<loc>/</loc>\n<changefreq>{text}</changefreq>\n"));
    }
}

#[test]
fn M11_alternates_without_languages_declare_their_namespace() {
    let none: [(&str, &str); 0] = [];
    let declared = xml(Sitemap::new().url(SitemapUrl::new("/").alternates(none)));
    assert!(
        declared.contains(" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n<url>\n<loc>/</loc>\n</url>"),
        "{declared}"
    );
    let images: [&str; 0] = [];
    let plain = xml(Sitemap::new().url(SitemapUrl::new("/").images(images).videos([])));
    assert!(!plain.contains("xmlns:"), "{plain}");
}

#[test]
fn urls_of_all_kinds_are_collected() {
    let owned = vec![String::from("/1"), String::from("/2")];
    let mut collected: Sitemap = owned.iter().collect();
    collected.extend(owned.iter().map(|url| SitemapUrl::new(url).priority(0.1)));
    let listed = Sitemap::new()
        .urls(["/1", "/2"])
        .urls(owned.iter().map(|url| SitemapUrl::from(Cow::Borrowed(&**url)).priority(0.1)));
    assert_eq!(xml(collected), xml(listed));
    let from_owned: Sitemap = owned.clone().into_iter().collect();
    assert_eq!(xml(from_owned), xml(Sitemap::from_iter(owned)));
}

#[test]
fn more_than_50_000_urls_are_refused() {
    let urls = |count: usize| (0..count).map(|id| format!("https://acme.com/{id}")).collect::<Sitemap>();
    assert_eq!(xml(urls(50_000)).matches("<loc>").count(), 50_000);
    let many = urls(50_001);
    assert!(many.elements.is_empty(), "what is not sent is not kept");
    let error = many.url("/one-more").into_xml().unwrap_err();
    assert_eq!(error, SitemapError::TooManyUrls);
    let text = error.to_string();
    assert!(text.contains("50,000 URLs") && text.contains("`generate_sitemaps`"), "{text}");
}

#[test]
fn more_than_50_mebibytes_are_refused() {
    let around = xml(Sitemap::new().url(SitemapUrl::new("").image(""))).len();
    let of = |bytes: usize| Sitemap::new().url(SitemapUrl::new("x".repeat(bytes - around)).image(""));
    assert_eq!(xml(of(52_428_800)).len(), 52_428_800);
    let error = of(52_428_801).url("/").into_xml().unwrap_err();
    assert_eq!(error, SitemapError::TooLarge);
    let text = error.to_string();
    assert!(text.contains("52,428,800 bytes") && text.contains("`generate_sitemaps`"), "{text}");
}

#[test]
fn a_sitemap_that_never_ends_is_given_up() {
    let mut asked = 0;
    let endless = std::iter::repeat_with(|| {
        asked += 1;
        "/"
    });
    let sitemap = Sitemap::new().urls(endless);
    assert_eq!(sitemap.into_xml(), Err(SitemapError::TooManyUrls));
    assert_eq!(asked, 50_001);
}

#[test]
fn a_number_that_is_out_of_range_is_refused_by_name() {
    for number in [-0.1, 1.0000001, 2.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN] {
        let error = Sitemap::new().url("/ok").url(SitemapUrl::new("/bad").priority(number)).into_xml().unwrap_err();
        assert_eq!(error.to_string(), format!("the priority of `/bad` is {number}, which is not from 0 to 1"));
    }
    for number in [-0.1, 5.1, f64::NAN] {
        let url = SitemapUrl::new("/bad").video(video().rating(number));
        let error = Sitemap::new().url(url).into_xml().unwrap_err();
        assert_eq!(error.to_string(), format!("a video of `/bad` has the rating {number}, which is not from 0 to 5"));
    }
    let first = Sitemap::new().url(SitemapUrl::new("/1").priority(2.0)).url(SitemapUrl::new("/2").priority(3.0));
    assert!(first.into_xml().unwrap_err().to_string().contains("`/1`"));
}

#[tokio::test]
async fn M4_the_response_is_xml_that_is_asked_for_again() {
    let response = Sitemap::new().url("/").into_response();
    assert_eq!(response.headers()["cache-control"], "public, max-age=0, must-revalidate");
    let (status, kind, body) = parts(response).await;
    assert_eq!((status, &*kind, body), (200, "application/xml", xml(Sitemap::new().url("/"))));
}

#[tokio::test]
async fn a_sitemap_that_cannot_be_is_a_logged_500() {
    let (response, log) = logged(|| Sitemap::new().url(SitemapUrl::new("/bad").priority(2.0)).into_response());
    assert!(!response.headers().contains_key("cache-control"));
    assert_eq!(parts(response).await, (500, String::new(), String::new()));
    assert!(log.starts_with("ERROR") && log.contains("the priority of `/bad` is 2"), "{log}");
}

/// A text as a document of XML 1.0 can hold it.
fn held(text: &str) -> String {
    text.chars().filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)).collect()
}

/// The text of the child of this name.
fn child<'a>(of: Node<'a, '_>, namespace: &str, name: &str) -> Option<&'a str> {
    let child = of.children().find(|node| node.has_tag_name((namespace, name)))?;
    assert!(child.children().all(|node| node.is_text()), "{name} has elements inside");
    Some(child.text().unwrap_or_default())
}

/// As [`child`], for what is left out when it is empty.
fn optional<'a>(of: Node<'a, '_>, namespace: &str, name: &str) -> &'a str {
    child(of, namespace, name).unwrap_or_default()
}

/// Texts that try to be more than a text.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[<>&\"'/= a-z\\]\\[!\\-\r\n\t\u{0}-\u{1f}\u{fffe}\u{ffff}]{0,24}",
        Just("</loc></url><url><loc>https://evil.example".to_owned()),
        Just("\" onload=\"x".to_owned()),
        Just("]]><!--<![CDATA[&#0;&amp;".to_owned()),
    ]
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_value_comes_back_from_a_reader(values in prop::collection::vec(hostile(), 17)) {
        let [loc, language, alternate, image, title, thumbnail, description, content, player, tag, expiration, publication,
            restriction, platform, uploader, info, date] = std::array::from_fn(|at| &*values[at]);
        let video = Video::new(title, thumbnail, description)
            .content_loc(content)
            .player_loc(player)
            .tag(tag)
            .expiration_date(expiration)
            .publication_date(publication)
            .restriction(Restriction::allow(restriction))
            .platform(Restriction::deny(platform))
            .uploader(Uploader::new(uploader).info(info));
        let url = SitemapUrl::new(loc).alternates([(language, alternate)]).image(image).video(video).last_modified(date);
        let xml = xml(Sitemap::new().url(url).url("https://acme.com/last"));

        let document = Document::parse(&xml).unwrap();
        let urls: Vec<_> = document.root_element().children().filter(Node::is_element).collect();
        prop_assert_eq!(urls.len(), 2);
        let url = urls[0];
        let [loc, language, alternate, image, date] = [loc, language, alternate, image, date].map(held);
        prop_assert_eq!(child(url, SITEMAP, "loc"), Some(&*loc));
        prop_assert_eq!(optional(url, SITEMAP, "lastmod"), date);
        let link = url.children().find(|node| node.has_tag_name((XHTML, "link"))).unwrap();
        prop_assert_eq!(link.attribute("hreflang"), Some(&*language));
        prop_assert_eq!(link.attribute("href"), Some(&*alternate));
        prop_assert_eq!(link.attributes().len(), 3);
        let of_image = url.children().find(|node| node.has_tag_name((IMAGE, "image"))).unwrap();
        prop_assert_eq!(child(of_image, IMAGE, "loc"), Some(&*image));
        let of_video = url.children().find(|node| node.has_tag_name((VIDEO, "video"))).unwrap();
        for (name, value) in [
            ("title", title),
            ("thumbnail_loc", thumbnail),
            ("description", description),
            ("content_loc", content),
            ("player_loc", player),
            ("tag", tag),
            ("expiration_date", expiration),
            ("publication_date", publication),
            ("restriction", restriction),
            ("platform", platform),
            ("uploader", uploader),
        ] {
            prop_assert_eq!(optional(of_video, VIDEO, name), held(value), "{}", name);
        }
        let of_uploader = of_video.children().find(|node| node.has_tag_name((VIDEO, "uploader"))).unwrap();
        prop_assert_eq!(of_uploader.attribute("info").unwrap_or_default(), held(info));
    }
}
