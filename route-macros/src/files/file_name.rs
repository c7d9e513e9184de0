//! What a file's name says in an app directory.

use super::special::Special;
use crate::handler::Kind;
use crate::suggest::nearest;

/// The extensions of a Next.js app's code.
const NEXT_CODE: [&str; 4] = ["tsx", "ts", "jsx", "js"];

/// What a file is, by its name alone.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FileName<'a> {
    /// `route.rs`, `page.rs`
    Handler(Kind),
    /// `sitemap.rs`, `icon2.rs`, with the name without `.rs`
    Code(Special, &'a str),
    /// `robots.txt`, `icon.png`: the name, and the extension.
    Static(Special, &'a str, &'a str),
    /// `apple-icon.svg`: a picture of a type that is not served under this name.
    Refused(Special, &'a str),
    /// `opengraph-image.alt.txt`, with the name of its picture.
    Alt(&'a str),
    /// `route.ts`, `page.tsx`: those of a Next.js app in the same tree.
    Next(Kind),
    /// `robots.ts`, `icon.tsx`: what a Next.js app serves at this segment.
    NextSpecial(Special, &'a str),
    /// `routes.rs`, which is close to this name.
    Near(&'static str),
    /// A helper, a style sheet, a test.
    Other,
}

impl<'a> FileName<'a> {
    pub(super) fn of(name: &'a str) -> Self {
        let Some((stem, extension)) = name.split_once('.') else { return Self::Other };
        let kind = match stem {
            "route" => Some(Kind::Route),
            "page" => Some(Kind::Page),
            _ => None,
        };
        match (kind, extension) {
            (Some(kind), "rs") => Self::Handler(kind),
            (Some(kind), extension) if NEXT_CODE.contains(&extension) => Self::Next(kind),
            (Some(_), _) => Self::Other,
            (None, extension) => match Special::of_stem(stem) {
                Some(special) => Self::special(special, stem, extension),
                None if extension == "rs" => Self::near(stem),
                None => Self::Other,
            },
        }
    }

    /// NEXT-SPEC M1, M4, M13, M14, M18, M19 and M21.
    fn special(special: Special, stem: &'a str, extension: &'a str) -> Self {
        if extension == "rs" {
            Self::Code(special, stem)
        } else if NEXT_CODE.contains(&extension) {
            // Next.js, too, makes no favicon by code.
            if special == Special::Favicon { Self::Other } else { Self::NextSpecial(special, stem) }
        } else if special.extensions().contains(&extension) {
            Self::Static(special, stem, extension)
        } else if extension == "alt.txt" && special.has_alt() {
            Self::Alt(stem)
        } else if special.is_refused(extension) {
            Self::Refused(special, extension)
        } else {
            Self::Other
        }
    }

    fn near(stem: &str) -> Self {
        let stem = stem.to_lowercase();
        match nearest(&stem, ["route", "page"]) {
            Some("route") => return Self::Near("route.rs"),
            Some(_) => return Self::Near("page.rs"),
            None => {}
        }
        // `apple_icon` is `apple-icon` as a Rust module is called. The names are words that others are close to, as `roots` to `robots`, so no
        // more than one letter is wrong.
        let stem = stem.replace('_', "-");
        let is_near =
            |name: &&str| name.strip_suffix(".rs").is_some_and(|name| strsim::damerau_levenshtein(&stem, name) <= 1);
        Special::code_files().into_iter().find(is_near).map_or(Self::Other, Self::Near)
    }
}

#[cfg(test)]
#[expect(non_snake_case, reason = "tests carry the ids of the rows they prove")]
mod tests {
    use super::*;

    #[test]
    fn S24_names_that_count() {
        for (name, expected) in [
            ("route.rs", FileName::Handler(Kind::Route)),
            ("page.rs", FileName::Handler(Kind::Page)),
            ("route.ts", FileName::Next(Kind::Route)),
            ("route.js", FileName::Next(Kind::Route)),
            ("page.tsx", FileName::Next(Kind::Page)),
            ("page.jsx", FileName::Next(Kind::Page)),
            ("page.ts", FileName::Next(Kind::Page)),
            ("page.js", FileName::Next(Kind::Page)),
            ("page.mdx", FileName::Other),
            ("page.test.tsx", FileName::Other),
            ("route.test.rs", FileName::Other),
            ("page.module.css", FileName::Other),
            ("route", FileName::Other),
            (".route.rs", FileName::Other),
            ("layout.tsx", FileName::Other),
            ("helper.rs", FileName::Other),
            ("mod.rs", FileName::Other),
            ("", FileName::Other),
            (".", FileName::Other),
        ] {
            assert_eq!(FileName::of(name), expected, "{name}");
        }
    }

    #[test]
    fn names_that_are_close() {
        for (name, near) in [
            ("routes.rs", Some("route.rs")),
            ("Route.rs", Some("route.rs")),
            ("ROUTE.rs", Some("route.rs")),
            ("rout.rs", Some("route.rs")),
            ("ruote.rs", Some("route.rs")),
            ("pages.rs", Some("page.rs")),
            ("Page.rs", Some("page.rs")),
            ("pgae.rs", Some("page.rs")),
            ("router.rs", Some("route.rs")),
            ("root.rs", None),
            ("parse.rs", None),
            ("routing.rs", None),
            ("Route.ts", None),
        ] {
            let expected = near.map_or(FileName::Other, FileName::Near);
            assert_eq!(FileName::of(name), expected, "{name}");
        }
    }

    // M1, M4, M13, M14, M18, M19, M21
    #[test]
    fn files_that_are_served_by_their_names() {
        for (name, expected) in [
            ("sitemap.rs", FileName::Code(Special::Sitemap, "sitemap")),
            ("robots.rs", FileName::Code(Special::Robots, "robots")),
            ("manifest.rs", FileName::Code(Special::Manifest, "manifest")),
            ("icon.rs", FileName::Code(Special::Icon, "icon")),
            ("icon1.rs", FileName::Code(Special::Icon, "icon1")),
            ("apple-icon.rs", FileName::Code(Special::AppleIcon, "apple-icon")),
            ("twitter-image2.rs", FileName::Code(Special::TwitterImage, "twitter-image2")),
            ("favicon.rs", FileName::Code(Special::Favicon, "favicon")),
            ("robots.txt", FileName::Static(Special::Robots, "robots", "txt")),
            ("sitemap.xml", FileName::Static(Special::Sitemap, "sitemap", "xml")),
            ("manifest.json", FileName::Static(Special::Manifest, "manifest", "json")),
            ("manifest.webmanifest", FileName::Static(Special::Manifest, "manifest", "webmanifest")),
            ("favicon.ico", FileName::Static(Special::Favicon, "favicon", "ico")),
            ("icon.avif", FileName::Static(Special::Icon, "icon", "avif")),
            ("apple-icon2.jpg", FileName::Static(Special::AppleIcon, "apple-icon2", "jpg")),
            ("twitter-image.gif", FileName::Static(Special::TwitterImage, "twitter-image", "gif")),
            ("opengraph-image.alt.txt", FileName::Alt("opengraph-image")),
            ("apple-icon.svg", FileName::Refused(Special::AppleIcon, "svg")),
            ("opengraph-image.webp", FileName::Refused(Special::OpengraphImage, "webp")),
            ("favicon.png", FileName::Refused(Special::Favicon, "png")),
            ("robots.ts", FileName::NextSpecial(Special::Robots, "robots")),
            ("icon2.tsx", FileName::NextSpecial(Special::Icon, "icon2")),
            ("apple_icon.rs", FileName::Near("apple-icon.rs")),
            ("sitemaps.rs", FileName::Near("sitemap.rs")),
            ("favicon.ts", FileName::Other),
            ("robots.md", FileName::Other),
            ("icon.txt", FileName::Other),
            ("icon.alt.txt", FileName::Other),
            ("icon12.png", FileName::Other),
            ("sitemap.png", FileName::Other),
            ("icons.png", FileName::Other),
        ] {
            assert_eq!(FileName::of(name), expected, "{name}");
        }
    }
}
