use route_runtime::route;

#[route("/items", scope)]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
