//! `app/files/page.tsx` and `app/files/[name]/route.ts`: what was uploaded, as a list and one by one.

use crate::disposition::attachment;
use crate::file_name::FileName;
use crate::folder::Folder;
use crate::view;
use axum::extract::State;
use maud::{Markup, html};
use route_runtime::{NextResponse, Result, RouteError, page, route};
use tokio_util::io::ReaderStream;

#[page("/files")]
pub(crate) async fn list(State(folder): State<Folder>) -> Result<Markup> {
    let files = folder.list().await?;
    let content = html! {
        @if files.is_empty() {
            p { "Nothing yet." }
        }
        ul #files {
            @for (name, size) in files {
                li {
                    a href=(GET::url(&name)) { (name) }
                    span { (size) " bytes" }
                }
            }
        }
    };
    Ok(view::page("Files", &content))
}

/// Sends a file as a download. It is a stranger's: no browser is to show it, or to guess what it is, on this site's behalf.
#[route("/files/[name]")]
pub(crate) async fn GET(name: String, State(folder): State<Folder>) -> Result {
    let found = match FileName::parse(&name) {
        Some(name) => folder.open(&name).await?,
        None => None,
    };
    let Some((file, size)) = found else {
        return Err(RouteError::new(404, "there is no such file"));
    };
    Ok(NextResponse::stream(ReaderStream::new(file))
        .with_header("content-type", "application/octet-stream")
        .with_header("content-length", size)
        .with_header("content-disposition", attachment(&name))
        .with_header("x-content-type-options", "nosniff"))
}
