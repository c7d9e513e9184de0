use route_runtime::route;

#[route("/feed/(..)photo")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
