use route_runtime::route;

#[route("/items")]
async extern "C" fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
