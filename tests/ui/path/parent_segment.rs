use route_runtime::route;

#[route("/items/../new")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
