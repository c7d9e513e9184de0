//! Walking an app directory.

use super::Mistake;
use super::conflicts::{Claim, Claimant, conflicts};
use super::declared::Declared;
use super::file_name::FileName;
use super::module_name::{ModuleNames, identifier, order};
use super::special::{Special, content_type};
use crate::handler::Kind;
use crate::method::Method;
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
    /// What is sent as it is.
    pub(crate) statics: Vec<StaticFile>,
    pub(crate) folders: Vec<Folder>,
}

/// A `route.rs`, a `page.rs`, or a special file such as `sitemap.rs`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct HandlerFile {
    /// Its name on disk.
    pub(crate) name: String,
    /// The name of its module.
    pub(crate) module: String,
    /// Its path, for messages: `src/app/items/route.rs`.
    pub(crate) place: String,
    /// `None` if it is not Rust, or cannot be read; rustc says so.
    pub(crate) declared: Option<Declared>,
}

/// A file that is sent as it is: `icon.png`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct StaticFile {
    /// The name of its module.
    pub(crate) module: String,
    /// Its path from `Cargo.toml`, for messages and to be embedded: `src/app/icon.png`.
    pub(crate) place: String,
    pub(crate) path: RoutePath,
    pub(crate) content_type: &'static str,
    /// The file with the text for those who do not see the picture.
    pub(crate) alt: Option<String>,
}

impl AppDir {
    /// Walks the directory. `shown` is what it is called in messages: `src/app`.
    pub(crate) fn read(directory: &Path, shown: &str) -> Self {
        let mut walk = Walk::default();
        let here = Here { shown: shown.to_owned(), path: String::new(), place: String::new() };
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
        self.files.is_empty() && self.statics.is_empty() && self.folders.is_empty()
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
    /// The path so far, with slots, too.
    place: String,
}

impl Here {
    /// `None` if nothing below it is routable (S18).
    fn child(&self, name: &str) -> Option<Self> {
        if name.starts_with('_') {
            return None;
        }
        let is_slot = name.starts_with('@');
        let path = if is_slot { self.path.clone() } else { format!("{}/{name}", self.path) };
        Some(Self { shown: self.shown(name), path, place: format!("{}/{name}", self.place) })
    }

    fn shown(&self, name: &str) -> String {
        format!("{}/{name}", self.shown)
    }

    fn route_path(&self) -> Option<RoutePath> {
        route_path(&self.path)
    }

    /// The path of what ends like this in it.
    fn path_of(&self, end: &str) -> Option<RoutePath> {
        route_path(&format!("{}/{end}", self.path))
    }

    /// Whether a file of this name is served here, if it is anywhere.
    fn serves(&self, special: Special) -> bool {
        !special.is_of_the_root() || self.place.is_empty()
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
        let statics = self.statics(directory, here, &entries.files);
        let modules = files.iter().map(|file| &file.module).chain(statics.iter().map(|file| &file.module));
        let modules = ModuleNames::new(modules.cloned());
        let folders = self.folders(directory, here, entries.folders, modules);
        self.ancestors.pop();

        let folder = Folder { path: here.route_path(), files, statics, folders, ..Folder::default() };
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

    /// The files with code.
    fn files(&mut self, directory: &Path, here: &Here, names: &[String]) -> Vec<HandlerFile> {
        let mut files = Vec::new();
        let mut near = Vec::new();
        let mut misplaced = Vec::new();
        let declared = |name: &str| {
            let source = fs::read_to_string(directory.join(name)).ok();
            source.and_then(|source| Declared::read(&source))
        };
        for name in names {
            let place = here.shown(name);
            match FileName::of(name) {
                FileName::Handler(kind) => {
                    let declared = declared(name);
                    self.claim(here.route_path(), Claimant::Ours(kind), place.clone());
                    self.check_handlers(kind, &place, declared.as_ref());
                    let module = kind.attribute().to_owned();
                    files.push(HandlerFile { name: name.clone(), module, place, declared });
                }
                FileName::Code(special, stem) if special != Special::Favicon && here.serves(special) => {
                    let declared = declared(name);
                    let has_ids = declared.as_ref().is_some_and(|declared| declared.has_option(special.option()));
                    let path = here.path_of(&special.url(stem, &here.place, has_ids));
                    self.claim(path, Claimant::OurSpecial, place.clone());
                    self.check_special(special, &place, declared.as_ref());
                    files.push(HandlerFile { name: name.clone(), module: identifier(stem), place, declared });
                }
                FileName::Code(special, _) => misplaced.push((name, special)),
                FileName::Next(kind) => self.claim(here.route_path(), Claimant::Next(kind), place),
                FileName::NextSpecial(special, stem) if here.serves(special) => {
                    let path = here.path_of(&special.url(stem, &here.place, false));
                    self.claim(path, Claimant::NextSpecial, place);
                }
                FileName::Near(special) => near.push((name, special)),
                _ => {}
            }
        }
        for (name, special) in near {
            self.check_near(here, name, special, names, &files);
        }
        for (name, special) in misplaced {
            self.check_misplaced(here, name, special, &files);
        }
        files
    }

    /// The files that are sent as they are, and what is beside them.
    fn statics(&mut self, directory: &Path, here: &Here, names: &[String]) -> Vec<StaticFile> {
        let mut statics: Vec<StaticFile> = Vec::new();
        for name in names {
            let place = here.shown(name);
            match FileName::of(name) {
                FileName::Static(special, stem, extension) => {
                    let Some(path) = self.path_of_static(here, special, stem, extension, &place) else { continue };
                    self.check_size(special, &directory.join(name), &place);
                    self.claim(Some(path.clone()), Claimant::OurSpecial, place.clone());
                    let alt = format!("{stem}.alt.txt");
                    let alt = names.contains(&alt).then(|| here.shown(&alt));
                    let (module, content_type) = (identifier(name), content_type(extension));
                    statics.push(StaticFile { module, place, path, content_type, alt });
                }
                FileName::Refused(special, extension) => self.mistakes.push(
                    Mistake::new(format!("`{place}` cannot be served: {} is no `.{extension}`", special.noun())).help(
                        format!(
                            "give it another name, or save it as one of {}",
                            list(special.extensions().iter().copied())
                        ),
                    ),
                ),
                FileName::Alt(stem) => {
                    let is_beside =
                        |name: &String| matches!(FileName::of(name), FileName::Static(_, other, _) if other == stem);
                    if !names.iter().any(is_beside) {
                        self.warnings.push(
                            Mistake::new(format!("`{place}` is the text of a picture that is not there")).help(
                                format!("put a `{stem}.png` beside it, or, beside code, write the text as a constant"),
                            ),
                        );
                    }
                }
                _ => {}
            }
        }
        statics
    }

    /// `None` if it is not served here, of which there is a warning: it may be there for somebody else.
    fn path_of_static(
        &mut self,
        here: &Here,
        special: Special,
        stem: &str,
        extension: &str,
        place: &str,
    ) -> Option<RoutePath> {
        if !here.serves(special) {
            self.warnings.push(
                Mistake::new(format!("`{place}` is not served"))
                    .help(format!("move it to the app directory itself: there is one `{}` of an app", special.stem())),
            );
            return None;
        }
        let path = here.path_of(&special.url_of_file(stem, extension, &here.place));
        // What has no path is a part of Next's pages, such as an intercepting route, or lies below a catch-all.
        if path.is_none() {
            self.warnings.push(
                Mistake::new(format!("`{place}` is not served: its folder is no part of a path"))
                    .help("move it to a folder above, which is one"),
            );
        }
        path
    }

    /// M19
    fn check_size(&mut self, special: Special, file: &Path, place: &str) {
        let Some((limit, megabytes)) = special.limit() else { return };
        if let Ok(metadata) = fs::metadata(file)
            && metadata.len() > limit
        {
            self.mistakes.push(
                Mistake::new(format!("`{place}` has {} bytes, and {} at most {limit}", metadata.len(), special.noun()))
                    .help(format!("make it smaller: the sites that show it take {megabytes} MB")),
            );
        }
    }

    fn folders(&mut self, directory: &Path, here: &Here, names: Vec<String>, mut modules: ModuleNames) -> Vec<Folder> {
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
        let unmarked: Vec<_> = declared.unmarked.iter().filter(|name| is_method(name)).collect();
        for name in &unmarked {
            self.mistakes.push(
                Mistake::new(format!("`{name}` in `{place}` has no `#[route]`"))
                    .help(format!("write `#[route]` above it, or give it another name than `{name}`"))
                    .note("in Next.js it would be a route handler by its name"),
            );
        }
        if declared.handlers.is_empty() && unmarked.is_empty() {
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

    /// A special file has a handler, whatever it is called. (That there are not two is for the compiler to see: one may be configured away.)
    fn check_special(&mut self, special: Special, place: &str, declared: Option<&Declared>) {
        let Some(declared) = declared else { return };
        let function = special.function();
        if !declared.handlers.is_empty() {
            return;
        }
        let is_meant = |name: &&String| **name == function || *name == "image" || is_method(name);
        self.mistakes.push(match declared.unmarked.iter().find(is_meant) {
            Some(name) => Mistake::new(format!("`{name}` in `{place}` has no `#[route]`"))
                .help("write `#[route]` above it")
                .note("in Next.js it would be a route by the name of its file"),
            None => Mistake::new(format!("`{place}` has no handler"))
                .help(format!("write `#[route] pub async fn {function}() -> ..` in it, or rename the file")),
        });
    }

    /// A file of a special name that means nothing where it is, unless a file beside it has it as its module.
    fn check_misplaced(&mut self, here: &Here, name: &str, special: Special, files: &[HandlerFile]) {
        if is_module_of(name, files) {
            return;
        }
        let place = here.shown(name);
        self.mistakes.push(match special {
            Special::Favicon => Mistake::new(format!("`{place}` makes no favicon"))
                .help("put a `favicon.ico` into the app directory, or make an icon by code, in an `icon.rs`")
                .note("as in Next.js, a favicon is a file"),
            _ => Mistake::new(format!("`{place}` has no meaning here"))
                .help(format!("move it to the app directory itself: there is one `{}` of an app", special.stem()))
                .note("to use it as a module, write `mod` in a handler file beside it"),
        });
    }

    fn check_near(&mut self, here: &Here, name: &str, special: &str, names: &[String], files: &[HandlerFile]) {
        let place = here.shown(name);
        if name.eq_ignore_ascii_case(special) && names.iter().any(|name| name == special) {
            self.mistakes.push(differ_only_by_case(&[place, here.shown(special)]).help("keep one of them"));
            return;
        }
        if is_module_of(name, files) {
            return;
        }
        self.warnings.push(
            Mistake::new(format!("`{place}` is no handler file, though its name is close to `{special}`"))
                .help(format!("rename it to `{special}`, or write `#[allow(deprecated)]` on the module of the app")),
        );
    }

    fn unreadable<T>(&mut self, shown: &str, error: &std::io::Error) -> Option<T> {
        let mistake = Mistake::new(format!("`{shown}` cannot be read: {error}"));
        self.mistakes.push(match error.kind() {
            std::io::ErrorKind::NotFound => mistake.help(
                "make the directory, with a `page.rs` or `route.rs` in it; its path is the one from `Cargo.toml`",
            ),
            _ => mistake,
        });
        None
    }
}

fn is_method(name: &str) -> bool {
    Method::ALL.iter().any(|method| method.as_str() == name)
}

/// Whether one of the files has `mod name;` for the file of this name.
fn is_module_of(name: &str, files: &[HandlerFile]) -> bool {
    let declared = files.iter().filter_map(|file| file.declared.as_ref());
    let mut modules = declared.flat_map(|declared| &declared.modules);
    modules.any(|module| Some(module.as_str()) == name.strip_suffix(".rs"))
}

fn differ_only_by_case(places: &[String]) -> Mistake {
    Mistake::new(format!("{} differ only by case", list(places.iter().map(String::as_str))))
        .note("on macOS and Windows they are one and the same")
}

#[cfg(all(test, unix))]
#[expect(non_snake_case, reason = "tests carry the ids of the rows they prove")]
mod tests;
