use route_runtime::route;

#[route("/items/[2nd]")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
