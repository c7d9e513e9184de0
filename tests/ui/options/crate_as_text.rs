use route_runtime::route;

#[route("/items", crate = "my_framework")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
