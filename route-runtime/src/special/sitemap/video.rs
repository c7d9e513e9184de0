use std::borrow::Cow;
use std::time::Duration;

use super::{SitemapDate, date_element, element, element_with, plain_element};

/// A video of a page, as the sitemaps of Google describe it: one of `videos` (NEXT-SPEC M8).
///
/// As in Next.js, what says nothing is left out: an empty text, a number that is 0.
///
/// ```
/// use route_runtime::sitemap::{Restriction, SitemapUrl, Uploader, Video};
/// use std::time::Duration;
///
/// let url = SitemapUrl::new("https://acme.com/grill").video(
///     Video::new("Grilling steaks", "https://acme.com/steaks.jpg", "How to grill steaks for summer")
///         .content_loc("https://cdn.acme.com/steaks.mp4")
///         .duration(Duration::from_secs(600))
///         .rating(4.2)
///         .family_friendly(true)
///         .restriction(Restriction::allow("IE GB US CA"))
///         .uploader(Uploader::new("Acme").info("https://acme.com/about")),
/// );
/// # let xml = route_runtime::Sitemap::new().url(url).into_xml().unwrap();
/// # assert!(xml.contains("<video:uploader info=\"https://acme.com/about\">Acme</video:uploader>\n"), "{xml}");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use = "a video is in a sitemap when its page is"]
pub struct Video<'a> {
    title: Cow<'a, str>,
    thumbnail_loc: Cow<'a, str>,
    description: Cow<'a, str>,
    content_loc: Cow<'a, str>,
    player_loc: Cow<'a, str>,
    duration: Duration,
    view_count: u64,
    tags: Vec<Cow<'a, str>>,
    rating: f64,
    expiration_date: Option<SitemapDate<'a>>,
    publication_date: Option<SitemapDate<'a>>,
    family_friendly: Option<bool>,
    requires_subscription: Option<bool>,
    live: Option<bool>,
    restriction: Option<Restriction<'a>>,
    platform: Option<Restriction<'a>>,
    uploader: Option<Uploader<'a>>,
}

/// Where a video may be shown: `restriction`, a list of countries, and `platform`, a list of `web`, `mobile` and `tv`.
///
/// ```
/// use route_runtime::Sitemap;
/// use route_runtime::sitemap::{Restriction, SitemapUrl, Video};
///
/// let match_of_the_day = Video::new("Match of the day", "https://acme.com/match.jpg", "All goals")
///     .restriction(Restriction::allow("GB IE"))
///     .platform(Restriction::deny("tv"));
/// let url = SitemapUrl::new("https://acme.com/match").video(match_of_the_day);
/// let xml = Sitemap::new().url(url).into_xml().unwrap();
/// assert!(xml.contains(r#"<video:restriction relationship="allow">GB IE</video:restriction>"#));
/// assert!(xml.contains(r#"<video:platform relationship="deny">tv</video:platform>"#));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction<'a> {
    relationship: &'static str,
    content: Cow<'a, str>,
}

/// Who has uploaded a video: `uploader`. A text turns into one without a page.
///
/// ```
/// use route_runtime::sitemap::Uploader;
///
/// let acme = Uploader::new("Acme").info("https://acme.com/about");
/// assert_ne!(acme, Uploader::from("Acme"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploader<'a> {
    name: Cow<'a, str>,
    info: Cow<'a, str>,
}

impl<'a> Video<'a> {
    /// A video with what each must have: its title, the URL of its thumbnail, its description.
    pub fn new(
        title: impl Into<Cow<'a, str>>,
        thumbnail_loc: impl Into<Cow<'a, str>>,
        description: impl Into<Cow<'a, str>>,
    ) -> Self {
        Self {
            title: title.into(),
            thumbnail_loc: thumbnail_loc.into(),
            description: description.into(),
            content_loc: Cow::Borrowed(""),
            player_loc: Cow::Borrowed(""),
            duration: Duration::ZERO,
            view_count: 0,
            tags: Vec::new(),
            rating: 0.0,
            expiration_date: None,
            publication_date: None,
            family_friendly: None,
            requires_subscription: None,
            live: None,
            restriction: None,
            platform: None,
            uploader: None,
        }
    }

    /// The URL of the file: `content_loc`.
    pub fn content_loc(mut self, url: impl Into<Cow<'a, str>>) -> Self {
        self.content_loc = url.into();
        self
    }

    /// The URL of a player: `player_loc`.
    ///
    /// ```
    /// use route_runtime::Sitemap;
    /// use route_runtime::sitemap::{Restriction, SitemapUrl, Video};
    ///
    /// let launch = Video::new("The launch", "https://acme.com/launch.jpg", "Live from the desert")
    ///     .player_loc("https://acme.com/player?video=7")
    ///     .view_count(12_345)
    ///     .tag("rocket")
    ///     .tag("desert")
    ///     .publication_date("2025-11-28")
    ///     .expiration_date("2026-11-28")
    ///     .requires_subscription(false)
    ///     .live(true)
    ///     .platform(Restriction::allow("web mobile"));
    /// let xml = Sitemap::new().url(SitemapUrl::new("https://acme.com/launch").video(launch)).into_xml().unwrap();
    /// assert!(xml.contains("<video:player_loc>https://acme.com/player?video=7</video:player_loc>"));
    /// assert!(xml.contains("<video:view_count>12345</video:view_count>"));
    /// assert!(xml.contains("<video:tag>rocket</video:tag>\n<video:tag>desert</video:tag>"));
    /// assert!(xml.contains("<video:live>yes</video:live>"));
    /// ```
    pub fn player_loc(mut self, url: impl Into<Cow<'a, str>>) -> Self {
        self.player_loc = url.into();
        self
    }

    /// How long it is, in whole seconds: `duration`.
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration = duration;
        self
    }

    /// How often it was seen: `view_count`.
    pub fn view_count(mut self, views: u64) -> Self {
        self.view_count = views;
        self
    }

    /// Adds a word that describes it: `tag`, of which Next.js has one at most.
    pub fn tag(mut self, tag: impl Into<Cow<'a, str>>) -> Self {
        self.tags.push(tag.into());
        self
    }

    /// From 0, the worst, to 5: `rating`. With another number there is no sitemap:
    /// [`SitemapError::Rating`](super::SitemapError::Rating).
    pub fn rating(mut self, rating: f64) -> Self {
        self.rating = rating;
        self
    }

    /// After when it is not to be found any more: `expiration_date`.
    pub fn expiration_date(mut self, date: impl Into<SitemapDate<'a>>) -> Self {
        self.expiration_date = Some(date.into());
        self
    }

    /// When it was published: `publication_date`.
    pub fn publication_date(mut self, date: impl Into<SitemapDate<'a>>) -> Self {
        self.publication_date = Some(date.into());
        self
    }

    /// Whether children may see it: `family_friendly`, `yes` or `no`.
    pub fn family_friendly(mut self, yes: bool) -> Self {
        self.family_friendly = Some(yes);
        self
    }

    /// Whether only subscribers see it: `requires_subscription`, `yes` or `no`.
    pub fn requires_subscription(mut self, yes: bool) -> Self {
        self.requires_subscription = Some(yes);
        self
    }

    /// Whether it is a live stream: `live`, `yes` or `no`.
    pub fn live(mut self, yes: bool) -> Self {
        self.live = Some(yes);
        self
    }

    /// In which countries it may be shown, as codes with spaces between them: `restriction`.
    pub fn restriction(mut self, countries: Restriction<'a>) -> Self {
        self.restriction = Some(countries);
        self
    }

    /// On which of `web`, `mobile` and `tv` it may be shown, with spaces between them: `platform`.
    pub fn platform(mut self, platforms: Restriction<'a>) -> Self {
        self.platform = Some(platforms);
        self
    }

    /// Who has uploaded it: `uploader`.
    pub fn uploader(mut self, uploader: impl Into<Uploader<'a>>) -> Self {
        self.uploader = Some(uploader.into());
        self
    }

    /// Adds the `<video:video>` element. The error is a rating out of range.
    pub(super) fn write(&self, text: &mut String) -> Result<(), f64> {
        if !(0.0..=5.0).contains(&self.rating) {
            return Err(self.rating);
        }
        text.push_str("<video:video>\n");
        element(text, "video:title", &self.title);
        element(text, "video:thumbnail_loc", &self.thumbnail_loc);
        element(text, "video:description", &self.description);
        optional(text, "video:content_loc", &self.content_loc);
        optional(text, "video:player_loc", &self.player_loc);
        if self.duration.as_secs() != 0 {
            plain_element(text, "video:duration", self.duration.as_secs());
        }
        if self.view_count != 0 {
            plain_element(text, "video:view_count", self.view_count);
        }
        for tag in &self.tags {
            optional(text, "video:tag", tag);
        }
        if self.rating != 0.0 {
            plain_element(text, "video:rating", self.rating);
        }
        date_element(text, "video:expiration_date", self.expiration_date.as_ref());
        date_element(text, "video:publication_date", self.publication_date.as_ref());
        yes_or_no(text, "video:family_friendly", self.family_friendly);
        yes_or_no(text, "video:requires_subscription", self.requires_subscription);
        yes_or_no(text, "video:live", self.live);
        if let Some(Restriction { relationship, content }) = &self.restriction {
            element_with(text, "video:restriction", ("relationship", relationship), content);
        }
        if let Some(Restriction { relationship, content }) = &self.platform {
            element_with(text, "video:platform", ("relationship", relationship), content);
        }
        match &self.uploader {
            Some(Uploader { name, info }) if info.is_empty() => element(text, "video:uploader", name),
            Some(Uploader { name, info }) => element_with(text, "video:uploader", ("info", info), name),
            None => {}
        }
        text.push_str("</video:video>\n");
        Ok(())
    }
}

impl<'a> Restriction<'a> {
    /// Only there.
    pub fn allow(content: impl Into<Cow<'a, str>>) -> Self {
        Self { relationship: "allow", content: content.into() }
    }

    /// Anywhere but there.
    pub fn deny(content: impl Into<Cow<'a, str>>) -> Self {
        Self { relationship: "deny", content: content.into() }
    }
}

impl<'a> Uploader<'a> {
    /// The uploader of this name: `content`.
    pub fn new(name: impl Into<Cow<'a, str>>) -> Self {
        Self { name: name.into(), info: Cow::Borrowed("") }
    }

    /// The URL of a page about the uploader: `info`.
    pub fn info(mut self, url: impl Into<Cow<'a, str>>) -> Self {
        self.info = url.into();
        self
    }
}

impl<'a> From<&'a str> for Uploader<'a> {
    fn from(name: &'a str) -> Self {
        Self::new(name)
    }
}

impl From<String> for Uploader<'_> {
    fn from(name: String) -> Self {
        Self::new(name)
    }
}

fn optional(text: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        element(text, name, value);
    }
}

fn yes_or_no(text: &mut String, name: &str, yes: Option<bool>) {
    if let Some(yes) = yes {
        element(text, name, if yes { "yes" } else { "no" });
    }
}
