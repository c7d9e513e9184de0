use route_runtime::route;

#[route(post "/items")]
async fn create() -> &'static str {
    ""
}

fn main() {
    let _ = create();
}
