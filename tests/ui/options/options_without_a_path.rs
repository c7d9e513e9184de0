use route_runtime::route;

#[route(max_duration = 30)]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
