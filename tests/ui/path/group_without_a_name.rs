use route_runtime::route;

#[route("/()/items")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
