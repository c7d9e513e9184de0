use route_runtime::route;

#[route(path = "/items")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
