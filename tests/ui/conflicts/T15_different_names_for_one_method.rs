use route_runtime::route;

#[route(GET "/blog/[id]")]
pub async fn by_id(id: u64) -> String {
    id.to_string()
}

#[route(GET "/blog/[slug]")]
pub async fn by_slug(slug: String) -> String {
    slug
}

fn main() {
    let _ = (by_id(1), by_slug(String::new()));
}
