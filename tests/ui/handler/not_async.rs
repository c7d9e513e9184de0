use route_runtime::route;

#[route("/items")]
fn GET() -> &'static str {
    ""
}

fn main() {
    let _: &str = GET();
}
