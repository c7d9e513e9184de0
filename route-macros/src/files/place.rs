//! From a handler's file to its path.

use super::file_name::FileName;
use super::special::Special;
use crate::handler::Kind;
use crate::path::{PathError, RoutePath};
use std::path::{Component, Path, PathBuf};

/// The variable in which `build.rs` names the app directory.
pub(crate) const APP_DIR: &str = "ROUTE_APP_DIR";

/// Where an attribute stands.
#[derive(Debug, Default)]
pub(crate) struct Place {
    /// The file, absolute, if the compiler knows.
    pub(crate) file: Option<PathBuf>,
    /// The folder of `Cargo.toml`.
    pub(crate) package: PathBuf,
    /// The app directory, as `build.rs` names it.
    pub(crate) app_dir: Option<String>,
}

/// What the place of a handler says about its path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Located {
    /// In a `route.rs` or a `page.rs` of the app directory.
    File(Kind, Result<RoutePath, Vec<PathError>>),
    /// In a `sitemap.rs`, an `icon.rs` or another special file of it.
    Special(SpecialPlace),
    /// In the app directory, but in a file of another name.
    Helper,
    /// Not in the app directory of this name.
    Outside(String),
    /// There is no app directory.
    NoAppDir,
    /// The compiler does not say, as in an older rust-analyzer.
    Unknown,
}

/// Where a special file is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SpecialPlace {
    pub(crate) special: Special,
    /// Its name without `.rs`.
    pub(crate) stem: String,
    /// The path of its folder with groups, `/blog/(a)`, empty at the root; and the same with slots, too.
    folder: String,
    place: String,
}

impl SpecialPlace {
    /// The path of its handler.
    pub(crate) fn path(&self, has_ids: bool) -> Result<RoutePath, Vec<PathError>> {
        let end = self.special.url(&self.stem, &self.place, has_ids);
        RoutePath::parse(&format!("{}/{end}", self.folder))
    }

    /// The path of its folder, whose `Params` its handler can take.
    pub(crate) fn folder(&self) -> Option<RoutePath> {
        RoutePath::parse(if self.folder.is_empty() { "/" } else { &self.folder }).ok()
    }
}

impl Place {
    /// The place of the attribute that is being expanded.
    pub(crate) fn of_caller() -> Self {
        Self {
            file: proc_macro::Span::call_site().local_file().map(|file| absolute(&file)),
            package: std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default(),
            app_dir: std::env::var(APP_DIR).ok(),
        }
    }

    /// The way from the folder of this file to a directory of the package, with `/` on all systems: `../app`.
    pub(crate) fn path_to(&self, directory: &str) -> String {
        let directory = absolute(&self.package.join(directory));
        // Where the compiler does not say, most likely at the root of the crate.
        let here = self.file.clone().unwrap_or_else(|| absolute(&self.package.join("src/main.rs")));
        relative(here.parent().unwrap_or(&here), &directory)
    }

    pub(crate) fn locate(&self) -> Located {
        let Some(app_dir) = &self.app_dir else { return Located::NoAppDir };
        let Some(file) = &self.file else { return Located::Unknown };
        let directory = absolute(&self.package.join(app_dir));
        let below = file.strip_prefix(&directory).map(Path::to_owned).or_else(|_| {
            // One of the two may be spelt through a link.
            let (file, directory) =
                (file.canonicalize().unwrap_or_default(), directory.canonicalize().unwrap_or_default());
            file.strip_prefix(directory).map(Path::to_owned)
        });
        match below {
            Ok(below) if !below.as_os_str().is_empty() => in_app_dir(&below),
            _ => Located::Outside(app_dir.clone()),
        }
    }
}

/// `blog/[slug]/route.rs` -> a route with the path `/blog/[slug]`
fn in_app_dir(file: &Path) -> Located {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let (mut folder, mut place) = (String::new(), String::new());
    for name in file.parent().unwrap_or(Path::new("")) {
        let name = name.to_string_lossy();
        place = format!("{place}/{name}");
        // A slot is no part of the URL (S16).
        if !name.starts_with('@') {
            folder = format!("{folder}/{name}");
        }
    }
    match FileName::of(&name) {
        FileName::Handler(kind) => Located::File(kind, RoutePath::parse(if folder.is_empty() { "/" } else { &folder })),
        FileName::Code(special, stem)
            if special != Special::Favicon && (place.is_empty() || !special.is_of_the_root()) =>
        {
            Located::Special(SpecialPlace { special, stem: stem.to_owned(), folder, place })
        }
        _ => Located::Helper,
    }
}

/// The path from the working directory, without `.` and `..`. Links stay as they are, so that a file is where it was found.
fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// How to get from one folder to another.
fn relative(from: &Path, to: &Path) -> String {
    let common = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(common).map(|_| "..".into());
    let down = to.components().skip(common).map(|component| component.as_os_str().to_string_lossy());
    let steps: Vec<_> = up.chain(down).collect();
    if steps.is_empty() { ".".to_owned() } else { steps.join("/") }
}

#[cfg(test)]
#[expect(non_snake_case, reason = "tests carry the ids of the rows they prove")]
mod tests {
    use super::*;

    fn located(file: &str) -> Located {
        let place = Place {
            file: Some(PathBuf::from(file)),
            package: PathBuf::from("/home/ada/blog"),
            app_dir: Some("src/app".to_owned()),
        };
        place.locate()
    }

    #[test]
    fn S15_S16_S17_S19_S22_S23_a_path_is_the_files_place() {
        for (file, kind, path) in [
            ("route.rs", Kind::Route, "/"),
            ("page.rs", Kind::Page, "/"),
            ("items/[slug]/route.rs", Kind::Route, "/items/[slug]"),
            ("docs/[[...path]]/page.rs", Kind::Page, "/docs/[[...path]]"),
            ("(shop)/items/(all)/route.rs", Kind::Route, "/items"),
            ("@modal/login/page.rs", Kind::Page, "/login"),
            ("(shop)/page.rs", Kind::Page, "/"),
            ("@modal/page.rs", Kind::Page, "/"),
            ("route/foo/route.rs", Kind::Route, "/route/foo"),
            ("page/route/route.rs", Kind::Route, "/page/route"),
            ("%5Fnext/route.rs", Kind::Route, "/%5Fnext"),
            ("[foo-bar]/route.rs", Kind::Route, "/[foo-bar]"),
            ("static/[slug]/data.json/route.rs", Kind::Route, "/static/[slug]/data.json"),
        ] {
            let located = located(&format!("/home/ada/blog/src/app/{file}"));
            assert_eq!(located, Located::File(kind, Ok(RoutePath::parse(path).unwrap())), "{file}");
        }
    }

    #[test]
    fn S18_S20_S21_a_folder_that_is_no_segment_is_a_mistake() {
        for (file, message) in [
            ("_lib/route.rs", "`_lib` is a private folder, which is not routable"),
            ("feed/(.)photo/route.rs", "`(.)photo` is an intercepting route, which a handler cannot be"),
            ("pre[id].json/route.rs", "the brackets of `pre[id].json` do not span the segment"),
            ("[...all]/x/route.rs", "`x` follows the catch-all `[...all]`"),
            ("a?b/route.rs", "route path `/a?b` has a query"),
            ("100%/route.rs", "`100%` contains a `%` without two hexadecimal digits"),
        ] {
            let Located::File(Kind::Route, Err(errors)) = located(&format!("/home/ada/blog/src/app/{file}")) else {
                panic!("{file}");
            };
            assert_eq!(errors.iter().map(|error| &*error.message).collect::<Vec<_>>(), [message], "{file}");
        }
    }

    // M1, M4, M12, M13, M14, M15, M17, M21
    #[test]
    fn a_special_file_is_served_under_its_own_name() {
        for (file, has_ids, path, folder) in [
            ("sitemap.rs", false, "/sitemap.xml", "/"),
            ("blog/(a)/sitemap.rs", false, "/blog/sitemap.xml", "/blog"),
            ("blog/sitemap.rs", true, "/blog/sitemap/[id]", "/blog"),
            ("robots.rs", false, "/robots.txt", "/"),
            ("manifest.rs", false, "/manifest.webmanifest", "/"),
            ("icon.rs", false, "/icon", "/"),
            ("blog/[slug]/opengraph-image2.rs", false, "/blog/[slug]/opengraph-image2", "/blog/[slug]"),
            ("(group)/dynamic/[size]/icon.rs", true, "/dynamic/[size]/icon-ahg52g/[id]", "/dynamic/[size]"),
            ("@modal/icon.rs", false, "/icon-1i33gb", "/"),
        ] {
            let Located::Special(place) = located(&format!("/home/ada/blog/src/app/{file}")) else { panic!("{file}") };
            assert_eq!(place.path(has_ids).unwrap(), RoutePath::parse(path).unwrap(), "{file}");
            assert_eq!(place.folder().unwrap(), RoutePath::parse(folder).unwrap(), "{file}");
        }
        for file in ["favicon.rs", "blog/robots.rs", "(group)/manifest.rs", "@modal/robots.rs", "icon12.rs"] {
            assert_eq!(located(&format!("/home/ada/blog/src/app/{file}")), Located::Helper, "{file}");
        }
    }

    #[test]
    fn other_files_have_no_path() {
        for (file, expected) in [
            ("/home/ada/blog/src/app/items/helper.rs", Located::Helper),
            ("/home/ada/blog/src/app/Route.rs", Located::Helper),
            ("/home/ada/blog/src/route.rs", Located::Outside("src/app".to_owned())),
            ("/home/ada/blog/src/application/route.rs", Located::Outside("src/app".to_owned())),
            ("/home/ada/blog/src/app", Located::Outside("src/app".to_owned())),
        ] {
            assert_eq!(located(file), expected, "{file}");
        }
        let file = Some(PathBuf::from("/home/ada/blog/src/app/route.rs"));
        assert_eq!(Place { file, ..Place::default() }.locate(), Located::NoAppDir);
        assert_eq!(Place { app_dir: Some("src/app".to_owned()), ..Place::default() }.locate(), Located::Unknown);
    }

    #[test]
    fn from_one_folder_to_another() {
        for (from, to, expected) in [
            ("/a/src", "/a/src/app", "app"),
            ("/a/src/bin", "/a/src/app", "../app"),
            ("/a/src", "/a/app", "../app"),
            ("/a", "/a", "."),
            ("/a/b", "/a", ".."),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), expected, "{from} {to}");
        }
    }

    #[test]
    fn an_absolute_path_has_no_steps_back() {
        for (path, expected) in [("/a/./b/../c", "/a/c"), ("/a/../../b", "/b"), ("/a/", "/a")] {
            assert_eq!(absolute(Path::new(path)), Path::new(expected), "{path}");
        }
    }
}
