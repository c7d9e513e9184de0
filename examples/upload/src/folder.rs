//! A temporary folder with the files that have been uploaded.

use crate::file_name::FileName;
use route_runtime::{FormPart, Result};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::{NamedTempFile, TempDir, TempPath};
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

/// A folder that is removed with the last of its clones.
#[derive(Clone)]
pub struct Folder(Arc<TempDir>);

/// A file that has arrived whole, and is removed when it is dropped before it is [kept](Folder::keep).
pub(crate) struct Arrived {
    name: FileName,
    path: TempPath,
}

impl Folder {
    /// An empty folder among the system's temporary files.
    ///
    /// # Errors
    ///
    /// Those of the file system.
    pub fn temporary() -> io::Result<Self> {
        let folder = Self(Arc::new(TempDir::with_prefix("upload-")?));
        std::fs::create_dir(folder.arriving())?;
        std::fs::create_dir(folder.kept())?;
        Ok(folder)
    }

    // Two folders on one disk, so that what arrives is never listed, and moved without being copied.

    fn arriving(&self) -> PathBuf {
        self.0.path().join("arriving")
    }

    fn kept(&self) -> PathBuf {
        self.0.path().join("kept")
    }

    /// Writes a file to the disk while it arrives.
    pub(crate) async fn receive(&self, name: FileName, mut part: FormPart<'_>) -> Result<Arrived> {
        let folder = self.arriving();
        let (file, path) = blocking(move || NamedTempFile::new_in(folder)).await?.into_parts();
        let mut file = File::from_std(file);
        while let Some(chunk) = part.chunk().await? {
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        Ok(Arrived { name, path })
    }

    /// Lists files that have arrived. One whose name is taken gets a number.
    pub(crate) async fn keep(&self, files: Vec<Arrived>) -> io::Result<()> {
        let kept = self.kept();
        blocking(move || files.into_iter().try_for_each(|file| file.move_to(&kept))).await
    }

    /// Every file with its size, by name.
    pub(crate) async fn list(&self) -> io::Result<Vec<(FileName, u64)>> {
        let mut files = Vec::new();
        let mut entries = fs::read_dir(self.kept()).await?;
        while let Some(entry) = entries.next_entry().await? {
            if let Some(name) = entry.file_name().to_str().and_then(FileName::parse) {
                files.push((name, entry.metadata().await?.len()));
            }
        }
        files.sort();
        Ok(files)
    }

    /// Opens a file, with its size; `None` if there is none of this name.
    pub(crate) async fn open(&self, name: &FileName) -> io::Result<Option<(File, u64)>> {
        match File::open(self.kept().join(name.as_str())).await {
            Ok(file) => {
                let size = file.metadata().await?.len();
                Ok(Some((file, size)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl Arrived {
    fn move_to(self, kept: &Path) -> io::Result<()> {
        let Self { name, mut path } = self;
        let mut free = name.clone();
        // Not "look, then move": between the two another request could take the name.
        for number in 2.. {
            match path.persist_noclobber(kept.join(free.as_str())) {
                Ok(()) => break,
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => path = error.path,
                Err(error) => return Err(error.error),
            }
            free = name.numbered(number);
        }
        Ok(())
    }
}

/// Runs what waits for the disk where it holds up no other request.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await?
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Request;
    use route_runtime::NextRequest;

    #[tokio::test]
    async fn a_file_that_does_not_arrive_whole_leaves_nothing_behind() {
        let folder = Folder::temporary().unwrap();
        let count = |path: PathBuf| std::fs::read_dir(path).unwrap().count();
        let name = || FileName::parse("a").unwrap();
        let whole = "--X\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n12345\r\n";
        let body = format!("{whole}{whole}{}", &whole[..whole.len() - 4]);
        let sent = Request::post("/").header("content-type", "multipart/form-data; boundary=X").body(Body::from(body));
        let mut request = NextRequest::from(sent.unwrap());

        let mut parts = request.form_parts().unwrap();
        let first = folder.receive(name(), parts.next().await.unwrap().unwrap()).await.unwrap();
        let second = folder.receive(name(), parts.next().await.unwrap().unwrap()).await.unwrap();
        assert_eq!((count(folder.arriving()), count(folder.kept())), (2, 0));
        assert!(folder.receive(name(), parts.next().await.unwrap().unwrap()).await.is_err());
        assert_eq!((count(folder.arriving()), count(folder.kept())), (2, 0));
        drop(first);
        folder.keep(vec![second]).await.unwrap();
        assert_eq!((count(folder.arriving()), count(folder.kept())), (0, 1));

        let path = folder.kept();
        drop(folder);
        assert!(!path.exists());
    }
}
