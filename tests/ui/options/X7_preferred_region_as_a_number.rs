use route_runtime::route;

#[route("/items", preferred_region = 1)]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
