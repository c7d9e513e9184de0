//! What all pages share. maud escapes whatever is put into a page.

use crate::{Post, app};
use maud::{DOCTYPE, Markup, html};

/// A page with a title and this content. Its links are made from the handlers, so none of them leads nowhere.
pub(crate) fn page(title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                link rel="icon" href="data:,";
                link rel="alternate" type="application/rss+xml" href=(app::rss_xml::route::GET::url());
                title { (title) }
            }
            body {
                nav {
                    a href=(app::page::page::url()) { "Posts" }
                    " "
                    a href=(app::site::about::page::page::url()) { "About" }
                }
                main {
                    h1 { (title) }
                    (content)
                }
            }
        }
    }
}

/// A list of posts.
pub(crate) fn list(posts: &[Post]) -> Markup {
    html! {
        ul {
            @for post in posts {
                li { a href=(app::posts::slug::page::page::url(&post.slug)) { (post.title) } }
            }
        }
    }
}
