use route_runtime::route;

#[route("/items", runtime = "bun")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
