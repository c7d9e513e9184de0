use route_runtime::route;

async fn all_slugs() -> Vec<String> {
    Vec::new()
}

#[route("/items/[slug]", generate_static_params = all_slugs)]
async fn PUT() {}

fn main() {
    let _ = PUT;
}
