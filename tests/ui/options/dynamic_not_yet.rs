use route_runtime::route;

#[route("/items", dynamic = "force-static")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
