use route_runtime::route;

#[route]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
