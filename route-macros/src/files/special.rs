//! Files that are served by their name: `sitemap`, `icon` and their like, as code and as they are (NEXT-SPEC section 16).

/// Which of Next.js's metadata files it is, by its name without number and extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Special {
    Sitemap,
    Robots,
    Manifest,
    Favicon,
    Icon,
    AppleIcon,
    OpengraphImage,
    TwitterImage,
}

/// What is taken for a picture, whether a file of some name may be one or not.
const PICTURES: &[&str] = &["avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"];

const MEGABYTE: u64 = 1 << 20;

impl Special {
    const ALL: [Self; 8] = [
        Self::Sitemap,
        Self::Robots,
        Self::Manifest,
        Self::Favicon,
        Self::Icon,
        Self::AppleIcon,
        Self::OpengraphImage,
        Self::TwitterImage,
    ];

    /// `icon` and `icon2`, but `sitemap` alone: only pictures are numbered, by one digit (M14).
    pub(super) fn of_stem(stem: &str) -> Option<Self> {
        let unnumbered = stem.strip_suffix(|last: char| last.is_ascii_digit());
        Self::ALL.into_iter().find(|special| {
            special.stem() == stem || special.has_suffix() && unnumbered.is_some_and(|name| name == special.stem())
        })
    }

    /// What a file of it is called.
    pub(crate) fn stem(self) -> &'static str {
        match self {
            Self::Sitemap => "sitemap",
            Self::Robots => "robots",
            Self::Manifest => "manifest",
            Self::Favicon => "favicon",
            Self::Icon => "icon",
            Self::AppleIcon => "apple-icon",
            Self::OpengraphImage => "opengraph-image",
            Self::TwitterImage => "twitter-image",
        }
    }

    /// Its stem in messages, with its article: ``an `icon` ``.
    pub(crate) fn noun(self) -> String {
        let stem = self.stem();
        format!("{} `{stem}`", article(stem))
    }

    /// What the function in a file of it is called in examples.
    pub(super) fn function(self) -> String {
        self.stem().replace('-', "_")
    }

    /// Those that have code, each with the name of its file.
    pub(super) fn code_files() -> [&'static str; 7] {
        ["sitemap.rs", "robots.rs", "manifest.rs", "icon.rs", "apple-icon.rs", "opengraph-image.rs", "twitter-image.rs"]
    }

    /// Whether it is served from the root of the app directory alone (M1, M13, M18).
    pub(super) fn is_of_the_root(self) -> bool {
        matches!(self, Self::Robots | Self::Manifest | Self::Favicon)
    }

    /// Whether there may be several in a folder, with a suffix in their names below a group or a slot (M17).
    fn has_suffix(self) -> bool {
        matches!(self, Self::Icon | Self::AppleIcon | Self::OpengraphImage | Self::TwitterImage)
    }

    /// The option that makes several routes of one file (M12, M15).
    pub(crate) fn option(self) -> Option<&'static str> {
        match self {
            Self::Sitemap => Some(GENERATE_SITEMAPS),
            Self::Icon | Self::AppleIcon | Self::OpengraphImage | Self::TwitterImage => Some(GENERATE_IMAGE_METADATA),
            Self::Robots | Self::Manifest | Self::Favicon => None,
        }
    }

    /// The types of its static files (M18, M19).
    pub(super) fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Sitemap => &["xml"],
            Self::Robots => &["txt"],
            Self::Manifest => &["json", "webmanifest"],
            Self::Favicon => &["ico"],
            Self::Icon => &["ico", "jpg", "jpeg", "png", "svg", "webp", "avif"],
            Self::AppleIcon => &["jpg", "jpeg", "png", "webp"],
            Self::OpengraphImage | Self::TwitterImage => &["jpg", "jpeg", "png", "gif"],
        }
    }

    /// Whether a file of this type was most likely meant to be served, and is not.
    pub(super) fn is_refused(self, extension: &str) -> bool {
        !matches!(self, Self::Sitemap | Self::Robots | Self::Manifest) && PICTURES.contains(&extension)
    }

    /// The most bytes of a static file, and how many megabytes that is (M19).
    pub(super) fn limit(self) -> Option<(u64, u64)> {
        let megabytes = match self {
            Self::OpengraphImage => 8,
            Self::TwitterImage => 5,
            _ => return None,
        };
        Some((megabytes * MEGABYTE, megabytes))
    }

    /// Whether a text beside its picture is what those are told who do not see it (M19).
    pub(super) fn has_alt(self) -> bool {
        matches!(self, Self::OpengraphImage | Self::TwitterImage)
    }

    /// The end of the path at which code of this stem answers, below its folder.
    pub(super) fn url(self, stem: &str, folder: &str, has_ids: bool) -> String {
        match (self, has_ids) {
            (Self::Sitemap, false) => "sitemap.xml".to_owned(),
            (Self::Sitemap, true) => "sitemap/[id]".to_owned(),
            (Self::Robots, _) => "robots.txt".to_owned(),
            (Self::Manifest, _) => "manifest.webmanifest".to_owned(),
            (_, false) => self.suffixed(stem, folder),
            (_, true) => format!("{}/[id]", self.suffixed(stem, folder)),
        }
    }

    /// The end of the path of a static file.
    pub(super) fn url_of_file(self, stem: &str, extension: &str, folder: &str) -> String {
        format!("{}.{extension}", self.suffixed(stem, folder))
    }

    fn suffixed(self, stem: &str, folder: &str) -> String {
        match suffix(folder).filter(|_| self.has_suffix()) {
            Some(suffix) => format!("{stem}-{suffix}"),
            None => stem.to_owned(),
        }
    }
}

/// `a` or `an`, whichever goes before this name.
pub(crate) fn article(name: &str) -> &'static str {
    if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// The option of several sitemaps.
pub(crate) const GENERATE_SITEMAPS: &str = "generate_sitemaps";

/// The option of several pictures.
pub(crate) const GENERATE_IMAGE_METADATA: &str = "generate_image_metadata";

/// The content type of a static file (M18). `image/gif`, which Next.js does not know, is ours.
pub(super) fn content_type(extension: &str) -> &'static str {
    match extension {
        "xml" => "application/xml",
        "json" | "webmanifest" => "application/manifest+json",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "ico" => "image/x-icon",
        "svg" => "image/svg+xml",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        _ => "text/plain",
    }
}

/// What keeps pictures of several groups apart that have one path: six characters of a hash of the folder, whose path has its groups and slots
/// and begins with a slash (M17).
fn suffix(folder: &str) -> Option<String> {
    let is_grouped =
        folder.split('/').any(|segment| segment.starts_with('@') || segment.starts_with('(') && segment.ends_with(')'));
    is_grouped.then(|| {
        let mut digits = base_36(djb2(folder));
        digits.truncate(6);
        digits
    })
}

/// Bernstein's hash, over the units of UTF-16 as in JavaScript.
fn djb2(text: &str) -> u32 {
    text.encode_utf16().fold(5381, |hash: u32, unit| hash.wrapping_mul(33).wrapping_add(u32::from(unit)))
}

fn base_36(mut number: u32) -> String {
    let mut digits = Vec::new();
    loop {
        digits.extend(char::from_digit(number % 36, 36));
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

#[cfg(test)]
#[expect(non_snake_case, reason = "tests carry the ids of the rows they prove")]
mod tests {
    use super::*;
    use crate::testing::cases;
    use proptest::prelude::*;

    #[test]
    fn M17_the_suffix_is_a_hash_of_the_folder() {
        for (folder, expected) in [
            ("/(group)/dynamic/[size]", Some("ahg52g")),
            ("/(group)", Some("1ow20b")),
            ("/@modal", Some("1i33gb")),
            ("/blog/(a)/(b)", Some("1t5fug")),
            ("/(é)", Some("yj9o6m")),
            ("/(😀)", Some("46x40y")),
            ("", None),
            ("/blog/[slug]", None),
            ("/a(b)", None),
        ] {
            assert_eq!(suffix(folder).as_deref(), expected, "{folder}");
        }
    }

    #[test]
    fn numbers_of_base_36() {
        for (number, expected) in [(0, "0"), (35, "z"), (36, "10"), (u32::MAX, "1z141z3")] {
            assert_eq!(base_36(number), expected);
        }
    }

    #[test]
    fn M4_M14_M17_only_pictures_are_numbered_and_suffixed() {
        for (special, stem, has_ids, expected) in [
            (Special::Sitemap, "sitemap", false, "sitemap.xml"),
            (Special::Sitemap, "sitemap", true, "sitemap/[id]"),
            (Special::Icon, "icon", false, "icon-ahg52g"),
            (Special::Icon, "icon2", false, "icon2-ahg52g"),
            (Special::Icon, "icon", true, "icon-ahg52g/[id]"),
            (Special::OpengraphImage, "opengraph-image", false, "opengraph-image-ahg52g"),
        ] {
            assert_eq!(special.url(stem, "/(group)/dynamic/[size]", has_ids), expected);
        }
        assert_eq!(Special::Icon.url_of_file("icon1", "png", "/(group)/dynamic/[size]"), "icon1-ahg52g.png");
        assert_eq!(Special::Sitemap.url_of_file("sitemap", "xml", "/(group)"), "sitemap.xml");
        assert_eq!(Special::Icon.url_of_file("icon", "png", "/blog"), "icon.png");
        for (stem, expected) in [
            ("icon", Some(Special::Icon)),
            ("icon1", Some(Special::Icon)),
            ("icon9", Some(Special::Icon)),
            ("twitter-image2", Some(Special::TwitterImage)),
            ("icon12", None),
            ("icon-1", None),
            ("sitemap1", None),
            ("robots1", None),
            ("favicon2", None),
            ("apple_icon", None),
            ("", None),
            ("1", None),
        ] {
            assert_eq!(Special::of_stem(stem), expected, "{stem}");
        }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn M17_a_suffix_is_of_digits_and_small_letters(folder in "/@.{0,20}") {
            let suffix = suffix(&folder).unwrap();
            prop_assert!((1..=6).contains(&suffix.len()), "{}", suffix);
            prop_assert!(suffix.chars().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase()), "{}", suffix);
        }
    }
}
