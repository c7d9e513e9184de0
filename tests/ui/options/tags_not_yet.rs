use route_runtime::route;

#[route("/items", tags = ["items"])]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
