//! A group is nothing to a sitemap.

use super::Params;
use route_runtime::sitemap::SitemapId;
use route_runtime::{Sitemap, route};

#[route(generate_sitemaps = ids)]
pub async fn sitemap(Params { shop }: Params, id: SitemapId) -> Sitemap {
    Sitemap::new().url(format!("https://acme.com/{shop}/{}", *id))
}

async fn ids() -> [&'static str; 2] {
    ["a b", "c.xml"]
}
