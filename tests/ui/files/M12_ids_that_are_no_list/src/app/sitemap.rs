use route_runtime::{Sitemap, route};

#[route(generate_sitemaps = ids)]
pub async fn sitemap(id: u32) -> Sitemap {
    Sitemap::new().url(format!("https://acme.com/{id}"))
}

async fn ids() -> u32 {
    3
}
