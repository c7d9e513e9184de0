use route_runtime::route;

#[route(POST)]
async fn items() -> &'static str {
    ""
}

fn main() {
    let _ = items();
}
