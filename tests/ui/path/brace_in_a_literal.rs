use route_runtime::route;

#[route("/v{n}")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
