//! What a file's name says in an app directory.

use crate::handler::Kind;
use crate::suggest::nearest;

/// The extensions of a Next.js app's code.
const NEXT_CODE: [&str; 4] = ["tsx", "ts", "jsx", "js"];

/// What a file is, by its name alone.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FileName {
    /// `route.rs`, `page.rs`
    Handler(Kind),
    /// `route.ts`, `page.tsx`: those of a Next.js app in the same tree.
    Next(Kind),
    /// `robots.ts`, `icon.png`: what a Next.js app serves at this segment.
    Metadata(String, Served),
    /// `routes.rs`, which is close to this name.
    Near(&'static str),
    /// A helper, a style sheet, a test.
    Other,
}

/// The folders in which a metadata file is served at its own name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Served {
    AtTheRoot,
    InAnyFolder,
    /// Below a group its name gets a suffix (M17), which nobody writes by hand.
    OutsideGroups,
}

impl FileName {
    pub(super) fn of(name: &str) -> Self {
        let Some((stem, extension)) = name.split_once('.') else { return Self::Other };
        let kind = match stem {
            "route" => Some(Kind::Route),
            "page" => Some(Kind::Page),
            _ => None,
        };
        match (kind, extension) {
            (Some(kind), "rs") => Self::Handler(kind),
            (Some(kind), extension) if NEXT_CODE.contains(&extension) => Self::Next(kind),
            (None, "rs") => nearest(&stem.to_lowercase(), ["route", "page"]).map_or(Self::Other, |name| match name {
                "route" => Self::Near("route.rs"),
                _ => Self::Near("page.rs"),
            }),
            (None, extension) => Self::metadata(stem, extension),
            _ => Self::Other,
        }
    }

    /// NEXT-SPEC M1, M4, M13, M14, M18 and M19.
    fn metadata(stem: &str, extension: &str) -> Self {
        let is_code = NEXT_CODE.contains(&extension);
        let images: &[&str] = match stem {
            "robots" if is_code || extension == "txt" => {
                return Self::Metadata("robots.txt".to_owned(), Served::AtTheRoot);
            }
            "sitemap" if is_code || extension == "xml" => {
                return Self::Metadata("sitemap.xml".to_owned(), Served::InAnyFolder);
            }
            "manifest" if is_code => return Self::Metadata("manifest.webmanifest".to_owned(), Served::AtTheRoot),
            "manifest" if matches!(extension, "json" | "webmanifest") => {
                return Self::Metadata(format!("manifest.{extension}"), Served::AtTheRoot);
            }
            "favicon" if extension == "ico" => return Self::Metadata("favicon.ico".to_owned(), Served::AtTheRoot),
            "icon" => &["ico", "jpg", "jpeg", "png", "svg", "webp", "avif"],
            "apple-icon" => &["jpg", "jpeg", "png", "webp"],
            "opengraph-image" | "twitter-image" => &["jpg", "jpeg", "png", "gif"],
            _ => return Self::Other,
        };
        if is_code {
            Self::Metadata(stem.to_owned(), Served::OutsideGroups)
        } else if images.contains(&extension) {
            Self::Metadata(format!("{stem}.{extension}"), Served::OutsideGroups)
        } else {
            Self::Other
        }
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

    #[test]
    fn X5_what_next_serves_beside_its_pages() {
        for (name, url, served) in [
            ("robots.ts", "robots.txt", Served::AtTheRoot),
            ("robots.txt", "robots.txt", Served::AtTheRoot),
            ("sitemap.js", "sitemap.xml", Served::InAnyFolder),
            ("sitemap.xml", "sitemap.xml", Served::InAnyFolder),
            ("manifest.ts", "manifest.webmanifest", Served::AtTheRoot),
            ("manifest.json", "manifest.json", Served::AtTheRoot),
            ("favicon.ico", "favicon.ico", Served::AtTheRoot),
            ("icon.tsx", "icon", Served::OutsideGroups),
            ("icon.png", "icon.png", Served::OutsideGroups),
            ("apple-icon.jpg", "apple-icon.jpg", Served::OutsideGroups),
            ("opengraph-image.tsx", "opengraph-image", Served::OutsideGroups),
            ("twitter-image.gif", "twitter-image.gif", Served::OutsideGroups),
        ] {
            assert_eq!(FileName::of(name), FileName::Metadata(url.to_owned(), served), "{name}");
        }
        for name in ["favicon.ts", "robots.md", "icon.txt", "icon.rs", "opengraph-image.alt.txt"] {
            assert_eq!(FileName::of(name), FileName::Other, "{name}");
        }
    }
}
