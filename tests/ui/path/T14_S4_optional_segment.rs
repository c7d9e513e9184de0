use route_runtime::route;

#[route("/abc/[[slug]]/def")]
async fn GET(slug: Option<String>) -> &'static str {
    let _ = slug;
    ""
}

fn main() {
    let _ = GET(None);
}
