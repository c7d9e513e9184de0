use route_runtime::route;

#[route("/items"s)]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
