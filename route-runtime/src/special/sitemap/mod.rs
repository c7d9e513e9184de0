//! Sitemaps: [`Sitemap`](crate::Sitemap), what its URLs are made of, and what can be wrong with them (NEXT-SPEC M4 to M12).

pub(crate) mod id;
#[cfg(test)]
mod tests;
mod url;
mod video;

pub use super::date::SitemapDate;
pub use id::SitemapId;
pub use url::{ChangeFrequency, SitemapUrl};
pub use video::{Restriction, Uploader, Video};

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use axum::response::{IntoResponse, Response};
use http::StatusCode;

use super::answer;
use super::xml::escape;
use crate::problem::HttpError;

/// A sitemap, as a response: what `sitemap.ts` returns, `MetadataRoute.Sitemap` (NEXT-SPEC M4 to M11).
///
/// It is XML of the content type `application/xml`, which caches ask for again each time (`public, max-age=0, must-revalidate`). Each value
/// is escaped, so give URLs and titles as they are. Text is taken over with [`url`](Self::url), [`urls`](Self::urls), `collect` or
/// `extend`: the sitemap is one buffer, to which an element is added when its URL is, and values may be borrowed.
///
/// What a sitemap cannot hold (more than 50,000 URLs or 52,428,800 bytes, a priority of 2) is logged and answered with an empty 500;
/// [`into_xml`](Self::into_xml) returns it as a [`SitemapError`].
///
/// ```standalone_crate
/// use route_runtime::sitemap::{ChangeFrequency, SitemapUrl};
/// use route_runtime::{Sitemap, route, routes};
///
/// #[route("/sitemap.xml")]
/// async fn GET() -> Sitemap {
///     Sitemap::new()
///         .url(
///             SitemapUrl::new("https://acme.com")
///                 .last_modified("2024-12-05")
///                 .change_frequency(ChangeFrequency::Yearly)
///                 .priority(1.0),
///         )
///         .url("https://acme.com/about")
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let app: axum::Router = routes![GET].into_router();
/// assert_eq!(
///     GET().await.into_xml().unwrap(),
///     r#"<?xml version="1.0" encoding="UTF-8"?>
/// <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
/// <url>
/// <loc>https://acme.com</loc>
/// <lastmod>2024-12-05</lastmod>
/// <changefreq>yearly</changefreq>
/// <priority>1</priority>
/// </url>
/// <url>
/// <loc>https://acme.com/about</loc>
/// </url>
/// </urlset>
/// "#
/// );
/// # }
/// ```
///
/// For more URLs than one sitemap holds, see [`SitemapId`].
#[doc(alias = "MetadataRoute.Sitemap")]
#[doc(alias = "sitemap.xml")]
#[derive(Clone, Debug, Default)]
#[must_use = "a sitemap does nothing until the handler returns it"]
pub struct Sitemap {
    /// The `<url>` elements.
    elements: String,
    count: usize,
    namespaces: Namespaces,
    /// The first mistake. Nothing is added after it.
    error: Option<SitemapError>,
}

/// The namespaces that the elements need besides that of sitemaps.
#[derive(Clone, Copy, Debug, Default)]
struct Namespaces {
    image: bool,
    video: bool,
    xhtml: bool,
}

/// At most that many URLs, says the protocol.
const MOST_URLS: usize = 50_000;
/// At most that many bytes: 50 MiB, uncompressed.
const MOST_BYTES: usize = 52_428_800;

const END: &str = "</urlset>\n";

impl Sitemap {
    /// A sitemap without URLs.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a URL: a [`SitemapUrl`], or the text of one that has no more to say. It should be absolute: crawlers ask for that.
    ///
    /// ```
    /// # use route_runtime::Sitemap;
    /// let sitemap = Sitemap::new().url("https://acme.com/search?q=a&page=2");
    /// assert!(sitemap.into_xml().unwrap().contains("<loc>https://acme.com/search?q=a&amp;page=2</loc>"));
    /// ```
    pub fn url<'a>(mut self, url: impl Into<SitemapUrl<'a>>) -> Self {
        self.add(&url.into());
        self
    }

    /// Adds several URLs.
    ///
    /// ```
    /// # use route_runtime::{Sitemap, sitemap::SitemapUrl};
    /// struct Post { slug: String, edited: std::time::SystemTime }
    ///
    /// fn sitemap(posts: &[Post]) -> Sitemap {
    ///     Sitemap::new().url("https://acme.com").urls(posts.iter().map(|post| {
    ///         SitemapUrl::new(format!("https://acme.com/posts/{}", post.slug)).last_modified(post.edited)
    ///     }))
    /// }
    /// # assert_eq!(sitemap(&[]).into_xml().unwrap().matches("<url>").count(), 1);
    /// ```
    pub fn urls<'a>(mut self, urls: impl IntoIterator<Item: Into<SitemapUrl<'a>>>) -> Self {
        self.extend(urls);
        self
    }

    /// The text of the sitemap, or why there is none. The response is this text.
    ///
    /// ```
    /// # use route_runtime::{Sitemap, sitemap::{SitemapError, SitemapUrl}};
    /// let sitemap = Sitemap::new().url(SitemapUrl::new("https://acme.com").priority(2.0));
    /// assert!(matches!(sitemap.into_xml(), Err(SitemapError::Priority { .. })));
    /// ```
    pub fn into_xml(self) -> Result<String, SitemapError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        // Which namespaces there are is known after the last URL. That moves the text once, which takes no second buffer.
        let mut text = self.elements;
        text.push_str(END);
        text.insert_str(0, &self.namespaces.head());
        Ok(text)
    }

    fn add(&mut self, url: &SitemapUrl<'_>) {
        if self.error.is_some() {
            return;
        }
        if let Err(error) = self.write(url) {
            // What is not sent need not be kept.
            *self = Self { error: Some(error), ..Self::default() };
        }
    }

    fn write(&mut self, url: &SitemapUrl<'_>) -> Result<(), SitemapError> {
        if self.count == MOST_URLS {
            return Err(SitemapError::TooManyUrls);
        }
        self.count += 1;
        self.namespaces.image |= url.has_images();
        self.namespaces.video |= url.has_videos();
        self.namespaces.xhtml |= url.has_alternates();
        url.write(&mut self.elements)?;
        if self.namespaces.head().len() + self.elements.len() + END.len() > MOST_BYTES {
            return Err(SitemapError::TooLarge);
        }
        Ok(())
    }
}

impl Namespaces {
    /// What comes before the elements (NEXT-SPEC M5).
    fn head(self) -> Cow<'static, str> {
        const START: &str = concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"",
        );
        const PLAIN: &str = concat!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
        );
        if let Self { image: false, video: false, xhtml: false } = self {
            return PLAIN.into();
        }
        let optional = |has: bool, attribute| if has { attribute } else { "" };
        let image = optional(self.image, " xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\"");
        let video = optional(self.video, " xmlns:video=\"http://www.google.com/schemas/sitemap-video/1.1\"");
        let xhtml = optional(self.xhtml, " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\"");
        [START, image, video, xhtml, ">\n"].concat().into()
    }
}

impl<'a, U: Into<SitemapUrl<'a>>> Extend<U> for Sitemap {
    fn extend<I: IntoIterator<Item = U>>(&mut self, urls: I) {
        for url in urls {
            self.add(&url.into());
            if self.error.is_some() {
                return;
            }
        }
    }
}

impl<'a, U: Into<SitemapUrl<'a>>> FromIterator<U> for Sitemap {
    fn from_iter<I: IntoIterator<Item = U>>(urls: I) -> Self {
        Self::new().urls(urls)
    }
}

impl IntoResponse for Sitemap {
    fn into_response(self) -> Response {
        answer("application/xml", self.into_xml())
    }
}

/// Why there is no sitemap.
///
/// ```
/// use route_runtime::Sitemap;
/// use route_runtime::sitemap::{SitemapError, SitemapUrl};
///
/// let error = Sitemap::new().url(SitemapUrl::new("https://acme.com").priority(2.0)).into_xml().unwrap_err();
/// assert_eq!(error, SitemapError::Priority { url: "https://acme.com".to_owned(), priority: 2.0 });
///
/// let all = (0..50_001).map(|id| format!("https://acme.com/{id}"));
/// assert_eq!(all.collect::<Sitemap>().into_xml(), Err(SitemapError::TooManyUrls));
/// ```
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SitemapError {
    /// More than 50,000 URLs.
    #[error("a sitemap holds at most 50,000 URLs: {}", SPLIT)]
    TooManyUrls,
    /// More than 52,428,800 bytes.
    #[error("a sitemap has at most 52,428,800 bytes: {}", SPLIT)]
    TooLarge,
    /// A priority that is not from 0 to 1.
    #[error("the priority of `{url}` is {priority}, which is not from 0 to 1")]
    Priority {
        /// The URL that has it.
        url: String,
        /// What it is.
        priority: f64,
    },
    /// A rating of a video that is not from 0 to 5.
    #[error("a video of `{url}` has the rating {rating}, which is not from 0 to 5")]
    Rating {
        /// The URL that has the video.
        url: String,
        /// What it is.
        rating: f64,
    },
}

/// How to mend a sitemap that is too large.
const SPLIT: &str = "make several of it, with `generate_sitemaps` in a `sitemap.rs`, or with a route `/sitemap/[id]` whose `id` is a \
                     `SitemapId`";

impl HttpError for SitemapError {
    fn status(&self) -> StatusCode {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}

/// Adds `<name>value</name>` and a line break.
fn element(text: &mut String, name: &str, value: &str) {
    open(text, name);
    escape(text, value);
    close(text, name);
}

/// Adds an element whose value has nothing to escape.
fn plain_element(text: &mut String, name: &str, value: impl fmt::Display) {
    open(text, name);
    // A string takes whatever is written to it.
    let _ = write!(text, "{value}");
    close(text, name);
}

/// Adds an element with a date, if there is one that says something.
fn date_element(text: &mut String, name: &str, date: Option<&SitemapDate<'_>>) {
    if let Some(date) = date.filter(|date| !date.is_empty()) {
        open(text, name);
        date.write(text);
        close(text, name);
    }
}

/// Adds `<name attribute="of">value</name>` and a line break.
fn element_with(text: &mut String, name: &str, (attribute, of): (&str, &str), value: &str) {
    text.push('<');
    text.push_str(name);
    text.push(' ');
    text.push_str(attribute);
    text.push_str("=\"");
    escape(text, of);
    text.push_str("\">");
    escape(text, value);
    close(text, name);
}

fn open(text: &mut String, name: &str) {
    text.push('<');
    text.push_str(name);
    text.push('>');
}

fn close(text: &mut String, name: &str) {
    text.push_str("</");
    text.push_str(name);
    text.push_str(">\n");
}
