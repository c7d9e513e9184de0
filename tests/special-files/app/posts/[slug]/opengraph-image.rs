use route_runtime::route;

/// For the tags of the page.
pub const ALT: &str = "A post";

#[route]
pub async fn image(slug: String) -> String {
    format!("og of {slug}")
}
