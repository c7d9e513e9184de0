//! `app/files/[...path]/route.ts`: files that are a part of the program.

use route_runtime::{NextResponse, Result, RouteError, route};

struct File {
    path: &'static str,
    content_type: &'static str,
    content: &'static [u8],
}

const FILES: &[File] = &[
    File {
        path: "css/site.css",
        content_type: "text/css; charset=utf-8",
        content: include_bytes!("../assets/site.css"),
    },
    File { path: "logo.svg", content_type: "image/svg+xml", content: include_bytes!("../assets/logo.svg") },
];

#[route("/files/[...path]")]
pub(crate) async fn GET(path: Vec<String>) -> Result {
    // Piece by piece: in `/files/css%2Fsite.css` the slash is a part of a name, and no such file is here.
    let file = FILES.iter().find(|file| file.path.split('/').eq(&path));
    let File { content, content_type, .. } = file.ok_or_else(|| RouteError::new(404, "no such file"))?;
    Ok(NextResponse::new(*content).with_header("content-type", *content_type))
}
