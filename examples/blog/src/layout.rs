//! What all pages share. maud escapes whatever is put into a page.

use crate::{Post, app, site};
use app::posts::slug::opengraph_image;
use maud::{DOCTYPE, Markup, html};

/// A page with a title and this content. Its links are made from the handlers, so none of them leads nowhere.
pub(crate) fn page(title: &str, content: &Markup) -> Markup {
    page_with_tags(title, &html!(), content)
}

/// The page of a post, whose tags say what social networks show of it.
pub(crate) fn post(post: &Post, content: &Markup) -> Markup {
    let tags = html! {
        meta property="og:type" content="article";
        meta property="og:title" content=(post.title);
        meta property="og:url" content=(site::url(app::posts::slug::page::page::url(&post.slug)));
        meta property="og:image" content=(site::url(opengraph_image::image::url(&post.slug)));
        meta property="og:image:type" content="image/png";
        meta property="og:image:width" content=(opengraph_image::WIDTH);
        meta property="og:image:height" content=(opengraph_image::HEIGHT);
        meta property="og:image:alt" content=(post.title);
        meta name="twitter:card" content="summary_large_image";
    };
    page_with_tags(&post.title, &tags, content)
}

fn page_with_tags(title: &str, tags: &Markup, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                link rel="icon" href=(app::favicon_ico::GET::url()) sizes="32x32";
                link rel="icon" href=(app::icon_svg::GET::url()) type=(app::icon_svg::CONTENT_TYPE) sizes="any";
                link rel="apple-touch-icon" href=(app::apple_icon::icon::url()) sizes="180x180";
                link rel="manifest" href=(app::manifest::manifest::url());
                link rel="alternate" type="application/rss+xml" href=(app::rss_xml::route::GET::url());
                (tags)
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
