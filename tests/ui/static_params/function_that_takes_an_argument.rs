use axum::extract::State;
use route_runtime::route;

async fn all_slugs(_: State<String>) -> Vec<String> {
    Vec::new()
}

#[route("/items/[slug]", generate_static_params = all_slugs)]
async fn GET() {}

fn main() {
    let _ = GET;
}
