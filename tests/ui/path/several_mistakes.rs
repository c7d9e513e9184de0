use route_runtime::route;

#[route("items//_x/")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
