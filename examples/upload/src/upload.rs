//! `app/upload/route.ts`: files that go to the disk while they arrive.

use crate::file_name::FileName;
use crate::folder::{Arrived, Folder};
use crate::{files, flash, home};
use axum::extract::State;
use route_runtime::{FormPart, NextRequest, Result, RouteError, ValidationError, redirect, route};

/// More than anyone chooses by hand; a thousand empty files would be a small request.
const MAX_FILES: usize = 100;

/// The most bytes of a text field.
const MAX_TEXT: usize = 200;

/// The whole form is within 25 MB, or refused with 413, and nothing of it is kept. No more than a chunk of it is in memory.
#[route("/upload", body_limit = "25mb")]
pub(crate) async fn POST(mut req: NextRequest, State(folder): State<Folder>) -> Result {
    let Upload { sender, tags, files } =
        receive(&mut req, &folder).await.map_err(|error| flash::refuse(error, home::home::url()))?;
    let count = files.len();
    let noun = if count == 1 { "file" } else { "files" };
    let about = if tags.is_empty() { String::new() } else { format!(" about {}", tags.join(", ")) };
    // Only now, when there is nothing left to be refused.
    folder.keep(files).await?;
    flash::set(format!("Thank you, {sender}, for {count} {noun}{about}."));
    // After a form it is a 303: the browser asks for the list with GET, and a reload does not post again.
    Err(redirect(files::list::url()))
}

#[derive(Default)]
struct Upload {
    sender: String,
    tags: Vec<String>,
    files: Vec<Arrived>,
}

async fn receive(req: &mut NextRequest, folder: &Folder) -> Result<Upload> {
    let mut upload = Upload::default();
    let mut parts = req.form_parts()?;
    while let Some(part) = parts.next().await? {
        match (part.name(), part.file_name()) {
            ("sender", None) => upload.sender = text(part).await?.trim().to_owned(),
            // One name, as often as boxes are checked.
            ("tags", None) => {
                let tag = text(part).await?;
                if !home::TAGS.contains(&tag.as_str()) {
                    return Err(ValidationError::new("tags", format!("must be of {}", home::TAGS.join(", "))).into());
                }
                if !upload.tags.contains(&tag) {
                    upload.tags.push(tag);
                }
            }
            // What a browser sends where no file was chosen.
            ("files", Some("")) => {}
            ("files", Some(sent)) => {
                let Some(name) = FileName::from_client(sent) else {
                    return Err(ValidationError::new("files", "a file has a name that cannot be kept").into());
                };
                if upload.files.len() == MAX_FILES {
                    return Err(RouteError::new(413, format!("more than {MAX_FILES} files")));
                }
                upload.files.push(folder.receive(name, part).await?);
            }
            // Skipped, unread.
            _ => {}
        }
    }
    let mut missing = Vec::new();
    if upload.sender.is_empty() {
        missing.push(("sender", "is missing"));
    }
    if upload.files.is_empty() {
        missing.push(("files", "is missing"));
    }
    if !missing.is_empty() {
        return Err(ValidationError::from_iter(missing).into());
    }
    Ok(upload)
}

/// A short text. [`FormPart::text`] would take one as long as the whole body may be.
async fn text(mut part: FormPart<'_>) -> Result<String> {
    let mut text = Vec::new();
    while let Some(chunk) = part.chunk().await? {
        if text.len() + chunk.len() > MAX_TEXT {
            return Err(ValidationError::new(part.name(), format!("is longer than {MAX_TEXT} bytes")).into());
        }
        text.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&text).into_owned())
}
