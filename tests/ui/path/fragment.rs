use route_runtime::route;

#[route("/items#top")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
