//! `app/page.tsx`: the form for files. It works without JavaScript.

use crate::{upload, view};
use maud::{Markup, html};
use route_runtime::page;

/// What a file may be about.
pub(crate) const TAGS: [&str; 3] = ["holiday", "work", "other"];

#[page("/")]
pub(crate) async fn home() -> Markup {
    let form = html! {
        form method="post" action=(upload::POST::url()) enctype="multipart/form-data" {
            label { "Your name" input name="sender" autocomplete="name" required; }
            label { "Files, 25 MB together" input name="files" type="file" multiple required; }
            fieldset {
                legend { "About" }
                @for tag in TAGS {
                    label { input type="checkbox" name="tags" value=(tag); " " (tag) }
                }
            }
            button { "Upload" }
        }
    };
    view::page("Upload", &form)
}
