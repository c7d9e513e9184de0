use route_runtime::route;

#[route("/items", max_duration = "30s")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
