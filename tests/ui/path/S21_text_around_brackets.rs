use route_runtime::route;

#[route("/pre[slug].json")]
async fn GET(slug: String) -> &'static str {
    let _ = slug;
    ""
}

fn main() {
    let _ = GET(String::new());
}
