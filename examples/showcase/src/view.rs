//! What the pages share. maud escapes whatever is put into a page.

use maud::{DOCTYPE, Markup, html};

pub(crate) fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                link rel="icon" href=(crate::files::GET::url(["logo.svg"]));
                link rel="stylesheet" href=(crate::files::GET::url(["css", "site.css"]));
            }
            body {
                main { (content) }
            }
        }
    }
}
