use route_runtime::route;

#[route("/caf%E9")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
