use route_runtime::route;

async fn count() -> usize {
    0
}

#[route("/items/[slug]", generate_static_params = count)]
async fn GET() {}

fn main() {
    let _ = GET;
}
