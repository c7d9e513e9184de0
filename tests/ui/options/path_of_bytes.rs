use route_runtime::route;

#[route(b"/items")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
