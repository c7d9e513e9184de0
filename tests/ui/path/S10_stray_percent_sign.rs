use route_runtime::route;

#[route("/50%")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
