//! What all pages share. maud escapes whatever is put into a page, so a file's name or a flash message cannot add to it.

use crate::flash;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: PreEscaped<&str> = PreEscaped(include_str!("../assets/site.css"));

/// A page with a title, the message of the last form if there is one, and this content.
pub(crate) fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                link rel="icon" href="data:,";
                title { (title) }
                style { (STYLE) }
            }
            body {
                nav {
                    a href=(crate::home::home::url()) { "Upload" }
                    a href=(crate::files::list::url()) { "Files" }
                    a href=(crate::signup::routes::GET::url()) { "Sign up" }
                }
                main {
                    h1 { (title) }
                    @if let Some(message) = flash::take() {
                        p #flash role="status" { (message) }
                    }
                    (content)
                }
            }
        }
    }
}
