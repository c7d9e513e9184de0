use route_runtime::route;

#[route(FETCH "/items")]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _ = items();
}
