use route_runtime::route;

async fn all(_: String) -> Vec<String> {
    Vec::new()
}

#[route("/items/[slug]", generate_static_params = |db| all(db))]
async fn GET() {}

fn main() {
    let _ = GET;
}
