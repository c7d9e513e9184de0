use route_runtime::route;

#[route("/items", "/things")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
