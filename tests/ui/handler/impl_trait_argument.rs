use route_runtime::route;

#[route("/items/[slug]")]
async fn GET(slug: impl ToString) -> String {
    slug.to_string()
}

fn main() {
    let _ = GET("a");
}
