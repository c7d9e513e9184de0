use route_runtime::route;

const SECONDS: &str = "30";

#[route("/items", max_duration = SECONDS)]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
