use route_runtime::route;

#[route(generate_sitemaps = ids)]
pub async fn GET() -> &'static str {
    "text"
}
