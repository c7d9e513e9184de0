use route_runtime::route;

async fn all_slugs() -> Vec<String> {
    Vec::new()
}

#[route("/items", generate_static_params = all_slugs)]
async fn GET() {}

fn main() {
    let _ = GET;
}
