use route_runtime::route;

#[route(GET, "/items")]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _ = items();
}
