use route_runtime::route;

#[route("/items", preferred_region = ["fra1", 2])]
async fn GET() -> &'static str {
    ""
}

fn main() {
    let _ = GET();
}
