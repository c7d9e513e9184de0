//! An app directory: folders in, a tree of handler files out.
//!
//! [`AppDir::read`] walks the directory and finds what is wrong with it as a whole. [`Place`] is the other way round: from one
//! handler's file to its path. The stages, one file each:
//!
//! * `file_name` knows the names that count, ours and Next's; `special` knows what is served by its name;
//! * `declared` lists the handlers of a file, from its tokens alone;
//! * `module_name` is what a folder is called in Rust;
//! * `app_dir` walks; `conflicts` compares what was found.

mod app_dir;
mod conflicts;
mod declared;
mod file_name;
mod module_name;
mod place;
mod special;

pub(crate) use app_dir::{AppDir, Folder, HandlerFile, StaticFile};
pub(crate) use declared::Handler;
pub(crate) use place::{APP_DIR, Located, Place, SpecialPlace};
pub(crate) use special::{GENERATE_IMAGE_METADATA, GENERATE_SITEMAPS, Special, article};

/// What is wrong with an app directory, in the words of a compiler error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) note: Option<&'static str>,
}

impl Mistake {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, note: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    fn note(self, note: &'static str) -> Self {
        Self { note: Some(note), ..self }
    }
}
