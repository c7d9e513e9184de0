use route_runtime::route;

#[route("https://example.com/items")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
