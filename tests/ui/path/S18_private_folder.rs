use route_runtime::route;

#[route("/items/_lib")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
