use std::borrow::Cow;

use super::{SitemapDate, SitemapError, Video, date_element, element, plain_element};
use crate::special::xml::escape;

/// One URL of a [`Sitemap`](crate::Sitemap), with what there is to say of it (NEXT-SPEC M6).
///
/// ```
/// use route_runtime::Sitemap;
/// use route_runtime::sitemap::{ChangeFrequency, SitemapUrl};
/// use std::time::SystemTime;
///
/// let sitemap = Sitemap::new().url(
///     SitemapUrl::new("https://acme.com/about")
///         .last_modified(SystemTime::now())
///         .change_frequency(ChangeFrequency::Monthly)
///         .priority(0.8)
///         .alternates([("es", "https://acme.com/es/about"), ("de", "https://acme.com/de/about")])
///         .image("https://acme.com/team.png"),
/// );
/// # let xml = sitemap.into_xml().unwrap();
/// # assert!(xml.contains("<xhtml:link rel=\"alternate\" hreflang=\"es\" href=\"https://acme.com/es/about\" />\n"), "{xml}");
/// # assert!(xml.contains("<priority>0.8</priority>\n"), "{xml}");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a URL is in a sitemap when it is added to one"]
pub struct SitemapUrl<'a> {
    url: Cow<'a, str>,
    last_modified: Option<SitemapDate<'a>>,
    change_frequency: Option<ChangeFrequency>,
    priority: Option<f64>,
    /// Language and URL. An empty list is not the same as none (NEXT-SPEC M11).
    alternates: Option<Vec<(Cow<'a, str>, Cow<'a, str>)>>,
    images: Vec<Cow<'a, str>>,
    videos: Vec<Video<'a>>,
}

/// How often a page changes: `changeFrequency` (NEXT-SPEC M10).
///
/// ```
/// use route_runtime::Sitemap;
/// use route_runtime::sitemap::{ChangeFrequency, SitemapUrl};
///
/// let news = SitemapUrl::new("https://acme.com/news").change_frequency(ChangeFrequency::Hourly);
/// assert!(Sitemap::new().url(news).into_xml().unwrap().contains("<changefreq>hourly</changefreq>"));
/// ```
#[doc(alias = "changeFrequency")]
#[doc(alias = "changefreq")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChangeFrequency {
    /// Each time it is read.
    Always,
    /// Every hour.
    Hourly,
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every year.
    Yearly,
    /// Never: an archive.
    Never,
}

impl ChangeFrequency {
    fn as_str(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Hourly => "hourly",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
            Self::Monthly => "monthly",
            Self::Yearly => "yearly",
            Self::Never => "never",
        }
    }
}

impl<'a> SitemapUrl<'a> {
    /// A page's URL: `url`. It should be absolute, and is written as it is, but for the escaping of XML.
    pub fn new(url: impl Into<Cow<'a, str>>) -> Self {
        Self {
            url: url.into(),
            last_modified: None,
            change_frequency: None,
            priority: None,
            alternates: None,
            images: Vec::new(),
            videos: Vec::new(),
        }
    }

    /// When the page was changed last: `lastModified`. An empty text is left out. See [`SitemapDate`] for what can be a date.
    #[doc(alias = "lastModified")]
    pub fn last_modified(mut self, date: impl Into<SitemapDate<'a>>) -> Self {
        self.last_modified = Some(date.into());
        self
    }

    /// How often the page changes: `changeFrequency`.
    #[doc(alias = "changeFrequency")]
    pub fn change_frequency(mut self, frequency: ChangeFrequency) -> Self {
        self.change_frequency = Some(frequency);
        self
    }

    /// How important the page is among those of this site, from 0 to 1: `priority`. Crawlers take it to be 0.5 where it is not given. With
    /// another number there is no sitemap: [`SitemapError::Priority`].
    pub fn priority(mut self, priority: f64) -> Self {
        self.priority = Some(priority);
        self
    }

    /// Adds the URLs of this page in other languages: `alternates.languages`. A language is a code such as `es` or `pt-BR`, or `x-default`.
    pub fn alternates<L, U>(mut self, languages: impl IntoIterator<Item = (L, U)>) -> Self
    where
        L: Into<Cow<'a, str>>,
        U: Into<Cow<'a, str>>,
    {
        let languages = languages.into_iter().map(|(language, url)| (language.into(), url.into()));
        self.alternates.get_or_insert_default().extend(languages);
        self
    }

    /// Adds the URL of an image of the page: one of `images`.
    pub fn image(mut self, url: impl Into<Cow<'a, str>>) -> Self {
        self.images.push(url.into());
        self
    }

    /// Adds the URLs of images of the page: `images`.
    ///
    /// ```
    /// use route_runtime::Sitemap;
    /// use route_runtime::sitemap::{SitemapUrl, Video};
    ///
    /// let video = |name: &str| Video::new(name.to_owned(), format!("https://acme.com/{name}.jpg"), "How it is done");
    /// let url = SitemapUrl::new("https://acme.com/howto")
    ///     .images(["https://acme.com/1.png", "https://acme.com/2.png"])
    ///     .video(video("fold"))
    ///     .videos(["glue", "paint"].map(video));
    /// let xml = Sitemap::new().url(url).into_xml().unwrap();
    /// assert_eq!((xml.matches("<image:loc>").count(), xml.matches("<video:title>").count()), (2, 3));
    /// ```
    pub fn images(mut self, urls: impl IntoIterator<Item: Into<Cow<'a, str>>>) -> Self {
        self.images.extend(urls.into_iter().map(Into::into));
        self
    }

    /// Adds a video of the page: one of `videos`.
    pub fn video(mut self, video: Video<'a>) -> Self {
        self.videos.push(video);
        self
    }

    /// Adds videos of the page: `videos`.
    pub fn videos(mut self, videos: impl IntoIterator<Item = Video<'a>>) -> Self {
        self.videos.extend(videos);
        self
    }

    pub(super) fn has_alternates(&self) -> bool {
        self.alternates.is_some()
    }

    pub(super) fn has_images(&self) -> bool {
        !self.images.is_empty()
    }

    pub(super) fn has_videos(&self) -> bool {
        !self.videos.is_empty()
    }

    /// Adds the `<url>` element.
    pub(super) fn write(&self, text: &mut String) -> Result<(), SitemapError> {
        text.push_str("<url>\n");
        element(text, "loc", &self.url);
        for (language, url) in self.alternates.iter().flatten() {
            text.push_str("<xhtml:link rel=\"alternate\" hreflang=\"");
            escape(text, language);
            text.push_str("\" href=\"");
            escape(text, url);
            text.push_str("\" />\n");
        }
        for image in &self.images {
            text.push_str("<image:image>\n");
            element(text, "image:loc", image);
            text.push_str("</image:image>\n");
        }
        for video in &self.videos {
            video.write(text).map_err(|rating| SitemapError::Rating { url: self.url.to_string(), rating })?;
        }
        date_element(text, "lastmod", self.last_modified.as_ref());
        if let Some(frequency) = self.change_frequency {
            element(text, "changefreq", frequency.as_str());
        }
        if let Some(priority) = self.priority {
            if !(0.0..=1.0).contains(&priority) {
                return Err(SitemapError::Priority { url: self.url.to_string(), priority });
            }
            // The shortest text of this number. There is a zero with a sign, and it is in the range.
            plain_element(text, "priority", priority.abs());
        }
        text.push_str("</url>\n");
        Ok(())
    }
}

impl<'a> From<&'a str> for SitemapUrl<'a> {
    fn from(url: &'a str) -> Self {
        Self::new(url)
    }
}

impl<'a> From<&'a String> for SitemapUrl<'a> {
    fn from(url: &'a String) -> Self {
        Self::new(url)
    }
}

impl From<String> for SitemapUrl<'_> {
    fn from(url: String) -> Self {
        Self::new(url)
    }
}

impl<'a> From<Cow<'a, str>> for SitemapUrl<'a> {
    fn from(url: Cow<'a, str>) -> Self {
        Self::new(url)
    }
}
