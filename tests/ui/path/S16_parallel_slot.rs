use route_runtime::route;

#[route("/@modal/items")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
