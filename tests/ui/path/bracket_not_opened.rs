use route_runtime::route;

#[route("/items/slug]")]
async fn GET(slug: String) -> &'static str {
    let _ = slug;
    ""
}

fn main() {
    let _ = GET(String::new());
}
