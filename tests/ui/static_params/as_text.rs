use route_runtime::route;

#[route("/items/[slug]", generate_static_params = "all_slugs")]
async fn GET() {}

fn main() {
    let _ = GET;
}
