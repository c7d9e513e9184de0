use route_runtime::route;

#[route("/items" max_duration = 30)]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
