use route_runtime::route;

#[route("/items/[self]")]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
