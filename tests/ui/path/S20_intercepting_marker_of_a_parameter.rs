use route_runtime::route;

#[route("/(.)[slug]")]
async fn GET(slug: String) -> &'static str {
    let _ = slug;
    ""
}

fn main() {
    let _ = GET(String::new());
}
