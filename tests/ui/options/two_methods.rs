use route_runtime::route;

#[route(GET, POST "/items")]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _ = items();
}
