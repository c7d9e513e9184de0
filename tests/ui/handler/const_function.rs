use route_runtime::route;

#[route("/items")]
const fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
