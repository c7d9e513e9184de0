use route_runtime::Sitemap;

pub async fn sitemap() -> Sitemap {
    Sitemap::new()
}
