use route_runtime::route;

#[route("/items?page=1")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
