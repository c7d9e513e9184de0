use route_runtime::route;

#[route("/(shop/items")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
