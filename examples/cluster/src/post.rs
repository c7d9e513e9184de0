//! The posts: files in a folder that all instances have, in place of a database.

use serde::Serialize;
use std::io;
use std::path::PathBuf;
use tokio::fs;

/// The folder of the posts. As the argument of a cached function it is a part of the key.
#[derive(Clone, Debug, Serialize)]
pub struct Posts {
    folder: PathBuf,
}

impl Posts {
    /// The posts in this folder, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// When it cannot be made.
    pub fn open(folder: PathBuf) -> io::Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    /// The slugs, in their order.
    pub(crate) async fn slugs(&self) -> io::Result<Vec<String>> {
        let mut slugs = Vec::new();
        let mut entries = fs::read_dir(&self.folder).await?;
        while let Some(entry) = entries.next_entry().await? {
            slugs.extend(entry.file_name().to_str().and_then(|name| name.strip_suffix(".txt")).map(str::to_owned));
        }
        slugs.sort();
        Ok(slugs)
    }

    /// The text of a post, if there is one.
    pub(crate) async fn read(&self, slug: &str) -> io::Result<Option<String>> {
        let Some(path) = self.path(slug) else { return Ok(None) };
        match fs::read_to_string(path).await {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes a post; `false` if its slug cannot be the name of one.
    pub(crate) async fn write(&self, slug: &str, text: &str) -> io::Result<bool> {
        let Some(path) = self.path(slug) else { return Ok(false) };
        // Another instance reads the old text or the new one, and never a half.
        let unfinished = path.with_extension(format!("{}-{}", std::process::id(), text.len()));
        fs::write(&unfinished, text).await?;
        fs::rename(&unfinished, path).await?;
        Ok(true)
    }

    /// A slug comes from a client, and must not lead out of the folder.
    fn path(&self, slug: &str) -> Option<PathBuf> {
        let is_name = !slug.is_empty() && slug.len() <= 100;
        let is_plain = slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (is_name && is_plain).then(|| self.folder.join(format!("{slug}.txt")))
    }
}
