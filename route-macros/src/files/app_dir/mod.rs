//! Walking an app directory.

use super::Mistake;
use super::conflicts::{Claim, Claimant, conflicts};
use super::declared::Declared;
use super::file_name::{FileName, Served};
use super::module_name::{ModuleNames, order};
use crate::handler::Kind;
use crate::path::RoutePath;
use crate::suggest::list;
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What an app directory holds, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct AppDir {
    pub(crate) root: Folder,
    pub(crate) mistakes: Vec<Mistake>,
    /// What may be meant: files whose names are close to special ones.
    pub(crate) warnings: Vec<Mistake>,
}

/// A folder with handlers in it or below it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Folder {
    /// Its name on disk; empty for the app directory itself.
    pub(crate) name: String,
    /// The name of its module.
    pub(crate) module: String,
    /// The path of its handlers, if it is one. If not, each handler says so in its own file.
    pub(crate) path: Option<RoutePath>,
    pub(crate) files: Vec<HandlerFile>,
    pub(crate) folders: Vec<Folder>,
}

/// A `route.rs` or a `page.rs`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HandlerFile {
    pub(crate) kind: Kind,
    /// Its path, for messages: `src/app/items/route.rs`.
    pub(crate) place: String,
    /// `None` if it is not Rust, or cannot be read; rustc says so.
    pub(crate) declared: Option<Declared>,
}

impl AppDir {
    /// Walks the directory. `shown` is what it is called in messages: `src/app`.
    pub(crate) fn read(directory: &Path, shown: &str) -> Self {
        let mut walk = Walk::default();
        let here = Here { shown: shown.to_owned(), path: String::new(), is_grouped: false };
        let root = walk.folder(directory, &here).unwrap_or_default();
        if root.is_empty() && walk.mistakes.is_empty() {
            walk.mistakes.push(
                Mistake::new(format!("the app directory `{shown}` has no handler"))
                    .help(format!("write a `route.rs` or a `page.rs` in it or below it, as `{shown}/page.rs`")),
            );
        }
        walk.mistakes.extend(conflicts(walk.claims));
        Self { root, mistakes: walk.mistakes, warnings: walk.warnings }
    }
}

impl Folder {
    fn is_empty(&self) -> bool {
        self.files.is_empty() && self.folders.is_empty()
    }
}

/// What has been found so far.
#[derive(Default)]
struct Walk {
    mistakes: Vec<Mistake>,
    warnings: Vec<Mistake>,
    claims: Vec<Claim>,
    /// The folders that the walk is in, to notice one that it comes back to.
    ancestors: Vec<PathBuf>,
}

/// A folder as the walk comes to it.
struct Here {
    shown: String,
    /// The path so far, `/blog/[slug]`, with groups and without slots; empty at the root.
    path: String,
    /// Whether a group or a slot is part of its name.
    is_grouped: bool,
}

impl Here {
    /// `None` if nothing below it is routable (S18).
    fn child(&self, name: &str) -> Option<Self> {
        if name.starts_with('_') {
            return None;
        }
        let is_slot = name.starts_with('@');
        let path = if is_slot { self.path.clone() } else { format!("{}/{name}", self.path) };
        let is_grouped = self.is_grouped || is_slot || name.starts_with('(');
        Some(Self { shown: self.shown(name), path, is_grouped })
    }

    fn shown(&self, name: &str) -> String {
        format!("{}/{name}", self.shown)
    }

    fn route_path(&self) -> Option<RoutePath> {
        route_path(&self.path)
    }

    fn is_root(&self) -> bool {
        self.path.is_empty()
    }
}

fn route_path(path: &str) -> Option<RoutePath> {
    RoutePath::parse(if path.is_empty() { "/" } else { path }).ok()
}

/// The names in one folder, each once, in order.
#[derive(Default)]
struct Entries {
    files: Vec<String>,
    folders: Vec<String>,
}

impl Walk {
    /// `None` if there is no handler in it or below it, or if it cannot be read.
    fn folder(&mut self, directory: &Path, here: &Here) -> Option<Folder> {
        let canonical = match fs::canonicalize(directory) {
            Ok(canonical) => canonical,
            Err(error) => return self.unreadable(&here.shown, &error),
        };
        if self.ancestors.contains(&canonical) {
            self.mistakes.push(
                Mistake::new(format!("`{}` is a link to a folder that it is in", here.shown))
                    .help("remove the link")
                    .note("the paths below it would have no end"),
            );
            return None;
        }
        let entries = self.entries(directory, here)?;
        self.ancestors.push(canonical);
        let files = self.files(directory, here, &entries.files);
        let folders = self.folders(directory, here, entries.folders);
        self.ancestors.pop();

        let folder = Folder { path: here.route_path(), files, folders, ..Folder::default() };
        (!folder.is_empty()).then_some(folder)
    }

    fn entries(&mut self, directory: &Path, here: &Here) -> Option<Entries> {
        let mut entries = Entries::default();
        let listing = fs::read_dir(directory).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let listing = match listing {
            Ok(listing) => listing,
            Err(error) => return self.unreadable(&here.shown, &error),
        };
        for entry in listing {
            let name = entry.file_name();
            let shown = here.shown(&name.to_string_lossy());
            // Links are followed: rustc follows them too.
            match fs::metadata(entry.path()) {
                Ok(metadata) => match (name.into_string(), metadata.is_dir()) {
                    (Ok(name), true) => entries.folders.push(name),
                    (Ok(name), false) => entries.files.push(name),
                    (Err(_), true) => self.mistakes.push(
                        Mistake::new(format!("the name of the folder `{shown}` is not UTF-8"))
                            .help("rename it, or begin its name with `_`, if there is no handler below it"),
                    ),
                    // None of the names that count.
                    (Err(_), false) => {}
                },
                // An editor's lock, or what was there a moment ago.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => {
                    self.unreadable::<()>(&shown, &error);
                }
            }
        }
        entries.files.sort();
        entries.folders.sort_by(|a, b| order(a).cmp(&order(b)));
        Some(entries)
    }

    fn files(&mut self, directory: &Path, here: &Here, names: &[String]) -> Vec<HandlerFile> {
        let mut files = Vec::new();
        let mut near = Vec::new();
        for name in names {
            match FileName::of(name) {
                FileName::Handler(kind) => {
                    let place = here.shown(name);
                    let source = fs::read_to_string(directory.join(name)).ok();
                    let declared = source.and_then(|source| Declared::read(&source));
                    self.claim(here.route_path(), Claimant::Ours(kind), place.clone());
                    self.check_handlers(kind, &place, declared.as_ref());
                    files.push(HandlerFile { kind, place, declared });
                }
                FileName::Next(kind) => self.claim(here.route_path(), Claimant::Next(kind), here.shown(name)),
                FileName::Metadata(url, served) => {
                    let is_served = match served {
                        Served::AtTheRoot => here.is_root(),
                        Served::InAnyFolder => true,
                        Served::OutsideGroups => !here.is_grouped,
                    };
                    if is_served {
                        let path = route_path(&format!("{}/{url}", here.path));
                        self.claim(path, Claimant::Metadata, here.shown(name));
                    }
                }
                FileName::Near(special) => near.push((name, special)),
                FileName::Other => {}
            }
        }
        for (name, special) in near {
            self.check_near(here, name, special, names, &files);
        }
        files
    }

    fn folders(&mut self, directory: &Path, here: &Here, names: Vec<String>) -> Vec<Folder> {
        let mut modules = ModuleNames::new();
        let mut folders = Vec::new();
        let mut by_lower_case = BTreeMap::<String, Vec<String>>::new();
        for name in names {
            let Some(child) = here.child(&name) else { continue };
            let Some(folder) = self.folder(&directory.join(&name), &child) else { continue };
            by_lower_case.entry(name.to_lowercase()).or_default().push(child.shown);
            folders.push(Folder { module: modules.name(&name), name, ..folder });
        }
        for same in by_lower_case.into_values().filter(|same| same.len() > 1) {
            self.mistakes.push(
                differ_only_by_case(&same).help(
                    "rename one of them; where the URL matters, an escape keeps its letter: `%49tems` is `Items`",
                ),
            );
        }
        folders
    }

    fn claim(&mut self, path: Option<RoutePath>, claimant: Claimant, file: String) {
        // What is no path here may be one of Next's pages: an intercepting route. It answers no URL of ours.
        self.claims.extend(path.map(|path| Claim { path, claimant, file }));
    }

    fn check_handlers(&mut self, kind: Kind, place: &str, declared: Option<&Declared>) {
        let Some(declared) = declared else { return };
        for name in &declared.unmarked {
            self.mistakes.push(
                Mistake::new(format!("`{name}` in `{place}` has no `#[route]`"))
                    .help(format!("write `#[route]` above it, or give it another name than `{name}`"))
                    .note("in Next.js it would be a route handler by its name"),
            );
        }
        if declared.handlers.is_empty() && declared.unmarked.is_empty() {
            let example = match kind {
                Kind::Route => "#[route] pub async fn GET() -> ..",
                Kind::Page => "#[page] pub async fn page() -> ..",
            };
            self.mistakes.push(
                Mistake::new(format!("`{place}` has no handler"))
                    .help(format!("write `{example}` in it, or rename the file")),
            );
        }
    }

    fn check_near(&mut self, here: &Here, name: &str, special: &str, names: &[String], files: &[HandlerFile]) {
        let place = here.shown(name);
        if name.eq_ignore_ascii_case(special) && names.iter().any(|name| name == special) {
            self.mistakes.push(differ_only_by_case(&[place, here.shown(special)]).help("keep one of them"));
            return;
        }
        let module = name.strip_suffix(".rs");
        let declared = files.iter().filter_map(|file| file.declared.as_ref());
        if declared.flat_map(|declared| &declared.modules).any(|declared| Some(declared.as_str()) == module) {
            return;
        }
        self.warnings.push(
            Mistake::new(format!("`{place}` is no handler file, though its name is close to `{special}`"))
                .help(format!("rename it to `{special}`, or write `#[allow(deprecated)]` on the module of the app")),
        );
    }

    fn unreadable<T>(&mut self, shown: &str, error: &std::io::Error) -> Option<T> {
        self.mistakes.push(Mistake::new(format!("`{shown}` cannot be read: {error}")));
        None
    }
}

fn differ_only_by_case(places: &[String]) -> Mistake {
    Mistake::new(format!("{} differ only by case", list(places.iter().map(String::as_str))))
        .note("on macOS and Windows they are one and the same")
}

#[cfg(all(test, unix))]
#[expect(non_snake_case, reason = "tests carry the ids of the rows they prove")]
mod tests;
