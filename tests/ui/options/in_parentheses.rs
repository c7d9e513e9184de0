use route_runtime::route;

#[route("/items", tags("items"), max_duration(30))]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
