use route_runtime::route;

#[route(generate_sitemaps = ids)]
pub async fn icon() -> &'static str {
    "text"
}

async fn ids() -> [u8; 1] {
    [1]
}
