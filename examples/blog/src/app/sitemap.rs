//! `/sitemap.xml`, which is stored until a post comes or goes

use crate::{Posts, app, site};
use axum::extract::State;
use route_runtime::sitemap::SitemapUrl;
use route_runtime::{Sitemap, route};

#[route]
pub async fn sitemap(State(posts): State<Posts>) -> Sitemap {
    let pages = [app::page::page::url(), app::site::about::page::page::url()];
    let posts = posts.tagged(&[]).into_iter().map(|post| {
        let path = app::posts::slug::page::page::url(&post.slug);
        let image = app::posts::slug::opengraph_image::image::url(&post.slug);
        SitemapUrl::new(site::url(path)).last_modified(post.published).image(site::url(image))
    });
    Sitemap::new().urls(pages.map(|path| SitemapUrl::new(site::url(path)))).urls(posts)
}
