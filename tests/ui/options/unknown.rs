use route_runtime::route;

#[route("/items", colour = "red")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
