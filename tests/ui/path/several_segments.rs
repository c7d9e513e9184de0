use route_runtime::route;

#[route("/:slug/[[x]]/{*rest}/more")]
async fn GET(slug: String, x: String, rest: Vec<String>) -> &'static str {
    let _ = (slug, x, rest);
    ""
}

fn main() {
    let _ = GET(String::new(), String::new(), Vec::new());
}
