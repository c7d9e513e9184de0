use route_runtime::route;

#[route("/items", maxDuration = 30)]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
