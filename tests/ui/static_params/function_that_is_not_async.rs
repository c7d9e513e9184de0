use route_runtime::route;

fn all_slugs() -> Vec<String> {
    Vec::new()
}

#[route("/items/[slug]", generate_static_params = all_slugs)]
async fn GET() {}

fn main() {
    let _ = GET;
}
