use route_runtime::route;

#[route("/items", scope = "admin")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
